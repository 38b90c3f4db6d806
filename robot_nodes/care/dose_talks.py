"""The talks about medicine: due, told of once more, or taken as needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from codebook.as_needed import AsNeededTooSoon
from codebook.plan import ResidentPlan
from robot_nodes.care.doses import taken_as_needed
from robot_nodes.care.scenes import Scenes
from robot_nodes.dialogue.conversations import (
    Cry,
    Dose,
    ReminderAnswer,
    SoFar,
    cause_of,
    reminders,
)
from robot_nodes.dialogue.conversations.answers import grade_of
from robot_nodes.dialogue.conversations.as_needed import note_taken, tell_guard
from robot_nodes.dialogue.conversations.second_report import second_report
from robot_nodes.dialogue.line import Line
from schedules.care_plan import MedicationReminder
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


@dataclass(frozen=True, slots=True)
class DoseTalks:
    """Each answer is written down as it is given."""

    scenes: Scenes

    async def remind(self, resident: ResidentPlan, due: Sequence[DueDose]) -> Cry | None:
        """Remind of medicines that are due, and return the cry for help that came of it."""
        scene = self.scenes.heard(self.scenes.of(resident))
        return _aside(await reminders(scene, [self._dose(resident, dose) for dose in due]))

    async def told_again(
        self, resident: ResidentPlan, task: Task, item: MedicationReminder, told: Outcome
    ) -> None:
        """Say what was reported about a dose, and note something else only once it is confirmed."""

        def reported(outcome: Outcome, grade: EvidenceGrade, utterance_id: str) -> None:
            report = Reported(outcome=outcome, grade=grade)
            self.scenes.ledger.happened(task.occurrence.id, report, utterance_id=utterance_id)

        if task.report is not None:
            scene = self.scenes.heard(self.scenes.of(resident))
            await second_report(scene, item, task.report, told, reported)

    async def told_of_no_entry(self, resident: ResidentPlan, item: MedicationReminder) -> None:
        """Say that nothing is noted of the medicine that was named, and nothing is noted now."""
        scene = self.scenes.of(resident)
        await scene.say(Line.AGENDA_NOTHING_SAID, medicine=item.medicine)
        await scene.say(Line.ROBOT_NOTED_NOTHING)

    async def about_as_needed(
        self, resident: ResidentPlan, asked: AsNeededAsked, known: Sequence[Report]
    ) -> None:
        """Tell what plan and log say of a medicine taken as needed; note it where it was taken."""
        scene = self.scenes.heard(self.scenes.of(resident))
        now = self.scenes.now()

        def reported(grade: EvidenceGrade, utterance_id: str) -> None:
            task = taken_as_needed(resident, asked.item, self.scenes.now())
            told = Reported(outcome=Outcome.TAKEN, grade=grade)
            self.scenes.ledger.begin(task, told, utterance_id=utterance_id)

        guard = may_take(asked.rule, known, now)
        if not isinstance(guard, Allowed):
            self.scenes.record(resident.resident_id, _too_soon(asked, guard))
        await tell_guard(scene, asked.item, asked.rule, what_was_taken(known, now), guard)
        if asked.is_taken:
            await note_taken(scene, asked.item, reported)

    def _dose(self, resident: ResidentPlan, due: DueDose) -> Dose:
        occurrence_id = due.task.occurrence.id

        def reported(answer: ReminderAnswer) -> None:
            self.scenes.ledger.happened(
                occurrence_id, *_inputs(answer), utterance_id=answer.utterance_id
            )

        so_far = SoFar(
            occurrence_id=occurrence_id,
            attempt=due.task.attempts + 1,
            times_as_loud=self.scenes.times_as_loud(resident, due.way),
            report=due.task.report,
            is_interrupted=self.scenes.memory.bookmarks.is_open(occurrence_id),
            latest_at=due.task.occurrence.window_closes_at - LAST_CALL,
        )
        announced = self.scenes.announcing(due.task, due.way)
        return Dose(item=due.item, so_far=so_far, announced=announced, reported=reported)


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
        is_doubted=answer.aside.understanding.is_doubted,
    )
