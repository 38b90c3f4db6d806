"""Links to residents' own pages, in the database."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from care_api.family.tables import FamilyLinkRow, FamilyLookRow

LATEST = 500
"""How many looks are shown at once."""


def of_resident(session: Session, resident_id: UUID) -> Sequence[FamilyLinkRow]:
    """Return all links ever made for a resident, newest first."""
    query = (
        select(FamilyLinkRow)
        .where(FamilyLinkRow.resident_id == resident_id)
        .order_by(col(FamilyLinkRow.made_at).desc(), col(FamilyLinkRow.id).desc())
    )
    return session.exec(query).all()


def by_code(session: Session, code_hash: str) -> FamilyLinkRow | None:
    """Return the link of a code."""
    query = select(FamilyLinkRow).where(FamilyLinkRow.code_hash == code_hash)
    return session.exec(query).one_or_none()


def find(session: Session, resident_id: UUID, link_id: UUID) -> FamilyLinkRow | None:
    """Return one of a resident's links, locked for a change."""
    query = select(FamilyLinkRow).where(
        FamilyLinkRow.id == link_id, FamilyLinkRow.resident_id == resident_id
    )
    return session.exec(query.with_for_update()).one_or_none()


def last_looks(session: Session, resident_id: UUID) -> dict[UUID, datetime]:
    """Return link -> when it was last used."""
    query = (
        select(FamilyLookRow.link_id, func.max(FamilyLookRow.at))
        .where(FamilyLookRow.resident_id == resident_id)
        .group_by(col(FamilyLookRow.link_id))
    )
    return dict(session.exec(query).all())


def looks(session: Session, resident_id: UUID) -> Sequence[tuple[FamilyLookRow, FamilyLinkRow]]:
    """Return the latest looks at a resident, with the links that they used, newest first."""
    query = (
        select(FamilyLookRow, FamilyLinkRow)
        .join(FamilyLinkRow, col(FamilyLinkRow.id) == col(FamilyLookRow.link_id))
        .where(FamilyLookRow.resident_id == resident_id)
        .order_by(col(FamilyLookRow.at).desc(), col(FamilyLookRow.id).desc())
        .limit(LATEST)
    )
    return session.exec(query).all()


def save(session: Session, row: FamilyLinkRow | FamilyLookRow) -> None:
    """Keep a new or changed row."""
    session.add(row)
    session.flush()
