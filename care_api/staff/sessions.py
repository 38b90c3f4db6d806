"""Sessions: one login on one device, until it has lasted long enough or nobody uses it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from sqlmodel import Session

from care_api.staff import repository
from care_api.staff.lasting import Lasting
from care_api.staff.tables import StaffSessionRow
from care_api.staff.way import LoginWay

SEEN_EVERY = timedelta(minutes=1)
"""That somebody is there is written down no more often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """What goes into the cookie."""

    token: str
    staff_id: UUID
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """One that has not ended."""

    id: str
    """A hash of the cookie: it opens nothing."""
    started_at: datetime
    last_seen_at: datetime
    device: str
    way: LoginWay


def begin(
    session: Session, staff_id: UUID, *, way: LoginWay, device: str, now: datetime, lasting: Lasting
) -> NewSession:
    """Open a session, and forget those of the same person that are long over."""
    repository.forget_sessions(session, staff_id, now)
    token = token_urlsafe(32)
    expires_at = now + lasting.longest
    row = StaffSessionRow(
        token_hash=session_id(token),
        staff_id=staff_id,
        started_at=now,
        expires_at=expires_at,
        last_seen_at=now,
        way=way.value,
        device=device,
    )
    repository.add_session(session, row)
    return NewSession(token=token, staff_id=staff_id, expires_at=expires_at)


def end(session: Session, token: str, now: datetime) -> None:
    """End the session of a cookie; nothing happens where there is none."""
    repository.end_session(session, session_id(token), now)


def end_others(session: Session, staff_id: UUID, own_id: str, now: datetime) -> None:
    """End all of somebody's sessions but one."""
    repository.end_other_sessions(session, staff_id, own_id, now)


def of_staff(
    session: Session, staff_id: UUID, now: datetime, lasting: Lasting
) -> list[OpenSession]:
    """Return somebody's open sessions, last used first."""
    rows = repository.open_sessions(session, staff_id, now, now - lasting.idle)
    return [_open(row) for row in rows]


def alive(session: Session, ids: Iterable[str], now: datetime, lasting: Lasting) -> frozenset[str]:
    """Return which of the sessions have not ended, in one look."""
    return frozenset(repository.alive(session, ids, now, now - lasting.idle))


def note_seen(session: Session, own_id: str, now: datetime) -> None:
    """Write down that somebody has just done something."""
    repository.note_seen(session, own_id, now)


def strengthen(session: Session, own_id: str) -> None:
    """Let a session count as opened by a code as well: one has just been typed in."""
    repository.set_way(session, own_id, LoginWay.CODE.value)


def session_id(token: str) -> str:
    """Return what stands in the database for a cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open(row: StaffSessionRow) -> OpenSession:
    return OpenSession(
        id=row.token_hash,
        started_at=row.started_at,
        last_seen_at=row.last_seen_at,
        device=row.device,
        way=LoginWay(row.way),
    )
