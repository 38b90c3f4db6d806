"""The access log in the database."""

from uuid import UUID

from sqlmodel import Session, col, select

from care_api.audit.tables import AccessRow
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
