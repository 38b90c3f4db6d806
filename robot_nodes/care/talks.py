"""The conversations as the care node holds them: each answer is written down as it is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from codebook.check_in import CheckInAnswered
from codebook.event import Event, RobotBody
from codebook.plan import ResidentPlan
from robot_nodes.care.ledger import Ledger
from robot_nodes.dialogue.conversations import (
    Cry,
    DayFacts,
    HelpEnding,
    ReminderAnswer,
    Scene,
    announcement,
    cause_of,
    check_in,
    help_call,
    question,
    reminder,
)
from robot_nodes.dialogue.conversations.answers import grade_of
from robot_nodes.dialogue.conversations.doubtful_cry import is_call
from robot_nodes.dialogue.line import Line
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.ports import (
    Ears,
    EventLog,
    Manner,
    Priority,
    StoreUnavailable,
    Understanding,
    Voice,
)
from schedules.care_plan import (
    Activity,
    Appointment,
    CheckIn,
    Hydration,
    MedicationReminder,
    PlanItem,
)
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import Announced, Heard, Input, Reported, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks:
    """All that a conversation needs, whoever it is held with."""

    voice: Voice
    ears: Ears
    log: EventLog
    ledger: Ledger
    phrases: Callable[[Locale], Phrases]
    now: Callable[[], datetime]

    async def about(
        self, task: Task, resident: ResidentPlan, item: PlanItem, way: Announced
    ) -> Cry | None:
        """Talk about a task and return the cry for help that came of it, if one did.

        Args:
            task: The task as it is stored.
            resident: Whose it is.
            item: What it is about, as it is due on its day.
            way: How it is announced; stored once it has sounded.

        Raises:
            StoreUnavailable: What was answered could not be stored.
        """
        match item:
            case MedicationReminder():
                return await self._remind(task, resident, item, way)
            case CheckIn():
                await self._check_in(task, resident, item, way)
            case Activity() | Appointment() | Hydration():
                due_at = task.occurrence.due_at
                announced = self._announced(task, way)
                await announcement(self._scene(resident), item, due_at, announced)
        return None

    async def help(
        self, resident: ResidentPlan, cry: Cry, recorded: Callable[[RobotBody], None]
    ) -> HelpEnding:
        """Answer a cry for help, also where it cannot be stored: then only the number helps.

        Args:
            resident: Who called.
            cry: What was called.
            recorded: Called with each event once it is stored.

        Raises:
            StoreUnavailable: The cry could not be stored; the resident has been told.
        """

        def record(body: RobotBody) -> Event:
            event = self._record(resident.resident_id, body)
            recorded(body)
            return event

        scene = self._scene(resident, record)
        try:
            return await help_call(scene, cry, self.log.acknowledged)
        except StoreUnavailable:
            await scene.spoken_with(Priority.CRITICAL, volume=1.0).say(Line.HELP_NOT_REACHED)
            raise

    async def is_call(self, resident: ResidentPlan) -> bool:
        """Ask whether help is needed where that is in doubt."""
        return await is_call(self._scene(resident))

    async def answer(
        self, resident: ResidentPlan, asked: Understanding, facts: DayFacts
    ) -> Cry | None:
        """Answer what a resident asks by themselves, and return the cry that came of it."""
        cause = await question(self._scene(resident), asked, facts)
        return None if cause is None else Cry(cause=cause)

    async def _remind(
        self, task: Task, resident: ResidentPlan, item: MedicationReminder, way: Announced
    ) -> Cry | None:
        def reported(answer: ReminderAnswer) -> None:
            self.ledger.happened(
                task.occurrence.id, *_inputs(answer), utterance_id=answer.utterance_id
            )

        scene = self._scene(resident, volume=way.volume)
        announced = self._announced(task, way)
        attempt = task.attempts + 1
        return _aside(await reminder(scene, item, attempt, task.report, announced, reported))

    async def _check_in(
        self, task: Task, resident: ResidentPlan, item: CheckIn, way: Announced
    ) -> None:
        last_id = item.questions[-1].id

        def record(body: RobotBody) -> Event:
            if isinstance(body, CheckInAnswered) and body.question_id == last_id:
                return self._check_in_done(task.occurrence.id, body)
            return self._record(resident.resident_id, body)

        scene = self._scene(resident, record, volume=way.volume)
        answered = self._announced(task, way)
        await check_in(scene, item, task.occurrence.id, answered, self.log.acknowledged)

    def _check_in_done(self, occurrence_id: UUID, body: CheckInAnswered) -> Event:
        """Store the last answer and the end of the check-in together."""
        done = Reported(outcome=Outcome.ANSWERED, grade=EvidenceGrade.SAID)
        entry = self.ledger.happened(occurrence_id, done, along_with=(body,))
        return entry.events[0]

    def _announced(self, task: Task, way: Announced) -> Callable[[], None]:
        def announced() -> None:
            self.ledger.happened(task.occurrence.id, way)

        return announced

    def _record(self, resident_id: UUID, body: RobotBody) -> Event:
        return self.log.record(body, resident_id=resident_id, at=self.now())

    def _scene(
        self,
        resident: ResidentPlan,
        record: Callable[[RobotBody], Event] | None = None,
        volume: float | None = None,
    ) -> Scene:
        def plainly(body: RobotBody) -> Event:
            return self._record(resident.resident_id, body)

        return Scene(
            voice=self.voice,
            ears=self.ears,
            phrases=self.phrases(resident.locale),
            manner=Manner(
                locale=resident.locale,
                rate=resident.speech_rate,
                volume=resident.speech_volume if volume is None else volume,
                resident_id=resident.resident_id,
            ),
            now=self.now,
            zone=ZoneInfo(resident.plan.zone),
            name=resident.spoken_name,
            number_to_call=resident.number_to_call,
            record=record or plainly,
        )


def _inputs(answer: ReminderAnswer) -> tuple[Input, ...]:
    """Return what a reminder's answer means to its task."""
    if answer.outcome is None:
        return (Heard(),)
    return Heard(), Reported(outcome=answer.outcome, grade=answer.grade, wait=answer.wait)


def _aside(answer: ReminderAnswer) -> Cry | None:
    """Return the cry for help that was said in place of an answer."""
    if answer.aside is None or answer.aside.understanding is None:
        return None
    cause = cause_of(answer.aside.understanding)
    if cause is None:
        return None
    return Cry(
        cause=cause,
        utterance_id=answer.aside.utterance_id,
        transcript=answer.aside.transcript,
        grade=grade_of(answer.aside),
    )
