"""Note."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class NoteRow(Table, table=True):
    """One wording of a note; a correction is the next one, and none is ever changed."""

    __tablename__ = "note"

    id: UUID = Field(primary_key=True)
    """The note's, the same in all its wordings."""
    revision: int = Field(primary_key=True)
    """1 for the first wording."""
    resident_id: UUID = Field(foreign_key="resident.id", index=True)
    text: str
    is_shared: bool
    """Whether the resident may read it on their own page."""
    written_at: datetime = Field(sa_type=UtcDateTime)
    written_by: UUID = Field(foreign_key="staff.id")
