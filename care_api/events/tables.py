"""Event, its body, and what was refused."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, text
from sqlmodel import Field

from care_api.db import Table, UtcDateTime

OF_BOOT_KINDS = (
    "help.requested",
    "help.clarified",
    "help.cancelled",
    "robot.fault",
    "privacy.forgotten",
)
"""What is looked for among all that a boot has told: rare, and a boot may last for months."""
_OF_BOOT = text(" OR ".join(f"kind = '{kind}'" for kind in OF_BOOT_KINDS))
"""Alternatives, not a list: so that SQLite sees that one kind is among them."""
NOT_TALK = "kind NOT IN ('speech.said', 'speech.heard', 'turn.timing')"
"""In the words of the partial index: a query that says the same is answered by it."""


class EventRow(Table, table=True):
    """What an event's envelope says; nothing here tells what anybody said."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_resident_id_occurred_at", "resident_id", "occurred_at"),
        Index("ix_event_boot_id_sequence", "boot_id", "sequence"),
        Index(
            "ix_event_of_boot_boot_id_kind",
            "boot_id",
            "kind",
            postgresql_where=_OF_BOOT,
            sqlite_where=_OF_BOOT,
        ),
        Index(  # what a handover reads: all but talk, which is four of five events
            "ix_event_unit_id_stream",
            "unit_id",
            "stream",
            postgresql_where=text(NOT_TALK),
            sqlite_where=text(NOT_TALK),
        ),
    )

    id: UUID = Field(primary_key=True)
    stream: int = Field(sa_type=BigInteger, unique=True)
    """Rises in the order of commits: what a page has seen, ends at one number."""
    robot_id: UUID | None = Field(foreign_key="robot.id")
    boot_id: UUID
    sequence: int = Field(sa_type=BigInteger)
    resident_id: UUID | None = Field(foreign_key="resident.id")
    unit_id: UUID = Field(foreign_key="unit.id")
    """Whose pages it changes."""
    kind: str
    occurrence_id: UUID | None = Field(index=True)
    """The task that it is a stage of, if any."""
    occurred_at: datetime = Field(sa_type=UtcDateTime)
    received_at: datetime = Field(sa_type=UtcDateTime)
    digest: str
    """SHA-256 of the whole event: tells a repetition from a forgery."""


class EventBodyRow(Table, table=True):
    """An event's content, apart, so that it can lie under the resident's own key."""

    __tablename__ = "event_body"

    event_id: UUID = Field(primary_key=True, foreign_key="event.id")
    document: str = Field(sa_type=Text)
    """JSON of codebook.event.Event."""


class DeadLetterRow(Table, table=True):
    """An item of a batch that was refused, kept so that nothing is lost. Personal data."""

    __tablename__ = "dead_letter"

    id: str = Field(primary_key=True)
    """SHA-256 of robot and item: the same refusal is kept once."""
    robot_id: UUID = Field(foreign_key="robot.id", index=True)
    received_at: datetime = Field(sa_type=UtcDateTime)
    reason: str
    document: str = Field(sa_type=Text)
    boot_id: UUID | None = Field(default=None, index=True)
    """As the item says; None where it could not be read."""
    sequence: int | None = Field(default=None, sa_type=BigInteger)


class BootRow(Table, table=True):
    """How much of one boot's log has arrived."""

    __tablename__ = "boot"

    boot_id: UUID = Field(primary_key=True)
    robot_id: UUID = Field(foreign_key="robot.id", index=True)
    contiguous: int = Field(sa_type=BigInteger)
    """Up to this sequence each event is stored, kept as a dead letter, or gone for good."""
    highest: int = Field(sa_type=BigInteger)
    """The highest sequence seen."""
    deleted_to: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    """Up to this sequence events may have been deleted by their age: they do not come back."""
