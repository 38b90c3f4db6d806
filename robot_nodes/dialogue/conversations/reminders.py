"""Several medicines at one time: announced together, asked about one by one and each noted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from robot_nodes.dialogue.conversations.reminder import (
    ReminderAnswer,
    SoFar,
    asked_about,
    reminder,
)
from robot_nodes.dialogue.conversations.scene import Announced, Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Priority, Said
from schedules.care_plan import MedicationReminder
from schedules.outcome import EvidenceGrade, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One of the medicines."""

    item: MedicationReminder
    so_far: SoFar
    announced: Announced
    """Called as soon as the reminder has sounded or was shown."""
    reported: Callable[[ReminderAnswer], None]
    """Called with what was answered, before the robot says that it is noted."""


async def reminders(scene: Scene, doses: Sequence[Dose]) -> ReminderAnswer:
    """Remind of one or more medicines, and return the last answer.

    Silence ends the talk, for whoever does not answer once need not be asked again at once.
    "Later" holds for those that were not asked about yet: it puts them off, inside their windows.
    """
    first, *others = doses
    if not others:
        return await reminder(scene, first.item, first.so_far, first.announced, first.reported)
    said = await _announce(scene, doses)
    if not said.can_be_known:
        return ReminderAnswer(outcome=None, grade=EvidenceGrade.ANNOUNCED)
    for dose in doses:
        dose.announced(said)
    return await _ask_about_each(scene, doses)


async def _announce(scene: Scene, doses: Sequence[Dose]) -> Said:
    loudest = max(dose.so_far.times_as_loud for dose in doses)
    opening = scene.spoken_with(Priority.REMINDER, times_as_loud=loudest).opening()
    medicines = _listed(scene, [f"{dose.item.medicine}, {dose.item.dose}" for dose in doses])
    if all(dose.so_far.attempt > 1 for dose in doses):
        return await opening.say(Line.REMINDER_AGAIN_SEVERAL, medicines=medicines)
    greeting = scene.greeting()
    return await opening.say(Line.REMINDER_TIME_SEVERAL, greeting=greeting, medicines=medicines)


def _listed(scene: Scene, medicines: Sequence[str]) -> str:
    *before, last = medicines
    return scene.sentence(Line.REMINDER_AND, before="; ".join(before), last=last)


async def _ask_about_each(scene: Scene, doses: Sequence[Dose]) -> ReminderAnswer:
    answer = ReminderAnswer(outcome=None, grade=EvidenceGrade.ANNOUNCED)
    for nth, dose in enumerate(doses):
        answer = await asked_about(scene, dose.item, dose.so_far, dose.reported)
        if answer.outcome is Outcome.LATER:
            for other in doses[nth + 1 :]:
                other.reported(answer)
            return answer
        if answer.outcome in {None, Outcome.UNCLEAR} or answer.aside is not None:
            return answer
    return answer
