"""Service decisions in the database."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, func, select

from care_api.service_decisions.tables import ServiceDecisionRow


def of_resident(session: Session, resident_id: UUID) -> Sequence[ServiceDecisionRow]:
    """Return all decisions about a resident, newest first."""
    query = (
        select(ServiceDecisionRow)
        .where(ServiceDecisionRow.resident_id == resident_id)
        .order_by(col(ServiceDecisionRow.revision).desc())
    )
    return session.exec(query).all()


def due_before(session: Session, resident_ids: Iterable[UUID], local_on: date) -> dict[UUID, date]:
    """Return resident -> when the newest decision was to be looked at again, if that is past."""
    newest = (
        select(
            ServiceDecisionRow.resident_id,
            func.max(ServiceDecisionRow.revision).label("revision"),
        )
        .where(col(ServiceDecisionRow.resident_id).in_(list(resident_ids)))
        .group_by(col(ServiceDecisionRow.resident_id))
        .subquery()
    )
    query = (
        select(ServiceDecisionRow)
        .join(
            newest,
            (col(ServiceDecisionRow.resident_id) == newest.c.resident_id)
            & (col(ServiceDecisionRow.revision) == newest.c.revision),
        )
        .where(col(ServiceDecisionRow.evaluate_on) < local_on)
    )
    return {row.resident_id: row.evaluate_on for row in session.exec(query) if row.evaluate_on}


def add(session: Session, row: ServiceDecisionRow) -> None:
    """Keep a decision."""
    session.add(row)
    session.flush()
