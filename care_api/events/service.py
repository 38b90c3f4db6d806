"""Taking in what robots report: each event once, its effects in the same transaction."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import JsonValue

from care_api.db import Lock, Work, lock
from care_api.events import arrivals, effects, items, repository
from care_api.events.identity import digest_of, occurrence_of
from care_api.events.items import Refused, Sender
from care_api.events.parcel import Parcel
from care_api.events.repository import Placed
from care_api.robots import access, clocks
from care_api.robots import service as robots
from care_api.robots.access import RobotIdentity
from care_api.tasks import service as tasks
from codebook.event import Event
from codebook.upload import BatchResult, ItemResult, ItemStatus

_FORGED = "id: there is another event with this id; an event never changes, make a new one"
_NOT_THEIRS = "body.occurrence_id: the task of another resident"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """What became of a batch's events."""

    fresh: dict[UUID, Event]
    """Those that were not there before, each by its id."""
    doubted: dict[UUID, Event]
    """What stands in the log under ids that somebody used twice, or worded otherwise."""


def ingest(work: Work, robot: RobotIdentity, parcel: Parcel) -> BatchResult:
    """Store a batch, and do what its events call for.

    The result may be sent once the transaction is committed, not before.
    """
    sender = Sender(
        robot_id=robot.id,
        unit_id=robot.unit_id,
        residents=robots.residents_ever(work.session, robot.id),
    )
    read = [items.read(item, sender) for item in parcel.items]
    lock(work.session, Lock.STREAM)
    read = _with_own_tasks(work, read)
    stored = _store(work, [each for each in read if isinstance(each, Event)], sender)
    results = _results(read, stored)
    _bury(work, robot.id, parcel.items, results)
    acks = arrivals.note(work, robot.id, _accounted(parcel.items, read))
    effects.apply(work, sender, list(stored.fresh.values()))
    access.note_alive(work, robot.id)
    clocks.note(work, robot.id, parcel.sent_at)
    return BatchResult(received_at=work.now, results=tuple(results), boots=acks)


def _with_own_tasks(work: Work, read: Sequence[Event | Refused]) -> list[Event | Refused]:
    """Refuse what is said about the task of somebody else."""
    named = {occurrence_of(each) for each in read if isinstance(each, Event)} - {None}
    owners = tasks.residents_of(work.session, [each for each in named if each is not None])

    def checked(each: Event | Refused) -> Event | Refused:
        if isinstance(each, Refused):
            return each
        occurrence_id = occurrence_of(each)
        owner = owners.get(occurrence_id) if occurrence_id else None
        is_strange = owner is not None and owner != each.resident_id
        return Refused(id=each.id, reason=_NOT_THEIRS) if is_strange else each

    return [checked(each) for each in read] if owners else list(read)


def _store(work: Work, events: Iterable[Event], sender: Sender) -> _Stored:
    """Append what is new."""
    first: dict[UUID, Placed] = {}
    doubted: set[UUID] = set()
    for event in events:
        placed = Placed.of(event, sender.unit_of(event.resident_id))
        if first.setdefault(event.id, placed).digest != placed.digest:
            doubted.add(event.id)
    known = repository.digests(work.session, first)
    doubted |= {i for i, digest in known.items() if digest != first[i].digest}
    new = [placed for event_id, placed in first.items() if event_id not in known]
    repository.append(work, new)
    fresh = {placed.event.id: placed.event for placed in new}
    stands = repository.by_ids(work.session, doubted) if doubted else {}
    return _Stored(fresh=fresh, doubted=stands)


def _results(read: Sequence[Event | Refused], stored: _Stored) -> list[ItemResult]:
    results: list[ItemResult] = []
    for each in read:
        if isinstance(each, Refused):
            results.append(_refusal(each.id, each.reason))
        elif stored.doubted and stored.doubted.get(each.id, each) != each:
            results.append(_refusal(each.id, _FORGED))
        else:
            is_first = stored.fresh.get(each.id) is each
            status = ItemStatus.STORED if is_first else ItemStatus.DUPLICATE
            results.append(ItemResult(id=each.id, status=status))
    return results


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
