"""The log of who looked at whom and changed what, and what it says to the resident."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.audit import repository
from care_api.audit.act import Act
from care_api.audit.tables import AccessRow
from care_api.db import Work
from care_api.events.identity import new_id
from care_api.tenants.tables import UnitRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One look at a resident."""

    at: datetime
    staff_name: str
    what: str
    """The operation, e.g. `read_timeline`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Who reads which list."""

    staff_id: UUID
    what: str
    """The operation, e.g. `read_board`."""


LINK_LOOK = "read_family_page"
"""The operation of whoever reads by a link."""
ONE_LOOK = timedelta(minutes=10)
"""A list that stays open and keeps itself up to date is one look in this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An act, to be written down."""

    act: Act
    tenant_id: UUID | None = None
    """Whose log it belongs to; None: the unit's municipality."""
    staff_id: UUID | None = None
    """Who did it; None for the server."""
    subject_id: UUID | None = None
    resident_id: UUID | None = None
    """Set: it is about this resident, to whom it is shown."""
    unit_id: UUID | None = None
    detail: str = ""
    """In few words, and without personal data of residents."""


def note_act(work: Work, done: Done) -> None:
    """Write an act down, in the transaction in which it is done."""
    row = AccessRow(
        id=new_id(work.now),
        at=work.now,
        staff_id=done.staff_id,
        what=done.act.value,
        resident_id=done.resident_id,
        subject_id=done.subject_id,
        unit_id=done.unit_id,
        detail=done.detail,
        tenant_id=done.tenant_id or _tenant_of(work.session, done.unit_id),
    )
    work.session.add(row)


def _tenant_of(session: Session, unit_id: UUID | None) -> UUID:
    if unit_id is None:
        raise ValueError("An act that names no municipality must name a unit.")
    return session.get_one(UnitRow, unit_id).tenant_id


def note_unit_act(
    work: Work, act: Act, unit_id: UUID, *, staff_id: UUID | None, detail: str = ""
) -> None:
    """Write down an act that is about a unit, in the log of its municipality."""
    note_act(work, Done(act=act, staff_id=staff_id, unit_id=unit_id, detail=detail))


def note_resident_act(
    work: Work,
    act: Act,
    resident_id: UUID,
    unit_id: UUID,
    *,
    staff_id: UUID | None,
    detail: str = "",
) -> None:
    """Write down what was done with a resident of a unit; the resident reads of it too."""
    row = AccessRow(
        id=new_id(work.now),
        at=work.now,
        staff_id=staff_id,
        resident_id=resident_id,
        what=act.value,
        unit_id=unit_id,
        detail=detail,
        tenant_id=work.session.get_one(UnitRow, unit_id).tenant_id,
    )
    work.session.add(row)


def note_access(
    session: Session, *, staff_id: UUID, resident_id: UUID, what: str, now: datetime
) -> None:
    """Write down that somebody reads about a resident; call it before anything is shown."""
    row = AccessRow(id=new_id(now), at=now, staff_id=staff_id, resident_id=resident_id, what=what)
    session.add(row)


def note_unit_access(
    session: Session, *, staff_id: UUID, unit_id: UUID, what: str, now: datetime
) -> None:
    """Write down that somebody acts on what is a unit's and no resident's."""
    row = AccessRow(id=new_id(now), at=now, staff_id=staff_id, unit_id=unit_id, what=what)
    session.add(row)


def note_link_look(session: Session, *, link_id: UUID, resident_id: UUID, now: datetime) -> None:
    """Write down that somebody without an account reads about a resident, by a personal link."""
    row = AccessRow(
        id=new_id(now), at=now, resident_id=resident_id, what=LINK_LOOK, detail=f"link {link_id}"
    )
    session.add(row)


def unnoted(
    session: Session, look: Look, resident_ids: Iterable[UUID], now: datetime
) -> frozenset[UUID]:
    """Return those of the residents for whom this look is not written down yet."""
    noted = repository.noted(session, look.staff_id, look.what, now - ONE_LOOK)
    return frozenset(resident_ids) - noted


def note_list(session: Session, look: Look, resident_ids: Iterable[UUID], now: datetime) -> None:
    """Write down, in one statement, that somebody reads a list with these residents in it."""
    repository.add(
        session,
        [
            {
                "id": new_id(now),
                "at": now,
                "staff_id": look.staff_id,
                "resident_id": resident_id,
                "what": look.what,
                "detail": "",
            }
            for resident_id in sorted(resident_ids)
        ],
    )


def accesses(session: Session, resident_id: UUID) -> tuple[Access, ...]:
    """Return who looked at a resident, newest first."""
    rows = repository.of_resident(session, resident_id)
    return tuple(Access(at=row.at, staff_name=name, what=row.what) for row, name in rows)
