"""Tasks moved on by what robots report: each computed anew from all its events.

What many tasks need is read for all of them together; a batch after an outage holds hundreds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import get_args
from uuid import UUID

from care_api.alerts import raising
from care_api.care_plans.service import PlansOnFile
from care_api.db import Work
from care_api.events import repository
from care_api.events.identity import occurrence_of
from care_api.events.items import Sender
from care_api.tasks import reasons
from care_api.tasks import service as tasks
from care_api.tasks.progress import Progress, progress
from care_api.tasks.repository import Known
from care_api.tasks.service import Told
from codebook.event import Body, Event
from codebook.task import TaskDue, TaskStage
from schedules.task import Stage

STAGES = frozenset(kind for kind in get_args(Body) if issubclass(kind, TaskStage))
"""What moves a task; asked by type, for Pydantic is slow to say what something is not."""
_UNKNOWN = "medication"
"""What is taken to have been left undone where no plan knows."""


def move(
    work: Work,
    sender: Sender,
    events: Iterable[Event],
    first_stream: int,
    present: Mapping[UUID, Known],
) -> None:
    """Move on the tasks that newly stored events are about.

    Args:
        work: The transaction that stores them.
        sender: Whose they are.
        events: In order of occurrence.
        first_stream: Their lowest stream number.
        present: The tasks among theirs that exist; locked.
    """
    fresh: dict[UUID, list[Event]] = {}
    for event in events:
        occurrence_id = occurrence_of(event) if type(event.body) in STAGES else None
        if occurrence_id is not None and event.resident_id is not None:
            fresh.setdefault(occurrence_id, []).append(event)
    if not fresh:
        return
    latest = {occurrence_id: told[-1] for occurrence_id, told in fresh.items()}
    known = _known(work, fresh, first_stream)
    plans = PlansOnFile(work.session)
    present = {**present, **_let_exist(work, plans, latest, known, present)}
    so_far = {occurrence_id: progress(known[occurrence_id]) for occurrence_id in latest}
    tasks.move(work, so_far, present)
    for item_id, event in _items(latest.values()).items():
        plan = plans.holding(event.resident_id, item_id)
        if plan is not None:
            tasks.recount(work, plan, item_id)
    for occurrence_id, event in latest.items():
        if so_far[occurrence_id].escalations:
            task = present.get(occurrence_id)
            kind = task.kind if task else _kind(plans, event)
            _alert(work, sender, event, kind, so_far[occurrence_id])
    over = (i for i, each in so_far.items() if each.was_settled or each.stage is Stage.WITHDRAWN)
    raising.resolve_each(work, [reasons.silence_key(occurrence_id) for occurrence_id in over])


def _known(
    work: Work, fresh: Mapping[UUID, list[Event]], first_stream: int
) -> dict[UUID, list[Event]]:
    """Return task -> all its events, in order of occurrence; only those before are read."""
    before = repository.of_occurrences(work.session, fresh, first_stream)
    return {
        occurrence_id: sorted([*before.get(occurrence_id, ()), *told], key=_order)
        for occurrence_id, told in fresh.items()
    }


def _order(event: Event) -> tuple[datetime, int, UUID]:
    return event.occurred_at, event.sequence, event.id


def _let_exist(
    work: Work,
    plans: PlansOnFile,
    latest: dict[UUID, Event],
    known: dict[UUID, list[Event]],
    present: Mapping[UUID, Known],
) -> Mapping[UUID, Known]:
    """Let the tasks that are not there yet exist, where a plan has them; return those, locked."""
    told: defaultdict[tuple[UUID | None, UUID], list[Told]] = defaultdict(list)
    for occurrence_id, event in latest.items():
        stage = event.body
        if occurrence_id in present or not isinstance(stage, TaskStage):
            continue
        bodies = (each.body for each in known[occurrence_id])
        begun = next((body for body in bodies if isinstance(body, TaskDue)), None)
        report = Told(stage=stage, begun=begun, at=event.occurred_at)
        told[event.resident_id, stage.item_id].append(report)
    for (resident_id, _), reports in told.items():
        tasks.ensure(work, plans.versions(resident_id), reports)
    new = [each.stage.occurrence_id for reports in told.values() for each in reports]
    return tasks.locked(work.session, new)


def _items(events: Iterable[Event]) -> dict[UUID, Event]:
    return {event.body.item_id: event for event in events if isinstance(event.body, TaskStage)}


def _kind(plans: PlansOnFile, event: Event) -> str:
    """Return what a task that no version of the plan has is about, by its item."""
    if not isinstance(event.body, TaskStage):
        return _UNKNOWN
    plan = plans.holding(event.resident_id, event.body.item_id)
    return plan.item(event.body.item_id).kind if plan else _UNKNOWN


def _alert(work: Work, sender: Sender, event: Event, kind: str, so_far: Progress) -> None:
    if event.resident_id is None or not isinstance(event.body, TaskStage):
        return
    subject = reasons.Subject(
        occurrence_id=event.body.occurrence_id,
        kind=kind,
        resident_id=event.resident_id,
        unit_id=sender.unit_of(event.resident_id),
    )
    expected = (
        reason
        for reason in reasons.of(subject, so_far)
        if not reasons.is_silence(reason) or not sender.is_former(event.resident_id)
    )
    for reason in expected:
        raising.raise_alert(work, reason)
