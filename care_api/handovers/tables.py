"""Handover, its signatures, and what was added to it later."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class HandoverRow(Table, table=True):
    """One stretch of a unit's log that goes from one shift to the next.

    Written once, when it is begun; afterwards only `completed_at` is set, once.
    """

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("unit_id", "number"),
        Index(
            "ix_handover_open_unit_id",
            "unit_id",
            postgresql_where=text("completed_at IS NULL"),
            sqlite_where=text("completed_at IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id")
    number: int
    """Counts the unit's handovers from 1; each begins where the one before ends."""
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    after_stream: int = Field(sa_type=BigInteger)
    """The log's number that the handover before ends with."""
    through_stream: int = Field(sa_type=BigInteger)
    """The last of the log's numbers that belongs to it."""
    begun_by: UUID = Field(foreign_key="staff.id")
    document: str = Field(sa_type=Text)
    """JSON of care_api.handovers.standing.Standing: by id, without names."""
    completed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When both had signed."""


class HandoverSignatureRow(Table, table=True):
    """Somebody has signed their part."""

    __tablename__ = "handover_signature"
    __table_args__ = (UniqueConstraint("handover_id", "staff_id"),)

    handover_id: UUID = Field(primary_key=True, foreign_key="handover.id")
    part: str = Field(primary_key=True)
    """A value of care_api.handovers.handover.Part."""
    staff_id: UUID = Field(foreign_key="staff.id")
    """One person signs one part: the table allows no other."""
    at: datetime = Field(sa_type=UtcDateTime)
    note: str = Field(default="", sa_type=Text)
    """What they wished to add. Personal data."""
    digest: str
    """SHA-256 of what they signed."""


class HandoverAdditionRow(Table, table=True):
    """A correction, or what was forgotten: a new entry beside what was signed."""

    __tablename__ = "handover_addition"

    handover_id: UUID = Field(primary_key=True, foreign_key="handover.id")
    number: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    staff_id: UUID = Field(foreign_key="staff.id")
    words: str = Field(sa_type=Text)
    """Personal data."""
