"""Consent."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class ConsentRow(Table, table=True):
    """A consent given or taken back; the latest of its scope holds, and none is ever changed."""

    __tablename__ = "consent"

    id: UUID = Field(primary_key=True)
    resident_id: UUID = Field(foreign_key="resident.id", index=True)
    scope: str
    """A value of care_api.consents.scope.Scope."""
    is_given: bool
    decided_on: date
    decided_by: str
    """Who decided: the resident, or whoever may decide for them."""
    note: str
    """How it was asked, in the words of whoever recorded it."""
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_by: UUID = Field(foreign_key="staff.id")
