"""Links with which somebody chooses how to log in: each opens once, and not for long."""

import hashlib
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from sqlmodel import Session

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.audit.service import Done
from care_api.db import Work
from care_api.errors import NotFoundError
from care_api.staff import repository, roster, second_factor, subjects
from care_api.staff.subjects import Subject
from care_api.staff.tables import InvitationRow, StaffRow

LASTS = timedelta(hours=72)
"""Over a weekend."""


def make(work: Work, staff_id: UUID) -> str:
    """Return what stands in a new link; earlier ones of the same person open nothing any more."""
    roster.forget_invitations(work.session, staff_id)
    token = token_urlsafe(32)
    row = InvitationRow(token_hash=_hash(token), staff_id=staff_id, expires_at=work.now + LASTS)
    work.session.add(row)
    return token


def invited(session: Session, token: str, now: datetime) -> StaffRow:
    """Return whom a link is for.

    Raises:
        NotFoundError: It has been used, is too old, or never was one.
    """
    row = roster.invitation(session, _hash(token), now)
    staff = repository.working(session, row.staff_id) if row else None
    if staff is None:
        raise NotFoundError("The link has been used or is too old; ask for a new one.")
    return staff


def use(work: Work, token: str, password_hash: str) -> None:
    """Keep the password, and let the link open nothing any more.

    One-time codes are switched off: whoever has lost phone and recovery codes gets in by a link,
    which only those may make who answer for that person's rights.

    Raises:
        NotFoundError: It has been used, is too old, or never was one.
    """
    staff = invited(work.session, token, work.now)
    staff.password_hash = password_hash
    roster.forget_invitations(work.session, staff.id)
    second_factor.switch_off(work.session, staff.id)
    repository.end_other_sessions(work.session, staff.id, "", work.now)
    done = Done(
        act=Act.PASSWORD_SET, tenant_id=staff.tenant_id, staff_id=staff.id, subject_id=staff.id
    )
    audit.note_act(work, done)


def connect(work: Work, token: str, who: Subject) -> None:
    """Let an OpenID provider open the account from now on, and the link nothing any more.

    Raises:
        NotFoundError: The link has been used, is too old, or never was one.
        SubjectTakenError: The provider means somebody who has another account.
    """
    staff = invited(work.session, token, work.now)
    subjects.connect(work, staff.id, who)
    roster.forget_invitations(work.session, staff.id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
