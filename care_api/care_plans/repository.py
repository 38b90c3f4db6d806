"""Care plans in the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, or_
from sqlmodel import Session, col, func, select

from care_api.bulk import among, dialect_of, found, wanted
from care_api.care_plans.tables import CarePlanRow
from care_api.residents.tables import ResidentRow
from care_api.tasks.tables import TaskHorizonRow


def latest(session: Session, resident_id: UUID) -> CarePlanRow | None:
    """Return the newest version of a resident's plan."""
    query = (
        select(CarePlanRow)
        .where(CarePlanRow.resident_id == resident_id)
        .order_by(col(CarePlanRow.version).desc())
        .limit(1)
    )
    return session.exec(query).one_or_none()


def identities(
    session: Session, resident_ids: Iterable[UUID]
) -> Sequence[tuple[UUID, UUID, int, datetime]]:
    """Return resident, plan, version and when it was saved, of each one's newest plan."""
    newest = (
        select(CarePlanRow.resident_id, func.max(CarePlanRow.version).label("version"))
        .where(col(CarePlanRow.resident_id).in_(list(resident_ids)))
        .group_by(col(CarePlanRow.resident_id))
        .subquery()
    )
    query = select(
        CarePlanRow.resident_id, CarePlanRow.plan_id, CarePlanRow.version, CarePlanRow.saved_at
    ).join(
        newest,
        (col(CarePlanRow.resident_id) == newest.c.resident_id)
        & (col(CarePlanRow.version) == newest.c.version),
    )
    return session.exec(query).all()


def versions(session: Session, resident_id: UUID) -> Sequence[CarePlanRow]:
    """Return all versions of a resident's plan, newest first."""
    query = (
        select(CarePlanRow)
        .where(CarePlanRow.resident_id == resident_id)
        .order_by(col(CarePlanRow.version).desc())
    )
    return session.exec(query).all()


def documents(session: Session, resident_id: UUID) -> Sequence[str]:
    """Return the documents of all versions of a resident's plan, newest first."""
    kept = found(session, _DOCUMENTS, {"resident_id": resident_id})
    return [document for (document,) in kept]


_DOCUMENTS = (
    select(CarePlanRow.document)
    .where(CarePlanRow.resident_id == bindparam("resident_id"))
    .order_by(col(CarePlanRow.version).desc())
)


def saved_since(
    session: Session, resident_ids: Iterable[UUID], since: datetime
) -> Sequence[CarePlanRow]:
    """Return the versions of the residents' plans saved since an instant, oldest first."""
    dialect = dialect_of(session)
    query = (
        select(CarePlanRow)
        .where(
            among(dialect, CarePlanRow.resident_id),
            col(CarePlanRow.saved_at) >= since,
        )
        .order_by(col(CarePlanRow.saved_at), col(CarePlanRow.resident_id))
    )
    return session.exec(query, params=wanted(dialect, resident_ids)).all()


def of_residents(session: Session, resident_ids: Iterable[UUID]) -> Sequence[CarePlanRow]:
    """Return all versions of the residents' plans, newest first."""
    dialect = dialect_of(session)
    query = (
        select(CarePlanRow)
        .where(among(dialect, CarePlanRow.resident_id))
        .order_by(col(CarePlanRow.version).desc())
    )
    return session.exec(query, params=wanted(dialect, resident_ids)).all()


def residents_to_look_ahead(session: Session, until: datetime, limit: int) -> Sequence[UUID]:
    """Return residents with a plan whose tasks are not made until an instant, the worst first."""
    query = (
        select(CarePlanRow.resident_id)
        .join(ResidentRow, col(ResidentRow.id) == col(CarePlanRow.resident_id))
        .outerjoin(TaskHorizonRow, col(TaskHorizonRow.resident_id) == col(CarePlanRow.resident_id))
        .where(
            col(ResidentRow.ended_at).is_(None),
            or_(
                col(TaskHorizonRow.made_until).is_(None),
                col(TaskHorizonRow.made_until) < until,
            ),
        )
        .group_by(col(CarePlanRow.resident_id), col(TaskHorizonRow.made_until))
        .order_by(col(TaskHorizonRow.made_until))
        .limit(limit)
    )
    return session.exec(query).all()


def add(session: Session, row: CarePlanRow) -> None:
    """Keep a version."""
    session.add(row)
    session.flush()
