"""Residents in the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete
from sqlmodel import Session, col, func, select

from care_api.bulk import among, dialect_of, wanted
from care_api.residents.tables import (
    FollowRow,
    FormerDetailsRow,
    ResidentRow,
    TransitionRow,
)
from care_api.residents.transition import Kind


def in_units(session: Session, resident_id: UUID, unit_ids: Iterable[UUID]) -> ResidentRow | None:
    """Return a resident of one of the units."""
    query = select(ResidentRow).where(
        ResidentRow.id == resident_id, col(ResidentRow.unit_id).in_(list(unit_ids))
    )
    return session.exec(query).one_or_none()


def of_units(
    session: Session, unit_ids: Iterable[UUID], *, with_former: bool = False
) -> Sequence[ResidentRow]:
    """Return the units' residents, by name; on demand those too whose service has ended."""
    query = (
        select(ResidentRow)
        .where(col(ResidentRow.unit_id).in_(list(unit_ids)))
        .order_by(col(ResidentRow.name), col(ResidentRow.id))
    )
    if not with_former:
        query = query.where(col(ResidentRow.ended_at).is_(None))
    return session.exec(query).all()


def listed(
    session: Session, unit_ids: Iterable[UUID], resident_ids: Iterable[UUID] | None = None
) -> Sequence[tuple[UUID, str, str]]:
    """Return id, name and room of the units' residents, or of some of them, by name."""
    dialect = dialect_of(session)
    query = (
        select(ResidentRow.id, ResidentRow.name, ResidentRow.room)
        .where(col(ResidentRow.unit_id).in_(list(unit_ids)), col(ResidentRow.ended_at).is_(None))
        .order_by(col(ResidentRow.name), col(ResidentRow.id))
    )
    if resident_ids is None:
        return session.exec(query).all()
    query = query.where(among(dialect, ResidentRow.id))
    return session.exec(query, params=wanted(dialect, resident_ids)).all()


def count_former(session: Session, unit_ids: Iterable[UUID]) -> int:
    """Return for how many of the units' residents the service has ended."""
    query = (
        select(func.count())
        .select_from(ResidentRow)
        .where(col(ResidentRow.unit_id).in_(list(unit_ids)), col(ResidentRow.ended_at).is_not(None))
    )
    return session.exec(query).one()


def former_of_units(
    session: Session, unit_ids: Iterable[UUID], *, skip: int = 0, most: int | None = None
) -> Sequence[tuple[ResidentRow, TransitionRow | None]]:
    """Return those for whom the service has ended, the last first, with what tells why."""
    ending = and_(
        col(TransitionRow.resident_id) == col(ResidentRow.id),
        col(TransitionRow.done_at) == col(ResidentRow.ended_at),
        col(TransitionRow.undone_at).is_(None),
        col(TransitionRow.kind) == Kind.END.value,
    )
    query = (
        select(ResidentRow, TransitionRow)
        .outerjoin(TransitionRow, ending)
        .where(col(ResidentRow.unit_id).in_(list(unit_ids)), col(ResidentRow.ended_at).is_not(None))
        .order_by(col(ResidentRow.ended_at).desc(), col(ResidentRow.id))
        .offset(skip)
        .limit(most)
    )
    return session.exec(query).all()


def transition_ahead(session: Session, resident_id: UUID) -> TransitionRow | None:
    """Return what is planned for a resident and not done."""
    query = select(TransitionRow).where(TransitionRow.resident_id == resident_id, *_AHEAD)
    return session.exec(query).one_or_none()


def ending_of(session: Session, resident_id: UUID) -> TransitionRow | None:
    """Return how the service last ended for a resident, unless that was undone."""
    query = (
        select(TransitionRow)
        .where(
            TransitionRow.resident_id == resident_id,
            TransitionRow.kind == Kind.END.value,
            col(TransitionRow.done_at).is_not(None),
            col(TransitionRow.undone_at).is_(None),
        )
        .order_by(col(TransitionRow.done_at).desc())
        .limit(1)
    )
    return session.exec(query).one_or_none()


def transitions_due(session: Session, now: datetime) -> Sequence[TransitionRow]:
    """Return what is planned for now or before, the longest due first."""
    query = select(TransitionRow).where(col(TransitionRow.due_at) <= now, *_AHEAD)
    return session.exec(query.order_by(col(TransitionRow.due_at), col(TransitionRow.id))).all()


_AHEAD = (col(TransitionRow.done_at).is_(None), col(TransitionRow.undone_at).is_(None))


def drop_follows(session: Session, resident_id: UUID, but_for: Iterable[UUID]) -> None:
    """Let nobody but these members of staff mark a resident as theirs."""
    follow = delete(FollowRow).where(
        col(FollowRow.resident_id) == resident_id, col(FollowRow.staff_id).not_in(list(but_for))
    )
    session.exec(follow)


def names(
    session: Session, resident_ids: Iterable[UUID], unit_ids: Iterable[UUID]
) -> dict[UUID, str]:
    """Return id -> name of those of the residents who live in one of the units."""
    dialect = dialect_of(session)
    query = select(ResidentRow.id, ResidentRow.name).where(
        among(dialect, ResidentRow.id), col(ResidentRow.unit_id).in_(list(unit_ids))
    )
    return dict(session.exec(query, params=wanted(dialect, resident_ids)).all())


def followed(session: Session, staff_id: UUID) -> frozenset[UUID]:
    """Return the residents whom somebody has marked as theirs."""
    query = select(FollowRow.resident_id).where(FollowRow.staff_id == staff_id)
    return frozenset(session.exec(query))


def lock(session: Session, resident_id: UUID) -> ResidentRow:
    """Let no other transaction change what hangs on a resident until this one ends; return them.

    To be asked before whatever it protects is read.
    """
    query = select(ResidentRow).where(ResidentRow.id == resident_id)
    # key_share lets uploads refer to the resident meanwhile
    locked = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.exec(locked).one()


def former_details(session: Session, resident_id: UUID) -> Sequence[FormerDetailsRow]:
    """Return what was known of a resident before, newest first."""
    query = (
        select(FormerDetailsRow)
        .where(FormerDetailsRow.resident_id == resident_id)
        .order_by(col(FormerDetailsRow.revision).desc())
    )
    return session.exec(query).all()
