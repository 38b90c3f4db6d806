"""The second step of a login: a code of an app, or a recovery code instead of it."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from care_api.sealing import Seal, SealBrokenError
from care_api.staff import one_time, repository
from care_api.staff.tables import OneTimeKeyRow, RecoveryCodeRow

PURPOSE = "one-time codes"
"""What the key that seals the apps' keys is derived for."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether somebody logs in in two steps."""

    since: datetime | None
    """None: no."""
    recovery_codes: int
    """Those that were not used yet."""


def standing(session: Session, staff_id: UUID) -> Standing:
    """Return how it is."""
    row = session.get(OneTimeKeyRow, staff_id)
    since = row.confirmed_at if row else None
    return Standing(since=since, recovery_codes=repository.count_recovery(session, staff_id))


def is_on(session: Session, staff_id: UUID) -> bool:
    """Return whether a code is asked for."""
    row = session.get(OneTimeKeyRow, staff_id)
    return row is not None and row.confirmed_at is not None


def begin(session: Session, seal: Seal, staff_id: UUID, now: datetime) -> None:
    """Make a key to show; where codes are asked for already, nothing changes."""
    row = session.get(OneTimeKeyRow, staff_id)
    if row is not None and row.confirmed_at is not None:
        return
    if row is not None:
        session.delete(row)
        session.flush()
    sealed = seal.close(one_time.new_key().encode(), staff_id.bytes)
    session.add(OneTimeKeyRow(staff_id=staff_id, sealed_key=sealed, made_at=now))


def key_to_show(session: Session, seal: Seal, staff_id: UUID) -> str | None:
    """Return the key that waits for its first code; once that has come it is never shown again."""
    row = session.get(OneTimeKeyRow, staff_id)
    return _key(row, seal) if row is not None and row.confirmed_at is None else None


def confirm(session: Session, seal: Seal, staff_id: UUID, code: str, now: datetime) -> bool:
    """Switch the codes on by a first one; return whether it was right."""
    row = repository.one_time_key(session, staff_id)
    if row is None or row.confirmed_at is not None or not _uses_up(row, seal, code, now):
        return False
    row.confirmed_at = now
    return True


def fits(session: Session, seal: Seal, staff_id: UUID, code: str, now: datetime) -> bool:
    """Return whether it is a code of the app or a recovery code, and use it up."""
    row = repository.one_time_key(session, staff_id)
    if row is None or row.confirmed_at is None:
        return False
    return _uses_up(row, seal, code, now) or repository.use_recovery(
        session, staff_id, one_time.recovery_hash(code)
    )


def renew_recovery_codes(session: Session, staff_id: UUID) -> tuple[str, ...]:
    """Put new codes in the place of the old ones, and return them: they are not kept."""
    repository.forget_recovery(session, staff_id)
    codes = one_time.new_recovery_codes()
    session.add_all(
        RecoveryCodeRow(code_hash=one_time.recovery_hash(code), staff_id=staff_id) for code in codes
    )
    return codes


def switch_off(session: Session, staff_id: UUID) -> None:
    """Ask for no code any more, and forget key and recovery codes."""
    repository.forget_recovery(session, staff_id)
    row = session.get(OneTimeKeyRow, staff_id)
    if row is not None:
        session.delete(row)


def _uses_up(row: OneTimeKeyRow, seal: Seal, code: str, now: datetime) -> bool:
    key = _key(row, seal)
    step = one_time.step_of(key, code, now, after=row.last_step) if key else None
    if step is None:
        return False
    row.last_step = step
    return True


def _key(row: OneTimeKeyRow, seal: Seal) -> str | None:
    try:
        return seal.open(row.sealed_key, row.staff_id.bytes).decode()
    except SealBrokenError:
        _log.error(
            "one-time codes of a member of staff cannot be checked: NABO_SECRET_KEY was changed; "
            "a recovery code still opens the door"
        )
        return None
