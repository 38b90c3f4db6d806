"""Personal links to a resident's own page: made by a nurse, for one reader, for a while."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import choice
from uuid import UUID

from sqlmodel import Session

from care_api.audit import service as audit
from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.db import Work
from care_api.errors import NotFoundError, ServiceEndedError, TransitionError
from care_api.events.identity import new_id
from care_api.family import repository
from care_api.family.tables import FamilyLinkRow, FamilyLookRow
from care_api.residents import service as residents

LASTS_DAYS = (7, 30, 90)
"""For how long a link may be made to hold."""
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Without those that look alike on paper."""
_GROUPS, _GROUP = 4, 4
"""30^16 codes, some 78 bits: nobody guesses one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """For whom a link is."""

    name: str
    is_resident: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLink:
    """A link, without its code, which nobody knows but whoever has it."""

    id: UUID
    resident_id: UUID
    reader: Reader
    made_at: datetime
    made_by: UUID
    expires_at: datetime
    revoked_at: datetime | None
    last_look_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Return whether it was neither revoked nor has expired."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody read a resident's page by a link."""

    at: datetime
    reader: Reader


def new_code() -> str:
    """Return a fresh code, e.g. `K7PM-3QXA-TTN4-ZC8D`."""
    return "-".join("".join(choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def make(
    work: Work, resident_id: UUID, reader: Reader, lasts: timedelta, staff_id: UUID
) -> tuple[FamilyLink, str]:
    """Make a link, and return it with its code, which is not kept.

    Raises:
        TransitionError: It is for a relative, and the resident has not agreed.
        ServiceEndedError: The service has ended for the resident.
    """
    if residents.by_id(work.session, resident_id).ended_at is not None:
        raise ServiceEndedError("The service has ended for this resident; there is no page of it.")
    if not _is_allowed(work.session, resident_id, reader):
        raise TransitionError("Record the resident's consent to the family's page first.")
    code = new_code()
    row = FamilyLinkRow(
        id=new_id(work.now),
        resident_id=resident_id,
        reader_name=reader.name,
        is_resident=reader.is_resident,
        code_hash=_hash(code),
        made_at=work.now,
        made_by=staff_id,
        expires_at=work.now + lasts,
    )
    repository.save(work.session, row)
    return _link(row), code


def revoke(work: Work, resident_id: UUID, link_id: UUID, staff_id: UUID) -> None:
    """Let a link hold no more, from its next use on.

    Raises:
        NotFoundError: The resident has no such link.
    """
    row = repository.find(work.session, resident_id, link_id)
    if row is None:
        raise NotFoundError("No such link of this resident.")
    if row.revoked_at is None:
        row.revoked_at = work.now
        row.revoked_by = staff_id
        repository.save(work.session, row)


def of_resident(session: Session, resident_id: UUID) -> tuple[FamilyLink, ...]:
    """Return all links ever made for a resident, newest first."""
    last = repository.last_looks(session, resident_id)
    return tuple(
        _link(row, last.get(row.id)) for row in repository.of_resident(session, resident_id)
    )


def open_by_code(session: Session, code: str, now: datetime) -> FamilyLink | None:
    """Return the link of a code, if it holds and the resident still agrees."""
    row = repository.by_code(session, _hash(code))
    link = _link(row) if row else None
    if link is None or not link.holds(now):
        return None
    is_former = residents.by_id(session, link.resident_id).ended_at is not None
    is_allowed = not is_former and _is_allowed(session, link.resident_id, link.reader)
    return link if is_allowed else None


def note_look(work: Work, link: FamilyLink) -> None:
    """Write down that the link was used, in the access log too; to be called before showing."""
    row = FamilyLookRow(
        id=new_id(work.now), at=work.now, link_id=link.id, resident_id=link.resident_id
    )
    repository.save(work.session, row)
    audit.note_link_look(work.session, link_id=link.id, resident_id=link.resident_id, now=work.now)


def looks(session: Session, resident_id: UUID) -> tuple[Look, ...]:
    """Return who read a resident's page by a link, newest first."""
    return tuple(
        Look(at=look.at, reader=_reader(link))
        for look, link in repository.looks(session, resident_id)
    )


def _is_allowed(session: Session, resident_id: UUID, reader: Reader) -> bool:
    """Return whether somebody may read it: residents always, of themselves."""
    return reader.is_resident or consents.of_resident(session, resident_id).is_given(
        Scope.FAMILY_PAGE
    )


def _hash(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _reader(row: FamilyLinkRow) -> Reader:
    return Reader(name=row.reader_name, is_resident=row.is_resident)


def _link(row: FamilyLinkRow, last_look_at: datetime | None = None) -> FamilyLink:
    return FamilyLink(
        id=row.id,
        resident_id=row.resident_id,
        reader=_reader(row),
        made_at=row.made_at,
        made_by=row.made_by,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_look_at=last_look_at,
    )
