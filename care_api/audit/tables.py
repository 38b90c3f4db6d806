"""Access log."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class AccessRow(Table, table=True):
    """An employee read something about a resident. Shown to the resident."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_staff_id_at", "staff_id", "at"),)

    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    staff_id: UUID = Field(foreign_key="staff.id")
    resident_id: UUID = Field(foreign_key="resident.id", index=True)
    what: str
    """The operation, e.g. `read_timeline`."""
