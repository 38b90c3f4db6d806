"""Residents in the database."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from care_api.bulk import among, dialect_of, wanted
from care_api.residents.tables import FollowRow, ResidentRow


def in_units(session: Session, resident_id: UUID, unit_ids: Iterable[UUID]) -> ResidentRow | None:
    """Return a resident of one of the units."""
    query = select(ResidentRow).where(
        ResidentRow.id == resident_id, col(ResidentRow.unit_id).in_(list(unit_ids))
    )
    return session.exec(query).one_or_none()


def of_units(session: Session, unit_ids: Iterable[UUID]) -> Sequence[ResidentRow]:
    """Return the units' residents, by name."""
    query = (
        select(ResidentRow)
        .where(col(ResidentRow.unit_id).in_(list(unit_ids)))
        .order_by(col(ResidentRow.name), col(ResidentRow.id))
    )
    return session.exec(query).all()


def listed(session: Session, unit_ids: Iterable[UUID]) -> Sequence[tuple[UUID, str, str]]:
    """Return id, name and room of the units' residents, by name."""
    query = (
        select(ResidentRow.id, ResidentRow.name, ResidentRow.room)
        .where(col(ResidentRow.unit_id).in_(list(unit_ids)))
        .order_by(col(ResidentRow.name), col(ResidentRow.id))
    )
    return session.exec(query).all()


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


def lock(session: Session, resident_id: UUID) -> None:
    """Let no other transaction write the next revision of something until this one ends."""
    query = select(ResidentRow.id).where(ResidentRow.id == resident_id)
    session.exec(query.with_for_update(key_share=True))  # lets uploads refer to the resident
