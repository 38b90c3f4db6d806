"""The conversations as the care node holds them: each answer is written down as it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from codebook.event import Event, RobotBody
from codebook.plan import ResidentPlan
from robot_nodes.care.check_in_talks import CheckInTalks
from robot_nodes.care.cries import Call
from robot_nodes.care.dose_talks import DoseTalks, DueDose
from robot_nodes.care.ledger import Ledger
from robot_nodes.care.memory import Memory
from robot_nodes.care.scenes import Scenes
from robot_nodes.dialogue.conversations import (
    Asked,
    Cry,
    DayFacts,
    HelpEnding,
    announcement,
    help_call,
    nurse_message,
    question,
)
from robot_nodes.dialogue.conversations.deafness import tell_of_deafness
from robot_nodes.dialogue.conversations.doubtful_cry import is_call
from robot_nodes.dialogue.conversations.help_call import tell_that_it_was_seen
from robot_nodes.dialogue.conversations.privacy import tell_of_consent
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Said
from schedules.care_plan import (
    Activity,
    Appointment,
    CheckIn,
    Hydration,
    MedicationReminder,
    PlanItem,
)
from schedules.task import Announced, Task


@dataclass(frozen=True, slots=True)
class Talks:
    """Used on the conversation loop only."""

    scenes: Scenes

    @property
    def memory(self) -> Memory:
        """What the robot remembers of its residents."""
        return self.scenes.memory

    @property
    def ledger(self) -> Ledger:
        """Where tasks are written down."""
        return self.scenes.ledger

    @property
    def doses(self) -> DoseTalks:
        """The talks about medicine."""
        return DoseTalks(self.scenes)

    @property
    def check_ins(self) -> CheckInTalks:
        """The check-ins."""
        return CheckInTalks(self.scenes)

    async def about(
        self,
        task: Task,
        resident: ResidentPlan,
        item: PlanItem,
        way: Announced,
        others: Sequence[DueDose] = (),
    ) -> Cry | None:
        """Talk about a task and return the cry for help that came of it, if one did.

        Args:
            task: The task as it is stored.
            resident: Whose it is.
            item: What it is about, as it is due on its day.
            way: How it is announced; stored once it has sounded or was shown.
            others: With a medicine: those of the same resident that are due as well.

        Raises:
            StoreUnavailable: What was answered could not be stored.
        """
        match item:
            case MedicationReminder():
                first = DueDose(task=task, item=item, way=way)
                return await self.doses.remind(resident, (first, *others))
            case CheckIn():
                await self.check_ins.ask(task, resident, item, way)
            case Activity() | Appointment() | Hydration():
                due_at = task.occurrence.due_at
                announced = self.scenes.announcing(task, way)
                await announcement(self.scenes.of(resident), item, due_at, announced)
        return None

    async def help(self, resident: ResidentPlan, call: Call) -> HelpEnding:
        """Answer a call for help, also where it cannot be stored: then only the number helps.

        The answer to it is heard also while the robot otherwise does not listen.
        """

        def record(body: RobotBody) -> Event:
            event = self.scenes.record(resident.resident_id, body)
            call.recorded(body)
            return event

        return await help_call(self.scenes.heard(self.scenes.of(resident, record)), call)

    async def is_call(self, resident: ResidentPlan) -> bool:
        """Ask whether help is needed where that is in doubt."""
        return await is_call(self.scenes.of(resident))

    async def tell_that_it_was_seen(self, resident: ResidentPlan) -> None:
        """Say that a nurse has seen the resident's call; not that she comes."""
        await tell_that_it_was_seen(self.scenes.of(resident))

    async def tell_message(self, resident: ResidentPlan, text: str) -> Said:
        """Say a sentence as from the home care service, and return what came of it."""
        return await nurse_message.tell_message(self.scenes.of(resident), text)

    async def tell_call_back(self, resident: ResidentPlan) -> Said:
        """Say that somebody has said that they will ring, and return what came of it."""
        return await nurse_message.tell_call_back(self.scenes.of(resident))

    async def tell_of_consent(self, resident: ResidentPlan) -> None:
        """Say that the robot may not, or may again, listen: once, unless it is cut short."""
        refusals = self.memory.privacy.refusals
        if refusals.knows(resident.resident_id):
            return  # it was taken back, and given again, before there was time to say so
        is_closed = bool(refusals.refused_by)
        if await tell_of_consent(self.scenes.of(resident), is_listening=not is_closed):
            refusals.told(resident.resident_id, that_closed=is_closed)

    async def tell_of_deafness(self, resident: ResidentPlan, fault_id: UUID) -> bool:
        """Say that the robot does not hear; return whether the resident can know it."""
        return await tell_of_deafness(self.scenes.of(resident), fault_id)

    def can_ask(self, resident: ResidentPlan) -> bool:
        """Return whether an answer to something ordinary would be heard, or could be pressed."""
        privacy = self.memory.privacy
        is_refused = resident.resident_id in privacy.refusals.refused_by
        return privacy.hears(resident.resident_id) or (is_refused and self.scenes.has_screen())

    async def tell_that_it_listens(self, resident: ResidentPlan) -> None:
        """Say that the time without listening is over."""
        await self.scenes.of(resident).say(Line.PRIVACY_LISTENING_AGAIN)

    async def answer(self, resident: ResidentPlan, asked: Asked, facts: DayFacts) -> Cry | None:
        """Answer what a resident asks by themselves, and return the cry that came of it."""
        discretion = self.memory.privacy.of(resident.resident_id)
        cause = await question(self.scenes.of(resident), asked, facts, discretion)
        if cause is None:
            return None
        return Cry(cause=cause, grade=asked.grade)
