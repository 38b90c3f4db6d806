"""Whom an OpenID provider means: by issuer and subject, which no change of a name touches."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.audit.service import Done
from care_api.db import Work
from care_api.staff.id_token import LoginRefusedError
from care_api.staff.tables import StaffRow, SubjectRow

_LONGEST = 255
"""Characters that OpenID Connect allows."""


class Subject(NamedTuple):
    """Somebody, as a provider knows them."""

    issuer: str
    subject: str

    @classmethod
    def of(cls, claims: Mapping[str, object]) -> Self:
        """Return whom a token is about.

        Raises:
            LoginRefusedError: It does not say that as OpenID Connect demands.
        """
        issuer, subject = claims.get("iss"), claims.get("sub")
        if not isinstance(issuer, str) or not isinstance(subject, str):
            raise LoginRefusedError("ID token: iss and sub must be texts")
        if not 0 < len(subject) <= _LONGEST:
            raise LoginRefusedError("ID token: sub is empty or too long")
        return cls(issuer, subject)


class SubjectTakenError(ValueError):
    """Somebody else is connected with it already."""


def staff_of(session: Session, who: Subject) -> StaffRow | None:
    """Return whoever is connected with it and still works here."""
    query = (
        select(StaffRow)
        .join(SubjectRow, col(SubjectRow.staff_id) == col(StaffRow.id))
        .where(
            SubjectRow.issuer == who.issuer,
            SubjectRow.subject == who.subject,
            col(StaffRow.left_at).is_(None),
        )
    )
    return session.exec(query).one_or_none()


def connect(work: Work, staff_id: UUID, who: Subject) -> None:
    """Let the provider open this account from now on, in the place of what was there.

    Raises:
        SubjectTakenError: It opens another one.
    """
    row = work.session.get(SubjectRow, (who.issuer, who.subject))
    if row is not None and row.staff_id != staff_id:
        raise SubjectTakenError(who.issuer)
    disconnect(work.session, staff_id)
    work.session.add(
        SubjectRow(issuer=who.issuer, subject=who.subject, staff_id=staff_id, connected_at=work.now)
    )
    done = Done(
        act=Act.PROVIDER_CONNECTED,
        tenant_id=work.session.get_one(StaffRow, staff_id).tenant_id,
        staff_id=staff_id,
        subject_id=staff_id,
        detail=who.issuer,
    )
    audit.note_act(work, done)


def disconnect(session: Session, staff_id: UUID) -> None:
    """Let no provider open somebody's account."""
    session.exec(delete(SubjectRow).where(col(SubjectRow.staff_id) == staff_id))


def connected_at(session: Session, staff_id: UUID) -> datetime | None:
    """Return since when a provider opens somebody's account; None where none does."""
    query = select(SubjectRow.connected_at).where(SubjectRow.staff_id == staff_id)
    return session.exec(query).one_or_none()
