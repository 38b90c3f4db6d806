"""The conversations as the care node holds them: each answer is written down as it is given."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from codebook.as_needed import AsNeededTooSoon
from codebook.check_in import CheckInAnswered
from codebook.event import Event, RobotBody
from codebook.plan import ResidentPlan
from codebook.readership import Readership
from robot_nodes.care.cries import Call
from robot_nodes.care.doses import taken_as_needed
from robot_nodes.care.ledger import Ledger
from robot_nodes.care.memory import Memory
from robot_nodes.care.privacy import OpenEars
from robot_nodes.dialogue.conversations import (
    Asked,
    CheckInSoFar,
    Cry,
    DayFacts,
    Dose,
    HelpEnding,
    ReminderAnswer,
    Scene,
    SoFar,
    announcement,
    cause_of,
    check_in,
    help_call,
    how_are_you,
    nurse_message,
    question,
    reminders,
)
from robot_nodes.dialogue.conversations.answers import grade_of
from robot_nodes.dialogue.conversations.as_needed import note_taken, tell_guard
from robot_nodes.dialogue.conversations.doubtful_cry import is_call
from robot_nodes.dialogue.conversations.help_call import tell_that_it_was_seen
from robot_nodes.dialogue.conversations.message import REACHED_WITHIN
from robot_nodes.dialogue.conversations.privacy import tell_of_consent
from robot_nodes.dialogue.conversations.second_report import second_report
from robot_nodes.dialogue.line import Line
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.ports import (
    Ears,
    EventLog,
    Manner,
    Said,
    ServerRefused,
    ServerUnreachable,
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
from schedules.outcome import EvidenceGrade, Outcome, Report
from schedules.recurrence import AsNeeded
from schedules.recurrence.as_needed import (
    Allowed,
    DailyMaximumReached,
    TooSoon,
    may_take,
    what_was_taken,
)
from schedules.speaking_time import LAST_CALL
from schedules.task import Announced, Heard, Input, Reported, Task


def _no_screen() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDose:
    """A medicine whose time has come."""

    task: Task
    item: MedicationReminder
    way: Announced
    """How it is announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsNeededAsked:
    """A medicine taken as needed that somebody speaks of."""

    item: MedicationReminder
    rule: AsNeeded
    is_taken: bool
    """Whether they say that they took it, rather than ask."""
    utterance_id: str
    grade: EvidenceGrade
    """How it is known: said or touched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks:
    """All that a conversation needs, whoever it is held with."""

    voice: Voice
    ears: Ears
    log: EventLog
    ledger: Ledger
    memory: Memory
    phrases: Callable[[Locale], Phrases]
    now: Callable[[], datetime]
    has_screen: Callable[[], bool] = _no_screen
    """Whether the resident can press buttons just now."""
    readership: Callable[[UUID], Awaitable[Readership]] | None = None
    """Asks the server who has read about a resident; None where no server is known."""

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
                return await self._remind(resident, (first, *others))
            case CheckIn():
                await self._check_in(task, resident, item, way)
            case Activity() | Appointment() | Hydration():
                due_at = task.occurrence.due_at
                announced = self._announced(task, way)
                await announcement(self._scene(resident), item, due_at, announced)
        return None

    async def help(self, resident: ResidentPlan, call: Call) -> HelpEnding:
        """Answer a call for help, also where it cannot be stored: then only the number helps.

        The answer to it is heard also while the robot otherwise does not listen.
        """

        def record(body: RobotBody) -> Event:
            event = self._record(resident.resident_id, body)
            call.recorded(body)
            return event

        return await help_call(self._heard(self._scene(resident, record)), call)

    async def is_call(self, resident: ResidentPlan) -> bool:
        """Ask whether help is needed where that is in doubt."""
        return await is_call(self._scene(resident))

    async def tell_that_it_was_seen(self, resident: ResidentPlan) -> None:
        """Say that a nurse has seen the resident's call; not that she comes."""
        await tell_that_it_was_seen(self._scene(resident))

    async def tell_message(self, resident: ResidentPlan, text: str) -> Said:
        """Say a sentence as from the home care service, and return what came of it."""
        return await nurse_message.tell_message(self._scene(resident), text)

    async def tell_call_back(self, resident: ResidentPlan) -> Said:
        """Say that somebody has said that they will ring, and return what came of it."""
        return await nurse_message.tell_call_back(self._scene(resident))

    async def look_in(
        self, resident: ResidentPlan, item: CheckIn | None, occurrence_id: UUID
    ) -> bool:
        """Ask the questions of a check-in that is not due, and return whether it was answered.

        Args:
            resident: Whom.
            item: The questions; None for how they are.
            occurrence_id: What the answers are filed under.

        Raises:
            StoreUnavailable: What was answered could not be stored.
        """
        scene = self._scene(resident)
        asked = item or how_are_you(scene, occurrence_id)
        so_far = CheckInSoFar(occurrence_id=occurrence_id)
        answers = await check_in(scene, asked, so_far, lambda _: None)
        return answers.was_answered

    async def tell_of_consent(self, resident: ResidentPlan) -> None:
        """Say that the robot may not, or may again, listen: once, unless it is cut short."""
        refusals = self.memory.privacy.refusals
        if refusals.knows(resident.resident_id):
            return  # it was taken back, and given again, before there was time to say so
        is_closed = bool(refusals.refused_by)
        if await tell_of_consent(self._scene(resident), is_listening=not is_closed):
            refusals.told(resident.resident_id, that_closed=is_closed)

    def can_ask(self, resident: ResidentPlan) -> bool:
        """Return whether an answer to something ordinary would be heard, or could be pressed."""
        privacy = self.memory.privacy
        is_refused = resident.resident_id in privacy.refusals.refused_by
        return privacy.hears(resident.resident_id) or (is_refused and self.has_screen())

    async def tell_that_it_listens(self, resident: ResidentPlan) -> None:
        """Say that the time without listening is over."""
        await self._scene(resident).say(Line.PRIVACY_LISTENING_AGAIN)

    async def answer(self, resident: ResidentPlan, asked: Asked, facts: DayFacts) -> Cry | None:
        """Answer what a resident asks by themselves, and return the cry that came of it."""
        discretion = self.memory.privacy.of(resident.resident_id)
        cause = await question(self._scene(resident), asked, facts, discretion)
        if cause is None:
            return None
        return Cry(cause=cause, grade=asked.grade)

    async def told_again(
        self, resident: ResidentPlan, task: Task, item: MedicationReminder, told: Outcome
    ) -> None:
        """Say what was reported about a dose, and note something else only once it is confirmed."""

        def reported(outcome: Outcome, grade: EvidenceGrade, utterance_id: str) -> None:
            report = Reported(outcome=outcome, grade=grade)
            self.ledger.happened(task.occurrence.id, report, utterance_id=utterance_id)

        if task.report is not None:
            scene = self._heard(self._scene(resident))
            await second_report(scene, item, task.report, told, reported)

    async def about_as_needed(
        self, resident: ResidentPlan, asked: AsNeededAsked, known: Sequence[Report]
    ) -> None:
        """Tell what plan and log say of a medicine taken as needed; note it where it was taken."""
        scene = self._heard(self._scene(resident))
        now = self.now()

        def reported(grade: EvidenceGrade, utterance_id: str) -> None:
            task = taken_as_needed(resident, asked.item, self.now())
            told = Reported(outcome=Outcome.TAKEN, grade=grade)
            self.ledger.begin(task, told, utterance_id=utterance_id)

        guard = may_take(asked.rule, known, now)
        if not isinstance(guard, Allowed):
            self._record(resident.resident_id, _too_soon(asked, guard))
        await tell_guard(scene, asked.item, asked.rule, what_was_taken(known, now), guard)
        if asked.is_taken:
            await note_taken(scene, asked.item, reported)

    async def _remind(self, resident: ResidentPlan, due: Sequence[DueDose]) -> Cry | None:
        scene = self._heard(self._scene(resident))
        return _aside(await reminders(scene, [self._dose(resident, dose) for dose in due]))

    def _dose(self, resident: ResidentPlan, due: DueDose) -> Dose:
        occurrence_id = due.task.occurrence.id

        def reported(answer: ReminderAnswer) -> None:
            self.ledger.happened(occurrence_id, *_inputs(answer), utterance_id=answer.utterance_id)

        so_far = SoFar(
            occurrence_id=occurrence_id,
            attempt=due.task.attempts + 1,
            times_as_loud=self._times_as_loud(resident, due.way),
            report=due.task.report,
            is_interrupted=self.memory.bookmarks.is_open(occurrence_id),
            latest_at=due.task.occurrence.window_closes_at - LAST_CALL,
        )
        announced = self._announced(due.task, due.way)
        return Dose(item=due.item, so_far=so_far, announced=announced, reported=reported)

    async def _check_in(
        self, task: Task, resident: ResidentPlan, item: CheckIn, way: Announced
    ) -> None:
        occurrence_id = task.occurrence.id
        last_id = item.questions[-1].id

        def record(body: RobotBody) -> Event:
            if not isinstance(body, CheckInAnswered):
                return self._record(resident.resident_id, body)
            if body.question_id == last_id:
                return self._check_in_done(occurrence_id, body)
            return self.memory.check_ins.answered(body, resident.resident_id)

        note = self.memory.check_ins.so_far(occurrence_id)
        so_far = CheckInSoFar(
            occurrence_id=occurrence_id,
            times_as_loud=self._times_as_loud(resident, way),
            answered=note.answered,
            worrying_event_ids=note.worrying_event_ids,
        )
        scene = self._scene(resident, record)
        answers = await check_in(scene, item, so_far, self._announced(task, way))
        if answers.was_answered:
            self.memory.check_ins.done(occurrence_id)

    def _check_in_done(self, occurrence_id: UUID, body: CheckInAnswered) -> Event:
        """Store the last answer and the end of the check-in together."""
        done = Reported(outcome=Outcome.ANSWERED, grade=EvidenceGrade.SAID)
        entry = self.ledger.happened(occurrence_id, done, along_with=(body,))
        return entry.events[0]

    def _announced(self, task: Task, way: Announced) -> Callable[[Said], None]:
        def announced(said: Said) -> None:
            done = replace(way, is_spoken=not said.is_shown)
            self.ledger.happened(task.occurrence.id, done)
            if task.ladder is not None:
                self.memory.bookmarks.open(task.occurrence.id)

        return announced

    def _times_as_loud(self, resident: ResidentPlan, way: Announced) -> float:
        usual = self.memory.manners.of(resident).level.volume
        return (way.volume or usual) / usual

    async def _who_has_read(self, resident_id: UUID) -> Readership | None:
        if self.readership is None:
            return None
        try:
            async with asyncio.timeout(REACHED_WITHIN.total_seconds()):
                return await self.readership(resident_id)
        except (ServerUnreachable, ServerRefused, TimeoutError):
            return None

    def _record(self, resident_id: UUID, body: RobotBody) -> Event:
        return self.log.record(body, resident_id=resident_id, at=self.now())

    def _heard(self, scene: Scene) -> Scene:
        """Return the scene with ears that open for its questions, whatever was wished."""
        return replace(scene, ears=OpenEars(self.ears, self.memory.privacy))

    def _ears_for(self, resident_id: UUID) -> Ears:
        """Return ears that open for this resident where only another one has refused."""
        privacy = self.memory.privacy
        opens = privacy.hears(resident_id) and not privacy.is_listening
        return OpenEars(self.ears, privacy) if opens else self.ears

    def _scene(
        self, resident: ResidentPlan, record: Callable[[RobotBody], Event] | None = None
    ) -> Scene:
        def plainly(body: RobotBody) -> Event:
            return self._record(resident.resident_id, body)

        return Scene(
            voice=self.voice,
            ears=self._ears_for(resident.resident_id),
            phrases=self.phrases(resident.locale),
            basis=Manner(locale=resident.locale, resident_id=resident.resident_id),
            wishes=self.memory.manners.of(resident),
            now=self.now,
            zone=ZoneInfo(resident.plan.zone),
            name=resident.spoken_name,
            number_to_call=resident.number_to_call,
            record=record or plainly,
            acknowledged=self.log.acknowledged,
            readership=partial(self._who_has_read, resident.resident_id),
            hearing=resident.hearing,
            patience=timedelta(seconds=resident.patience_s),
            has_screen=self.has_screen(),
        )


def _too_soon(asked: AsNeededAsked, guard: TooSoon | DailyMaximumReached) -> AsNeededTooSoon:
    return AsNeededTooSoon(
        item_id=asked.item.id,
        next_at=guard.next_at,
        is_daily_maximum=isinstance(guard, DailyMaximumReached),
        says_taken=asked.is_taken,
        utterance_id=asked.utterance_id,
        grade=asked.grade,
    )


def _inputs(answer: ReminderAnswer) -> tuple[Input, ...]:
    """Return what a reminder's answer means to its task."""
    if answer.outcome is None:
        return (Heard(),)
    reported = Reported(outcome=answer.outcome, grade=answer.grade, wait=answer.wait)
    is_silent = answer.grade is EvidenceGrade.TOUCHED
    return (reported,) if is_silent else (Heard(), reported)


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
