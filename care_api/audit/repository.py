"""The access log in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from care_api.audit.tables import AccessRow
from care_api.db import insert_new
from care_api.staff.tables import StaffRow

LATEST = 500
"""How many entries are shown at once."""


def of_resident(session: Session, resident_id: UUID) -> list[tuple[AccessRow, str]]:
    """Return the latest entries with the employee's name, newest first."""
    query = (
        select(AccessRow, StaffRow.name)
        .join(StaffRow, col(StaffRow.id) == col(AccessRow.staff_id))
        .where(AccessRow.resident_id == resident_id)
        .order_by(col(AccessRow.at).desc(), col(AccessRow.id).desc())
        .limit(LATEST)
    )
    return list(session.exec(query).all())


def noted(session: Session, staff_id: UUID, what: str, since: datetime) -> frozenset[UUID]:
    """Return the residents at whom somebody has looked by one operation since an instant."""
    query = select(AccessRow.resident_id).where(
        AccessRow.staff_id == staff_id, col(AccessRow.at) > since, AccessRow.what == what
    )
    return frozenset(resident_id for resident_id in session.exec(query) if resident_id)


def add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write entries down, all in one statement."""
    insert_new(session, AccessRow, rows)
