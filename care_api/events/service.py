"""Taking in what robots report: each event once, its effects in the same transaction."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from pydantic import JsonValue

from care_api.db import Lock, Work, lock
from care_api.events import arrivals, effects, items, repository, storing
from care_api.events.identity import digest_of, occurrence_of
from care_api.events.items import Refused, Sender
from care_api.events.parcel import Parcel
from care_api.robots import access, clocks
from care_api.robots import service as robots
from care_api.robots.access import RobotIdentity
from care_api.tasks import service as tasks
from codebook.event import Event
from codebook.upload import BatchResult, ItemResult, ItemStatus

_FORGED = "id: there is another event with this id; an event never changes, make a new one"
_NOT_THEIRS = "body.occurrence_id: the task of another resident"


def ingest(work: Work, robot: RobotIdentity, parcel: Parcel) -> BatchResult:
    """Store a batch, and do what its events call for.

    The result may be sent once the transaction is committed, not before.
    """
    sender = Sender(
        robot_id=robot.id,
        unit_id=robot.unit_id,
        residents=robots.residents_ever(work.session, robot.id),
    )
    lock(work.session, Lock.STREAM)
    read = [items.read(item, sender) for item in parcel.items]
    owners = _owners(work, read)
    read = [_with_own_task(each, owners) for each in read] if owners else read
    stored = storing.store(work, [each for each in read if isinstance(each, Event)], sender)
    results = [*_results(read, stored.statuses)]
    _bury(work, robot.id, parcel.items, results)
    acks = arrivals.note(work, robot.id, _accounted(parcel.items, read))
    effects.apply(work, sender, stored.fresh, stored.first_stream)
    access.note_alive(work, robot.id)
    clocks.note(work, robot.id, parcel.sent_at)
    return BatchResult(received_at=work.now, results=tuple(results), boots=acks)


def _owners(work: Work, read: Iterable[Event | Refused]) -> dict[UUID, UUID]:
    """Return task -> resident, of the tasks that a batch speaks of and that exist."""
    named = {i for each in read if isinstance(each, Event) and (i := occurrence_of(each))}
    return tasks.residents_of(work.session, named) if named else {}


def _with_own_task(each: Event | Refused, owners: Mapping[UUID, UUID]) -> Event | Refused:
    """Refuse what is said about the task of somebody else."""
    if isinstance(each, Refused) or not (occurrence_id := occurrence_of(each)):
        return each
    is_strange = owners.get(occurrence_id, each.resident_id) != each.resident_id
    return Refused(id=each.id, reason=_NOT_THEIRS) if is_strange else each


def _results(
    read: Iterable[Event | Refused], statuses: Iterable[ItemStatus]
) -> Iterator[ItemResult]:
    """Yield what became of each item; the statuses are those of the events among them."""
    of_events = iter(statuses)
    for each in read:
        if isinstance(each, Refused):
            yield _refusal(each.id, each.reason)
            continue
        status = next(of_events)
        reason = _FORGED if status is ItemStatus.REJECTED else None
        yield ItemResult(id=each.id, status=status, reason=reason)


def _refusal(event_id: UUID | None, reason: str) -> ItemResult:
    return ItemResult(id=event_id, status=ItemStatus.REJECTED, reason=reason)


def _bury(
    work: Work,
    robot_id: UUID,
    sent: Sequence[Event | JsonValue],
    results: Sequence[ItemResult],
) -> None:
    letters = {}
    for item, result in zip(sent, results, strict=True):
        if result.status is not ItemStatus.REJECTED:
            continue
        document = item.model_dump(mode="json") if isinstance(item, Event) else item
        boot_id, sequence = items.place_of(item) or (None, None)
        letters[digest_of([str(robot_id), document])] = {
            "robot_id": robot_id,
            "received_at": work.now,
            "reason": result.reason,
            "document": json.dumps(document),
            "boot_id": boot_id,
            "sequence": sequence,
        }
    repository.bury(work.session, [{"id": key, **letter} for key, letter in letters.items()])


def _accounted(
    sent: Sequence[Event | JsonValue], read: Sequence[Event | Refused]
) -> dict[UUID, list[int]]:
    """Return boot -> sequences that are stored or buried by now, in rising order."""
    places: defaultdict[UUID, list[int]] = defaultdict(list)
    for item, each in zip(sent, read, strict=True):
        place = (each.boot_id, each.sequence) if isinstance(each, Event) else items.place_of(item)
        if place is not None:
            places[place[0]].append(place[1])
    return {boot_id: sorted(sequences) for boot_id, sequences in places.items()}
