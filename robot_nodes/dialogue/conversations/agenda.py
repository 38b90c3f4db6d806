"""What the plan and the log can tell: the day, the medicine, who comes, what was reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from schedules.care_plan import Activity, Appointment, MedicationReminder, PlanItem
from schedules.outcome import Outcome, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class DayItem:
    """One thing of the resident's plan."""

    item: PlanItem
    at: datetime
    """Aware; when it is due, or when an appointment begins."""
    report: Report | None = None
    """What was last reported about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """What the robot knows when it is asked."""

    items: tuple[DayItem, ...] = ()
    """The local day, in order of time."""
    next_visit: DayItem | None = None
    """The next time somebody comes, today or later."""
    last_said: str = ""
    """The robot's last sentence."""
    named: str = ""
    """The medicine that the question names, empty where it names none."""


SAID = MappingProxyType(
    {
        Outcome.TAKEN: Line.AGENDA_SAID_TAKEN,
        Outcome.NOT_TAKEN: Line.AGENDA_SAID_NOT_TAKEN,
        Outcome.REFUSED: Line.AGENDA_SAID_REFUSED,
    }
)
"""Outcome -> what the log holds, said aloud."""


async def tell_today(scene: Scene, facts: DayFacts) -> None:
    """Tell what is still to come today."""
    coming = [entry for entry in facts.items if entry.at >= scene.now()]
    if not coming:
        await scene.say(Line.AGENDA_NOTHING_TODAY)
        return
    listed = ", ".join(
        scene.sentence(
            Line.AGENDA_TODAY_ITEM, title=entry.item.title, time=scene.at_clock(entry.at)
        )
        for entry in coming
    )
    await scene.say(Line.AGENDA_TODAY, items=listed)


async def tell_next_medication(scene: Scene, facts: DayFacts) -> None:
    """Tell the next medicine of the day."""
    for entry in facts.items:
        if isinstance(entry.item, MedicationReminder) and entry.at >= scene.now():
            await scene.say(
                Line.AGENDA_NEXT_MEDICATION,
                medicine=entry.item.medicine,
                dose=entry.item.dose,
                time=scene.at_clock(entry.at),
            )
            return
    await scene.say(Line.AGENDA_NO_NEXT_MEDICATION)


async def tell_what_was_reported(scene: Scene, facts: DayFacts) -> None:
    """Tell what the log says about the medicine that was named, or was due last.

    What was said, not what is.
    """
    due = [
        (entry, entry.item)
        for entry in facts.items
        if isinstance(entry.item, MedicationReminder)
        and entry.at <= scene.now()
        and facts.named in {"", entry.item.medicine}
    ]
    if not due and facts.named:
        await scene.say(Line.AGENDA_NOTHING_SAID, medicine=facts.named)
        return
    if not due:
        await scene.say(Line.AGENDA_NO_MEDICATION_TODAY)
        return
    entry, item = due[-1]
    line = SAID.get(entry.report.outcome) if entry.report else None
    if entry.report is None or line is None:
        await scene.say(Line.AGENDA_NOTHING_SAID, medicine=item.medicine)
        return
    time = scene.at_clock(entry.report.reported_at)
    await scene.say(line, medicine=item.medicine, time=time)


async def tell_next_visit(scene: Scene, facts: DayFacts) -> None:
    """Tell who comes next by the plan, or that the robot does not know."""
    visit = facts.next_visit
    if visit is None:
        await scene.say(Line.AGENDA_VISIT_UNKNOWN)
        return
    begins_on = visit.at.astimezone(scene.zone).date()
    slots = {"title": visit.item.title, "time": scene.at_clock(visit.at)}
    if begins_on == scene.local_now().date():
        await scene.say(Line.AGENDA_VISIT_TODAY, **slots)
    else:
        date = spoken.day(begins_on, scene.locale)
        await scene.say(Line.AGENDA_VISIT_LATER, date=date, **slots)


def next_activity(items: Sequence[DayItem], now: datetime) -> DayItem | None:
    """Return what the resident can still join today."""
    for entry in items:
        is_outing = isinstance(entry.item, Appointment) and not entry.item.is_visit
        if entry.at >= now and (isinstance(entry.item, Activity) or is_outing):
            return entry
    return None
