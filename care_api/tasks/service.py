"""Tasks: made before they are due, moved on by events, seen to be overdue."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from care_api.alerts import raising
from care_api.alerts.alert import Reason
from care_api.db import Lock, Work, lock
from care_api.events import repository as log
from care_api.tasks import counting, reasons, repository
from care_api.tasks.adherence import Adherence, Dated, Period, adherence
from care_api.tasks.progress import SETTLED, Progress
from care_api.tasks.repository import Known
from care_api.tasks.tables import TaskHorizonRow, TaskRow
from codebook.task import TaskDue, TaskStage
from schedules.care_plan import CarePlan, WhenMissed, as_due
from schedules.occurrences import Occurrence, occurrences
from schedules.outcome import EvidenceGrade, Outcome
from schedules.recurrence import Elapsed
from schedules.task import Stage

AHEAD = timedelta(hours=24)
"""How long before its time a task stands ready."""
STRIDE = timedelta(hours=6)
"""How much further tasks are made at once: so that each resident is looked at a few times a day."""
BEHIND = timedelta(hours=24)
"""How far back a server that was away still makes the tasks it should have had."""
STRAY = timedelta(days=2)
"""How far from its report a task is looked for in the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One task as it stands."""

    id: UUID
    """The occurrence."""
    resident_id: UUID
    item_id: UUID
    kind: str
    """The plan item's kind: medication, check_in or activity."""
    title: str
    local_on: date
    due_at: datetime
    window_closes_at: datetime
    stage: Stage
    outcome: Outcome | None
    grade: EvidenceGrade | None
    attempts: int
    snoozed_until: datetime | None
    reported_at: datetime | None


def make_ahead(work: Work, plan: CarePlan) -> None:
    """Let every task of at least the next 24 hours exist, and those that a silent server missed."""
    counted = counting.counted(work.session, plan)
    until = work.now + AHEAD + STRIDE
    due = occurrences(counted, work.now - BEHIND, until)
    repository.add_new(work.session, [_row(plan, occurrence) for occurrence in due])
    work.session.merge(TaskHorizonRow(resident_id=plan.resident_id, made_until=until))


def replace_ahead(work: Work, plan: CarePlan) -> None:
    """Put a new version's tasks in the place of the old one's, those too that keep their id.

    What is due already stays, and goes by the new version where that still has it and its window
    would still be open. What a robot has begun stays at its time, as it does on the robot.
    """
    lock(work.session, Lock.STREAM)  # before the tasks, as an upload does: no deadlock
    rows = repository.open_locked(work.session, plan.resident_id)
    planned = _planned_again(work, plan, rows)
    for row in rows:
        due = planned.get(row.id)
        is_begun = row.stage != Stage.DUE.value
        if due is None:
            if row.due_at > work.now and not is_begun:
                work.session.delete(row)
        elif due.due_at == row.due_at or not is_begun:
            row.sqlmodel_update(_as_planned(plan, due))
            work.session.add(row)
    work.session.flush()
    make_ahead(work, plan)


def _planned_again(
    work: Work, plan: CarePlan, rows: Sequence[TaskRow]
) -> Mapping[UUID, Occurrence]:
    """Return task -> when a new version has it, of those that it still has."""
    counted = counting.counted(work.session, plan)
    until = work.now + AHEAD + STRIDE
    coming = {due.id: due for due in occurrences(counted, work.now, until)}
    since = min((row.due_at for row in rows), default=work.now)
    always = replace(counted, effective_at=min(counted.effective_at, since))
    present = {
        due.id: due for due in occurrences(always, since, until) if due.window_closes_at > work.now
    }
    found = {row.id: (coming if row.due_at > work.now else present).get(row.id) for row in rows}
    return {task_id: due for task_id, due in found.items() if due is not None}


def end(work: Work, resident_id: UUID) -> None:
    """Expect nothing more of a resident: what has begun is withdrawn, what has not is dropped."""
    lock(work.session, Lock.STREAM)  # before the tasks, as an upload does: no deadlock
    repository.drop_untouched(work.session, resident_id, work.now)
    rows = repository.open_of(work.session, [resident_id])
    for row in rows:
        row.stage = Stage.WITHDRAWN.value
        work.session.add(row)
    raising.resolve_each(work, [reasons.silence_key(row.id) for row in rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a robot has told of a task that may not exist here yet."""

    stage: TaskStage
    begun: TaskDue | None
    """What it has told of its beginning, if that has arrived."""
    at: datetime
    """Aware UTC; when it told."""


def ensure(work: Work, versions: Iterable[CarePlan], told: Sequence[Told]) -> None:
    """Let the tasks of one item's reports exist, of those that a version of the plan has.

    The newest that has a task within two days of its report is right: a robot that was offline
    goes by an older one. It is not expected to answer what a newer version had replaced by then,
    for that has tasks of its own.

    Args:
        work: The transaction.
        versions: Of the plan, newest first; read as far as needed.
        told: Of tasks of one item that do not exist yet.
    """
    wanted = {each.stage.occurrence_id: each for each in told}
    replaced_at: datetime | None = None
    for plan in versions:
        if not wanted:
            return
        found = _found(plan, tuple(wanted.values()))
        repository.add_new(work.session, [_told_row(plan, due, replaced_at) for due in found])
        for due in found:
            del wanted[due.id]
        replaced_at = plan.effective_at


def _found(plan: CarePlan, told: Sequence[Told]) -> list[Occurrence]:
    """Return those of one item's reported tasks that a version has.

    What counts from reports is taken as the robot tells it: the report from which it counts may
    still be on its way.
    """
    item_id = told[0].stage.item_id
    if not plan.has(item_id):
        return []
    item = plan.item(item_id)
    if counting.counts_from_reports(item):
        return [_as_told(plan, each.begun) for each in told if each.begun is not None]
    wanted = {each.stage.occurrence_id for each in told}
    first, last = (pick(each.at for each in told) for pick in (min, max))
    near = occurrences(replace(plan, items=(item,)), first - STRAY, last + STRAY)
    return [occurrence for occurrence in near if occurrence.id in wanted]


def _told_row(plan: CarePlan, due: Occurrence, replaced_at: datetime | None) -> dict[str, Any]:
    row = _row(plan, due)
    is_expected = replaced_at is None or due.due_at < replaced_at
    return {**row, "needs_answer": row["needs_answer"] and is_expected}


def recount(work: Work, plan: CarePlan, item_id: UUID) -> None:
    """Put the tasks that count from the newest report in the place of those that counted before."""
    item = plan.item(item_id)
    if not counting.counts_from_reports(item):
        return
    counted = counting.counted(work.session, replace(plan, items=(item,)))
    rule = counted.item(item_id).recurrence
    start = rule.anchor.at if isinstance(rule, Elapsed) else work.now
    planned = {due.id for due in occurrences(counted, start, work.now + AHEAD + STRIDE)}
    for row in repository.untouched_of(work.session, item_id, start):
        if row.id not in planned:
            row.stage = Stage.WITHDRAWN.value
            work.session.add(row)
            raising.resolve(work, reasons.silence_key(row.id))
    make_ahead(work, plan)


def _as_told(plan: CarePlan, begun: TaskDue) -> Occurrence:
    return Occurrence(
        id=begun.occurrence_id,
        item_id=begun.item_id,
        resident_id=plan.resident_id,
        local_on=begun.due_at.astimezone(ZoneInfo(plan.zone)).date(),
        slot="elapsed",
        due_at=begun.due_at,
        window_opens_at=begun.due_at,
        window_closes_at=begun.window_closes_at,
    )


def _row(plan: CarePlan, occurrence: Occurrence) -> dict[str, Any]:
    return {**_as_planned(plan, occurrence), "stage": Stage.DUE.value, "attempts": 0}


def _as_planned(plan: CarePlan, occurrence: Occurrence) -> dict[str, Any]:
    """Return what a task's row has from the plan, by column."""
    item = as_due(plan.item(occurrence.item_id), occurrence.local_on)
    return {
        "id": occurrence.id,
        "resident_id": occurrence.resident_id,
        "item_id": occurrence.item_id,
        "plan_version": plan.version,
        "kind": item.kind,
        "title": item.title,
        "needs_answer": item.when_missed is WhenMissed.TELL_NURSE,
        "local_on": occurrence.local_on,
        "slot": occurrence.slot,
        "due_at": occurrence.due_at,
        "window_closes_at": occurrence.window_closes_at,
    }


def move(work: Work, progress: Mapping[UUID, Progress], known: Mapping[UUID, Known]) -> None:
    """Write tasks' progress into their rows, of those that are `known`, in the order of those."""
    rows = [
        _progressed(task_id, progress[task_id], is_overdue=task.overdue_at is not None)
        for task_id, task in known.items()
        if task_id in progress
    ]
    repository.write_progress(work.session, rows)


def _progressed(task_id: UUID, progress: Progress, *, is_overdue: bool) -> dict[str, Any]:
    is_missed = is_overdue and not progress.stage.is_over
    return {
        "task_id": task_id,
        "stage": (Stage.MISSED if is_missed else progress.stage).value,
        "outcome": progress.outcome.value if progress.outcome else None,
        "grade": progress.grade.value if progress.grade else None,
        "attempts": progress.attempts,
        "snoozed_until": progress.snoozed_until,
        "reported_at": progress.reported_at,
        "report_id": progress.report_id,
    }


def sweep(work: Work) -> int:
    """Mark what was not reported before its window closed, alert about it; return how many."""
    lock(work.session, Lock.STREAM)  # before the tasks, as an upload does: no deadlock
    found = repository.overdue(work.session, work.now)
    silent: list[Reason] = []
    for task, resident in found:
        task.stage = Stage.MISSED.value
        task.overdue_at = work.now
        work.session.add(task)
        if task.needs_answer and task.outcome not in SETTLED and resident.ended_at is None:
            subject = reasons.Subject(
                occurrence_id=task.id,
                kind=task.kind,
                resident_id=resident.id,
                unit_id=resident.unit_id,
            )
            silent.append(reasons.silence(subject, is_missed=True))
    raising.raise_each(work, silent)
    return len(found)


def of_day(session: Session, resident_ids: Iterable[UUID], local_on: date) -> tuple[TaskView, ...]:
    """Return the residents' tasks of one local date, in order of time."""
    return tuple(_view(row) for row in repository.of_day(session, resident_ids, local_on))


def last_reported(
    session: Session, resident_ids: Iterable[UUID], local_on: date
) -> dict[UUID, TaskView]:
    """Return resident -> the task of one local date that was reported last, of those with any."""
    rows = repository.last_reported(session, resident_ids, local_on)
    return {row.resident_id: _view(row) for row in rows}


def around(
    session: Session, resident_ids: Iterable[UUID], local_on: date, since: datetime, most: int
) -> tuple[TaskView, ...]:
    """Return tasks of one local date, at most so many: those due `since` an instant come first."""
    rows = repository.around(session, resident_ids, local_on, since, most)
    return tuple(_view(row) for row in rows)


def by_ids(session: Session, ids: Iterable[UUID]) -> dict[UUID, TaskView]:
    """Return id -> task, of those that are there."""
    return {row.id: _view(row) for row in repository.by_ids(session, ids)}


def titles(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return task -> what it is called, of those that are there."""
    return repository.titles(session, ids)


def locked(session: Session, ids: Collection[UUID] | Collection[str]) -> dict[UUID, Known]:
    """Return task -> what is known of it, of those that are there, locked to be moved.

    Ids may be given as digits.
    """
    return repository.locked(session, ids) if ids else {}


def next_of(
    session: Session, resident_ids: Iterable[UUID], most: int
) -> dict[UUID, tuple[TaskView, ...]]:
    """Return resident -> the first tasks that are not over, at most so many, in order of time."""
    first: defaultdict[UUID, list[TaskView]] = defaultdict(list)
    for row in repository.next_of(session, resident_ids, most):
        first[row.resident_id].append(_view(row))
    return {resident_id: tuple(tasks) for resident_id, tasks in first.items()}


def open_until(
    session: Session, resident_ids: Iterable[UUID], until: datetime
) -> tuple[TaskView, ...]:
    """Return the residents' tasks that are not over and due before an instant, in order of time."""
    return tuple(_view(row) for row in repository.open_of(session, resident_ids, until))


def adherence_of(
    session: Session,
    resident_id: UUID,
    days: tuple[date, date],
    period: Period,
    as_needed: Sequence[Dated] = (),
) -> tuple[Adherence, ...]:
    """Return how a resident's tasks of some local dates went, the last included.

    Args:
        session: Any.
        resident_id: Whose.
        days: The first and the last date.
        period: What to count together.
        as_needed: What was told of being taken as needed on those dates.
    """
    rows = repository.between(session, resident_id, *days)
    tasks = [
        Dated(
            occurrence_id=row.id,
            item_id=row.item_id,
            kind=row.kind,
            title=row.title,
            local_on=row.local_on,
            stage=Stage(row.stage),
            outcome=Outcome(row.outcome) if row.outcome else None,
            grade=EvidenceGrade(row.grade) if row.grade else None,
        )
        for row in rows
    ]
    tasks += as_needed
    events = log.of_occurrences(session, [task.occurrence_id for task in tasks])
    return adherence(tasks, events, period, days[0])


def _view(row: TaskRow) -> TaskView:
    return TaskView(
        id=row.id,
        resident_id=row.resident_id,
        item_id=row.item_id,
        kind=row.kind,
        title=row.title,
        local_on=row.local_on,
        due_at=row.due_at,
        window_closes_at=row.window_closes_at,
        stage=Stage(row.stage),
        outcome=Outcome(row.outcome) if row.outcome else None,
        grade=EvidenceGrade(row.grade) if row.grade else None,
        attempts=row.attempts,
        snoozed_until=row.snoozed_until,
        reported_at=row.reported_at,
    )
