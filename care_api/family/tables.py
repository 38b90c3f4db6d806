"""Link to a resident's own page, and its use."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class FamilyLinkRow(Table, table=True):
    """A personal code with which one person reads one resident's page."""

    __tablename__ = "family_link"

    id: UUID = Field(primary_key=True)
    resident_id: UUID = Field(foreign_key="resident.id", index=True)
    reader_name: str
    """The only person whom it is for."""
    is_resident: bool
    """Whether that is the resident."""
    code_hash: str = Field(unique=True)
    """SHA-256 of the code, which is shown once."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by: UUID = Field(foreign_key="staff.id")
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_by: UUID | None = Field(default=None, foreign_key="staff.id")


class FamilyLookRow(Table, table=True):
    """Somebody read a resident's page by a link."""

    __tablename__ = "family_look"

    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    link_id: UUID = Field(foreign_key="family_link.id", index=True)
    resident_id: UUID = Field(foreign_key="resident.id", index=True)
