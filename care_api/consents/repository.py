"""Consents in the database."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from care_api.consents.tables import ConsentRow


def of_resident(session: Session, resident_id: UUID) -> Sequence[ConsentRow]:
    """Return all that was given and taken back, newest first."""
    query = (
        select(ConsentRow)
        .where(ConsentRow.resident_id == resident_id)
        .order_by(col(ConsentRow.recorded_at).desc(), col(ConsentRow.id).desc())
    )
    return session.exec(query).all()


def latest(session: Session, resident_id: UUID, scope: str) -> ConsentRow | None:
    """Return what holds of one scope, or None where nobody has asked."""
    query = (
        select(ConsentRow)
        .where(ConsentRow.resident_id == resident_id, ConsentRow.scope == scope)
        .order_by(col(ConsentRow.recorded_at).desc(), col(ConsentRow.id).desc())
        .limit(1)
    )
    return session.exec(query).one_or_none()


def decisions_of(
    session: Session, resident_ids: Iterable[UUID], scopes: Iterable[str]
) -> Sequence[ConsentRow]:
    """Return all decisions, oldest first."""
    query = (
        select(ConsentRow)
        .where(
            col(ConsentRow.resident_id).in_(list(resident_ids)),
            col(ConsentRow.scope).in_(list(scopes)),
        )
        .order_by(col(ConsentRow.recorded_at), col(ConsentRow.id))
    )
    return session.exec(query).all()


def add(session: Session, row: ConsentRow) -> None:
    """Keep a consent, or that it was taken back."""
    session.add(row)
    session.flush()
