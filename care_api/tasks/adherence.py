"""How a resident's tasks went, by how well each answer is known: pure.

A dose that was only said to be taken is `said_taken` and never counts as anything more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from codebook.event import Body, Event
from codebook.task import TaskAnnounced, TaskEscalated, TaskHeard, TaskReported
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import EscalationReason, Stage


class Count(StrEnum):
    """What is counted; a task counts under `due`, and under every other word that fits.

    What was taken as needed counts under `as_needed` instead.
    """

    DUE = "due"
    """It was to happen, and the plan did not withdraw it."""
    AS_NEEDED = "as_needed"
    """It was never due, and reported as taken; how that is known, another word says."""
    ANNOUNCED = "announced"
    """The robot spoke."""
    SHOWN = "shown"
    """The robot could not speak, at least once, and showed it on its screen."""
    HEARD = "heard"
    """Somebody made a sound in answer."""
    SAID_TAKEN = "said_taken"
    """The resident said so. Nobody has seen it."""
    TOUCHED_TAKEN = "touched_taken"
    """The resident pressed a button. Nobody has seen it."""
    DISPENSED = "dispensed"
    """A dispenser reported that it opened. Nobody has seen that it was swallowed."""
    OBSERVED_TAKEN = "observed_taken"
    """A nurse saw it."""
    ANSWERED = "answered"
    """A check-in's questions were answered."""
    NOT_TAKEN = "not_taken"
    """The resident said that it was not taken."""
    REFUSED = "refused"
    MISSED = "missed"
    """The window closed without an answer that counts."""
    CONTRADICTED = "contradicted"
    """Different things were reported. The latest counts above; all stay in the log."""
    OPEN = "open"
    """Not over yet."""


class Period(StrEnum):
    """Over which time is counted."""

    DAY = "day"
    WEEK = "week"
    """From Monday."""
    MONTH = "month"
    WHOLE = "whole"
    """All that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A task as far as counting needs it."""

    occurrence_id: UUID
    item_id: UUID
    kind: str
    title: str
    local_on: date
    stage: Stage
    outcome: Outcome | None
    grade: EvidenceGrade | None
    is_due: bool = True
    """False for what is taken as needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """The counts of one plan item in one period."""

    item_id: UUID
    kind: str
    title: str
    """As the item was called last."""
    starts_on: date
    """The period's first local date that was asked for."""
    counts: Mapping[Count, int]
    """Every word, also those that are 0."""


_AUDIBLE = frozenset({EvidenceGrade.HEARD, EvidenceGrade.SAID})
_FINAL = frozenset({Outcome.TAKEN, Outcome.NOT_TAKEN, Outcome.REFUSED})
_TAKEN_BY_GRADE: Mapping[EvidenceGrade, Count] = {
    EvidenceGrade.SAID: Count.SAID_TAKEN,
    EvidenceGrade.TOUCHED: Count.TOUCHED_TAKEN,
    EvidenceGrade.DISPENSED: Count.DISPENSED,
    EvidenceGrade.OBSERVED: Count.OBSERVED_TAKEN,
}


def adherence(
    tasks: Iterable[Dated], events: Mapping[UUID, Sequence[Event]], period: Period, first_on: date
) -> tuple[Adherence, ...]:
    """Return the counts of each item and period, in order of item title and time.

    A dose whose answer another time of the day took over is one dose: it counts there.

    Args:
        tasks: Of one resident, in order of time.
        events: Occurrence -> its events, in order of occurrence.
        period: What to count together.
        first_on: The first local date that was asked for.
    """
    found: dict[tuple[UUID, date], dict[Count, int]] = {}
    latest: dict[UUID, Dated] = {}
    due = [task for task in tasks if task.stage is not Stage.WITHDRAWN]
    sources = {
        task.occurrence_id: _carried_from(events.get(task.occurrence_id, ())) for task in due
    }
    carried = frozenset[UUID]().union(*sources.values())
    for task in due:
        if task.occurrence_id in carried:
            continue
        latest[task.item_id] = task
        key = task.item_id, max(_start(task.local_on, period, first_on), first_on)
        counts = found.setdefault(key, dict.fromkeys(Count, 0))
        for what in counted(task, _history(task.occurrence_id, sources, events)):
            counts[what] += 1
    ordered = sorted(found, key=lambda key: (latest[key[0]].title, str(key[0]), key[1]))
    return tuple(
        Adherence(
            item_id=item_id,
            kind=latest[item_id].kind,
            title=latest[item_id].title,
            starts_on=starts_on,
            counts=found[item_id, starts_on],
        )
        for item_id, starts_on in ordered
    )


def _carried_from(events: Iterable[Event]) -> frozenset[UUID]:
    """Return for which other times it was said what counts for this one."""
    bodies = (event.body for event in events)
    told = (body.carried_from for body in bodies if isinstance(body, TaskReported))
    return frozenset(source for source in told if source is not None)


def _history(
    task_id: UUID, sources: Mapping[UUID, Iterable[UUID]], events: Mapping[UUID, Sequence[Event]]
) -> list[Event]:
    """Return the events of a task and of all those whose answers it took over."""
    known: dict[UUID, None] = {}
    ahead = [task_id]
    while ahead:
        each = ahead.pop()
        if each not in known:
            known[each] = None
            ahead += sources.get(each, ())
    return [event for each in known for event in events.get(each, ())]


def counted(task: Dated, events: Sequence[Event]) -> frozenset[Count]:
    """Return the words under which one task counts."""
    found = {Count.DUE} if task.is_due else set[Count]()
    if not task.is_due and task.outcome is Outcome.TAKEN:
        found.add(Count.AS_NEEDED)
    bodies = [event.body for event in events]
    spoken = {body.is_spoken for body in bodies if isinstance(body, TaskAnnounced)}
    found |= {Count.ANNOUNCED if is_spoken else Count.SHOWN for is_spoken in spoken}
    if any(_is_heard(body) for body in bodies):
        found.add(Count.HEARD)
    found |= _outcome(task)
    reported = {body.outcome for body in bodies if isinstance(body, TaskReported)} & _FINAL
    is_told = any(
        isinstance(body, TaskEscalated) and body.reason is EscalationReason.CONTRADICTED
        for body in bodies
    )
    if len(reported) > 1 or is_told:
        found.add(Count.CONTRADICTED)
    return frozenset(found)


def _is_heard(body: Body) -> bool:
    is_said = isinstance(body, TaskReported) and body.grade in _AUDIBLE
    return is_said or isinstance(body, TaskHeard)


def _outcome(task: Dated) -> frozenset[Count]:
    match task.outcome:
        case Outcome.TAKEN:
            known = _TAKEN_BY_GRADE.get(task.grade) if task.grade else None
            return frozenset({known}) if known else frozenset()
        case Outcome.ANSWERED:
            return frozenset({Count.ANSWERED})
        case Outcome.NOT_TAKEN:
            return frozenset({Count.NOT_TAKEN})
        case Outcome.REFUSED:
            return frozenset({Count.REFUSED})
        case Outcome.LATER | Outcome.UNCLEAR | Outcome.UNANSWERED | Outcome.MISSED | None:
            return frozenset({Count.MISSED if task.stage.is_over else Count.OPEN})


def _start(local_on: date, period: Period, first_on: date) -> date:
    match period:
        case Period.DAY:
            return local_on
        case Period.WEEK:
            return local_on - timedelta(days=local_on.weekday())
        case Period.MONTH:
            return local_on.replace(day=1)
        case Period.WHOLE:
            return first_on
