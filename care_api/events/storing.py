"""Each event once: what is new is appended, what is there already is compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from care_api.db import Work
from care_api.events import repository
from care_api.events.entry import Entry
from care_api.events.items import Sender
from codebook.event import Event
from codebook.upload import ItemStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of a batch's events."""

    statuses: Sequence[ItemStatus]
    """In the batch's order; `rejected` is an id that means another event."""
    fresh: Sequence[Event]
    """Those that were not there before."""
    first_stream: int
    """The stream number of the first of them."""


def store(work: Work, events: Sequence[Event], sender: Sender) -> Stored:
    """Append what is new."""
    entries = [Entry.of(event, sender.unit_of(event.resident_id)) for event in events]
    digests = repository.digests(work.session, [event.id for event in events]) if events else {}
    fresh: list[Entry] = []
    statuses: list[ItemStatus] = []
    doubted: list[int] = []
    for nth, entry in enumerate(entries):
        digest = digests.setdefault(entry.event.id, entry.digest)
        if digest is entry.digest:
            fresh.append(entry)
        elif digest != entry.digest:
            doubted.append(nth)
        is_new = digest is entry.digest
        statuses.append(ItemStatus.STORED if is_new else ItemStatus.DUPLICATE)
    first_stream = repository.append(work, fresh) if fresh else 0
    for nth in _forged(work, events, doubted):
        statuses[nth] = ItemStatus.REJECTED
    return Stored(
        statuses=statuses, fresh=[entry.event for entry in fresh], first_stream=first_stream
    )


def _forged(work: Work, events: Sequence[Event], doubted: Sequence[int]) -> list[int]:
    """Return which of the doubted say something else than what stands under their id.

    The same may be worded otherwise, by another release of a robot's software.
    """
    stands = repository.by_ids(work.session, {events[nth].id for nth in doubted}) if doubted else {}
    return [nth for nth in doubted if stands[events[nth].id] != events[nth]]
