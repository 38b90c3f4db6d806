"""The log of who looked at whom, and what it says to the resident."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from care_api.audit import repository
from care_api.audit.tables import AccessRow
from care_api.events.identity import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One look at a resident."""

    at: datetime
    staff_name: str
    what: str
    """The operation, e.g. `read_timeline`."""


def note_access(
    session: Session, *, staff_id: UUID, resident_id: UUID, what: str, now: datetime
) -> None:
    """Write down that somebody reads about a resident; call it before anything is shown."""
    row = AccessRow(id=new_id(now), at=now, staff_id=staff_id, resident_id=resident_id, what=what)
    session.add(row)


def accesses(session: Session, resident_id: UUID) -> tuple[Access, ...]:
    """Return who looked at a resident, newest first."""
    rows = repository.of_resident(session, resident_id)
    return tuple(Access(at=row.at, staff_name=name, what=row.what) for row, name in rows)
