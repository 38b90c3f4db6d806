"""The people around residents, in the database."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from care_api.relations.tables import RelationRow


def of_resident(session: Session, resident_id: UUID) -> Sequence[RelationRow]:
    """Return those who were not removed, by name."""
    query = (
        select(RelationRow)
        .where(RelationRow.resident_id == resident_id, col(RelationRow.removed_at).is_(None))
        .order_by(col(RelationRow.name), col(RelationRow.id))
    )
    return session.exec(query).all()


def find(session: Session, resident_id: UUID, relation_id: UUID) -> RelationRow | None:
    """Return one of the resident's, removed or not, locked for a change."""
    query = select(RelationRow).where(
        RelationRow.id == relation_id, RelationRow.resident_id == resident_id
    )
    return session.exec(query.with_for_update()).one_or_none()


def save(session: Session, row: RelationRow) -> None:
    """Keep a new or changed one."""
    session.add(row)
    session.flush()
