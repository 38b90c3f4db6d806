"""The batch upload between robot and server: every item has its own result."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field, JsonValue

from codebook.model import Instant, Model

MAX_BATCH = 500
"""Events in one upload."""


class EventBatch(Model):
    """Events on their way up; each is validated by itself, so that a bad one harms no other."""

    sent_at: Instant
    """The robot's clock when the batch left; the server measures the offset by it."""
    events: tuple[JsonValue, ...] = Field(min_length=1, max_length=MAX_BATCH)


class ItemStatus(StrEnum):
    """What became of one event."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    """It was there already: as good as stored."""
    REJECTED = "rejected"


class ItemResult(Model):
    """What became of one event of a batch, in the batch's order."""

    id: UUID | None
    """None where the item had no readable id."""
    status: ItemStatus
    reason: str | None = None
    """For `rejected`: what is wrong and what to do."""


class BootAck(Model):
    """How much of one boot's log is accounted for."""

    boot_id: UUID
    contiguous: int
    """Up to this sequence each event is stored, or kept as a dead letter."""
    highest: int
    """The highest sequence seen; above `contiguous` where there is a gap."""


class BatchResult(Model):
    """Sent after the commit: what is called stored is on disk."""

    received_at: Instant
    """The server's clock."""
    results: tuple[ItemResult, ...]
    boots: tuple[BootAck, ...] = ()
    """Of the boots that the batch spoke of."""
