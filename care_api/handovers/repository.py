"""Handovers in the database."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from care_api.handovers.tables import HandoverAdditionRow, HandoverRow, HandoverSignatureRow


def latest(session: Session, unit_id: UUID) -> HandoverRow | None:
    """Return a unit's latest handover."""
    query = select(HandoverRow).where(HandoverRow.unit_id == unit_id)
    return session.exec(query.order_by(col(HandoverRow.number).desc()).limit(1)).one_or_none()


def in_units(session: Session, handover_id: UUID, unit_ids: Iterable[UUID]) -> HandoverRow | None:
    """Return a handover of one of the units."""
    query = select(HandoverRow).where(
        HandoverRow.id == handover_id, col(HandoverRow.unit_id).in_(list(unit_ids))
    )
    return session.exec(query).one_or_none()


def locked(session: Session, handover_id: UUID) -> HandoverRow | None:
    """Return a handover, locked for a change."""
    query = select(HandoverRow).where(HandoverRow.id == handover_id).with_for_update()
    return session.exec(query).one_or_none()


def unsigned(session: Session, unit_ids: Iterable[UUID]) -> Sequence[HandoverRow]:
    """Return the units' handovers that lack a signature, oldest first."""
    query = select(HandoverRow).where(
        col(HandoverRow.unit_id).in_(list(unit_ids)), col(HandoverRow.completed_at).is_(None)
    )
    return session.exec(query.order_by(col(HandoverRow.ends_at), col(HandoverRow.id))).all()


def of_unit(session: Session, unit_id: UUID, limit: int) -> Sequence[HandoverRow]:
    """Return a unit's latest handovers, newest first."""
    query = select(HandoverRow).where(HandoverRow.unit_id == unit_id)
    return session.exec(query.order_by(col(HandoverRow.number).desc()).limit(limit)).all()


def signatures(session: Session, handover_ids: Iterable[UUID]) -> Sequence[HandoverSignatureRow]:
    """Return the handovers' signatures, in order of time."""
    query = select(HandoverSignatureRow).where(
        col(HandoverSignatureRow.handover_id).in_(list(handover_ids))
    )
    return session.exec(query.order_by(col(HandoverSignatureRow.at))).all()


def additions(session: Session, handover_id: UUID) -> Sequence[HandoverAdditionRow]:
    """Return what was added to a handover, oldest first."""
    query = select(HandoverAdditionRow).where(HandoverAdditionRow.handover_id == handover_id)
    return session.exec(query.order_by(col(HandoverAdditionRow.number))).all()
