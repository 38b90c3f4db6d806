"""A batch as it arrives: read in one go where all of it is sound, item by item where not."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from care_api.errors import InvalidDocumentError, field_faults
from care_api.events import items, reading
from care_api.events.entry import Entry
from care_api.events.items import Item
from care_api.events.kinds import kinds_of
from care_api.events.reading import Sound
from codebook.event import Event
from codebook.speech import SpeechHeard, SpeechSaid, TurnTiming
from codebook.upload import EventBatch

_TALK = kinds_of(SpeechSaid, SpeechHeard, TurnTiming)
"""Four of five events, from which nothing follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What a robot has sent, read and made ready to be stored: without the database."""

    sent_at: datetime
    """Aware UTC, by the robot's clock."""
    items: tuple[Item, ...]
    telling: Mapping[str, Event]
    """Digest -> event, of those from which something may follow."""


def opened(body: bytes, read: Callable[[bytes], Sound | None] = reading.read) -> Parcel:
    """Return what a request's body holds.

    Args:
        body: JSON.
        read: Reads a batch that is sound.

    Raises:
        InvalidDocumentError: It is no batch at all.
    """
    sound = read(body)
    if sound is None:
        return _item_by_item(body)
    return _parcel(sound.sent_at, sound.entries)


def _item_by_item(body: bytes) -> Parcel:
    try:
        # Python's reader takes text that is no Unicode, so that it spoils its own item only.
        batch = EventBatch.model_validate(json.loads(body))
    except ValidationError as fault:
        faults = field_faults(fault.errors())
        raise InvalidDocumentError(
            f"{faults[0].field}: {faults[0].remedy}", faults=faults
        ) from None
    except ValueError:
        raise InvalidDocumentError("body: not JSON; send a batch of events.") from None
    return _parcel(batch.sent_at, tuple(map(items.read, batch.events)))


def _parcel(sent_at: datetime, sent: tuple[Item, ...]) -> Parcel:
    telling = {
        item.digest: item.event
        for item in sent
        if isinstance(item, Entry) and item.kind not in _TALK
    }
    return Parcel(sent_at=sent_at, items=sent, telling=telling)
