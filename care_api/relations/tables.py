"""Relation."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class RelationRow(Table, table=True):
    """Somebody to turn to about a resident. Personal data of both."""

    __tablename__ = "relation"

    id: UUID = Field(primary_key=True)
    resident_id: UUID = Field(foreign_key="resident.id", index=True)
    kind: str
    """A value of care_api.relations.service.Kind."""
    name: str
    relationship: str
    """In plain words, e.g. `datter`; empty where nobody has said."""
    phone: str
    email: str
    revision: int
    """Counts the changes: an edit says which it builds on."""
    changed_at: datetime = Field(sa_type=UtcDateTime)
    changed_by: UUID = Field(foreign_key="staff.id")
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
