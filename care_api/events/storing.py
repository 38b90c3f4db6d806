"""Each event once: what is new is appended, what is there already is compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from care_api.db import Work
from care_api.events import deletions, repository
from care_api.events.entry import Entry
from care_api.events.items import Sender
from codebook.erasure import without_speech, without_words
from codebook.event import Event
from codebook.upload import ItemStatus

_id_of = attrgetter("id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of a batch's events."""

    statuses: Sequence[ItemStatus]
    """In the batch's order; `rejected` is an id that means another event."""
    fresh: Sequence[Entry]
    """Those that were not there before."""
    first_stream: int
    """The stream number of the first of them."""


def store(work: Work, entries: Sequence[Entry], sender: Sender) -> Stored:
    """Append what is new."""
    digests = repository.digests(work.session, map(_id_of, entries)) if entries else {}
    unknown = [entry for entry in entries if entry.id not in digests]
    gone = deletions.gone(work.session, unknown)
    if not digests and not gone and len(set(map(_id_of, entries))) == len(entries):
        return _all_new(work, entries, sender)
    fresh: list[Entry] = []
    statuses: list[ItemStatus] = []
    doubted: list[int] = []
    for nth, entry in enumerate(entries):
        if entry.id in gone:
            statuses.append(ItemStatus.DUPLICATE)
            continue
        digest = digests.setdefault(entry.id, entry.digest)
        if digest is entry.digest:
            fresh.append(entry)
            statuses.append(ItemStatus.STORED)
            continue
        if digest != entry.digest:
            doubted.append(nth)
        statuses.append(ItemStatus.DUPLICATE)
    first_stream = _append(work, fresh, sender) if fresh else 0
    for nth in _forged(work, entries, doubted):
        statuses[nth] = ItemStatus.REJECTED
    return Stored(statuses=statuses, fresh=fresh, first_stream=first_stream)


def _all_new(work: Work, entries: Sequence[Entry], sender: Sender) -> Stored:
    """Append what is new for certain: by far the most common case."""
    first_stream = _append(work, entries, sender) if entries else 0
    statuses = [ItemStatus.STORED] * len(entries)
    return Stored(statuses=statuses, fresh=entries, first_stream=first_stream)


def _append(work: Work, entries: Sequence[Entry], sender: Sender) -> int:
    units = [
        sender.residents[entry.resident_id] if entry.resident_id else sender.unit_id
        for entry in entries
    ]
    return repository.append(work, entries, units)


def _forged(work: Work, entries: Sequence[Entry], doubted: Sequence[int]) -> list[int]:
    """Return which of the doubted say something else than what stands under their id.

    The same may be worded otherwise, by another release of a robot's software, and the words may
    have been erased here since.
    """
    if not doubted:
        return []
    events = {nth: entries[nth].event for nth in doubted}
    stands = repository.by_ids(work.session, {event.id for event in events.values()})
    return [nth for nth, event in events.items() if stands[event.id] not in _as_it_may_stand(event)]


def _as_it_may_stand(event: Event) -> tuple[Event, ...]:
    return event, without_words(event), without_speech(event)
