"""Taking in what robots report: each event once, its effects in the same transaction."""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from pydantic import JsonValue

from care_api.db import Work
from care_api.events import effects, items, repository
from care_api.events.identity import digest, digest_of, occurrence_of
from care_api.events.items import Refused, Sender
from care_api.events.repository import Placed
from care_api.robots import service as robots
from care_api.robots.access import RobotIdentity
from care_api.tasks import service as tasks
from codebook.event import Event
from codebook.upload import BatchResult, EventBatch, ItemResult, ItemStatus

_FORGED = "id: there is another event with this id; an event never changes, make a new one"
_NOT_THEIRS = "body.occurrence_id: the task of another resident"


def ingest(work: Work, robot: RobotIdentity, batch: EventBatch) -> BatchResult:
    """Store a batch, and do what its events call for.

    The result may be sent once the transaction is committed, not before.
    """
    sender = Sender(
        robot_id=robot.id,
        unit_id=robot.unit_id,
        residents=robots.residents_ever(work.session, robot.id),
    )
    read = [items.read(item, sender) for item in batch.events]
    read = _with_own_tasks(work, read)
    fresh, known = _store(work, [each for each in read if isinstance(each, Event)], sender)
    results = _results(read, fresh, known)
    _bury(work, robot.id, batch.events, results)
    effects.apply(work, sender, list(fresh.values()))
    robots.note_offset(work, robot.id, batch.sent_at)
    return BatchResult(received_at=work.now, results=tuple(results))


def _with_own_tasks(work: Work, read: Sequence[Event | Refused]) -> list[Event | Refused]:
    """Refuse what is said about the task of somebody else."""
    named = {occurrence_of(each) for each in read if isinstance(each, Event)} - {None}
    known = tasks.by_ids(work.session, [each for each in named if each is not None])

    def checked(each: Event | Refused) -> Event | Refused:
        if isinstance(each, Refused):
            return each
        occurrence_id = occurrence_of(each)
        task = known.get(occurrence_id) if occurrence_id else None
        if task is not None and task.resident_id != each.resident_id:
            return Refused(id=each.id, reason=_NOT_THEIRS)
        return each

    return [checked(each) for each in read]


def _store(
    work: Work, events: Iterable[Event], sender: Sender
) -> tuple[dict[UUID, Event], dict[UUID, str]]:
    """Append what is new; return it, and id -> digest of all that stand in the log now."""
    first: dict[UUID, Event] = {}
    for event in events:
        first.setdefault(event.id, event)
    placed = [
        Placed(event=event, unit_id=sender.unit_of(event.resident_id)) for event in first.values()
    ]
    fresh = repository.append(work, placed) if placed else set()
    return {i: first[i] for i in first if i in fresh}, repository.digests(work.session, first)


def _results(
    read: Sequence[Event | Refused], fresh: dict[UUID, Event], known: dict[UUID, str]
) -> list[ItemResult]:
    results: list[ItemResult] = []
    unseen = set(fresh)
    for each in read:
        if isinstance(each, Refused):
            results.append(_refusal(each.id, each.reason))
        elif known[each.id] != digest(each):
            results.append(_refusal(each.id, _FORGED))
        else:
            is_first = each.id in unseen
            unseen.discard(each.id)
            status = ItemStatus.STORED if is_first else ItemStatus.DUPLICATE
            results.append(ItemResult(id=each.id, status=status))
    return results


def _refusal(event_id: UUID | None, reason: str) -> ItemResult:
    return ItemResult(id=event_id, status=ItemStatus.REJECTED, reason=reason)


def _bury(
    work: Work, robot_id: UUID, sent: Sequence[JsonValue], results: Sequence[ItemResult]
) -> None:
    letters = {
        digest_of([str(robot_id), item]): {
            "robot_id": robot_id,
            "received_at": work.now,
            "reason": result.reason,
            "document": json.dumps(item),
        }
        for item, result in zip(sent, results, strict=True)
        if result.status is ItemStatus.REJECTED
    }
    repository.bury(work.session, [{"id": key, **letter} for key, letter in letters.items()])
