"""Whose residents are whose today: what a member of staff marks, and their own board shows."""

from uuid import UUID

from sqlmodel import Session

from care_api.db import Work
from care_api.residents import repository
from care_api.residents.tables import FollowRow


def follow(work: Work, staff_id: UUID, resident_id: UUID) -> None:
    """Mark a resident as theirs, until they say otherwise; twice is as good as once."""
    if work.session.get(FollowRow, (staff_id, resident_id)) is None:
        row = FollowRow(staff_id=staff_id, resident_id=resident_id, since_at=work.now)
        work.session.add(row)


def unfollow(work: Work, staff_id: UUID, resident_id: UUID) -> None:
    """Let a resident be theirs no more; nothing happens where that is so already."""
    row = work.session.get(FollowRow, (staff_id, resident_id))
    if row is not None:
        work.session.delete(row)


def followed(session: Session, staff_id: UUID) -> frozenset[UUID]:
    """Return the residents whom somebody has marked as theirs, in whichever unit."""
    return repository.followed(session, staff_id)
