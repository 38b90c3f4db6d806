"""Alerts in the database."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import String, and_, bindparam, literal_column
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from care_api.alerts.state import AlertState
from care_api.alerts.tables import AlertActionRow, AlertClimbRow, AlertRow
from care_api.bulk import among, dialect_of, found, wanted

# Literals, not parameters: so that the databases see that the partial indexes hold all of it.
_IS_OPEN = col(AlertRow.state) != literal_column("'closed'")
_PREFIX = bindparam("prefix", type_=String())
_HAS_PREFIX = (  # few alerts of a unit are open, and only those are looked through
    AlertRow.unit_id == bindparam("unit_id"),
    _IS_OPEN,
    func.substr(AlertRow.dedup_key, 1, func.length(_PREFIX)) == _PREFIX,
)
_ANY_OPEN = select(AlertRow.id).where(*_HAS_PREFIX).limit(1)
_OPEN_WITH_PREFIX = select(AlertRow).where(*_HAS_PREFIX).with_for_update()


def by_dedup_key(session: Session, dedup_key: str) -> AlertRow | None:
    """Return the cause's alert."""
    query = select(AlertRow).where(AlertRow.dedup_key == dedup_key).with_for_update()
    return session.exec(query).one_or_none()


def by_dedup_keys(session: Session, dedup_keys: Collection[str]) -> Sequence[AlertRow]:
    """Return the causes' alerts."""
    dialect = dialect_of(session)
    return session.exec(_select_by_keys(dialect), params=wanted(dialect, dedup_keys)).all()


def open_among(session: Session, dedup_keys: Collection[str]) -> list[str]:
    """Return those of the causes that have an open alert."""
    dialect = dialect_of(session)
    keys = found(session, _select_open_keys(dialect), wanted(dialect, dedup_keys))
    return [key for (key,) in keys]


@cache
def _select_open_keys(dialect: str) -> SelectOfScalar[str]:
    return select(AlertRow.dedup_key).where(among(dialect, AlertRow.dedup_key), _IS_OPEN)


@cache
def _select_by_keys(dialect: str) -> SelectOfScalar[AlertRow]:
    return select(AlertRow).where(among(dialect, AlertRow.dedup_key)).with_for_update()


def with_prefix(session: Session, unit_id: UUID, prefix: str) -> Sequence[AlertRow]:
    """Return a unit's alerts that are open and whose dedup key starts with `prefix`."""
    params = {"unit_id": unit_id, "prefix": prefix}
    return session.exec(_OPEN_WITH_PREFIX, params=params).all()


def is_any_open(session: Session, unit_id: UUID, prefix: str) -> bool:
    """Return whether an alert of a unit is open whose dedup key starts with `prefix`."""
    return bool(found(session, _ANY_OPEN, {"unit_id": unit_id, "prefix": prefix}))


def in_units(session: Session, alert_id: UUID, unit_ids: Iterable[UUID]) -> AlertRow | None:
    """Return an alert of one of the units."""
    query = select(AlertRow).where(
        AlertRow.id == alert_id, col(AlertRow.unit_id).in_(list(unit_ids))
    )
    return session.exec(query).one_or_none()


def by_ids(session: Session, alert_ids: Iterable[UUID]) -> Sequence[AlertRow]:
    """Return those of the alerts that are there."""
    dialect = dialect_of(session)
    query = select(AlertRow).where(among(dialect, AlertRow.id))
    return session.exec(query, params=wanted(dialect, alert_ids)).all()


def raised_between(
    session: Session, unit_id: UUID, start: datetime, end: datetime
) -> Sequence[AlertRow]:
    """Return a unit's alerts raised in [start, end), oldest first."""
    query = (
        select(AlertRow)
        .where(
            AlertRow.unit_id == unit_id,
            col(AlertRow.raised_at) >= start,
            col(AlertRow.raised_at) < end,
        )
        .order_by(col(AlertRow.raised_at), col(AlertRow.id))
    )
    return session.exec(query).all()


def locked(session: Session, alert_id: UUID) -> AlertRow | None:
    """Return an alert, locked for a change."""
    return session.exec(
        select(AlertRow).where(AlertRow.id == alert_id).with_for_update()
    ).one_or_none()


def of_units(session: Session, unit_ids: Iterable[UUID], *, is_open: bool) -> Sequence[AlertRow]:
    """Return the units' alerts: open ones most serious first, closed ones newest first."""
    query = select(AlertRow).where(col(AlertRow.unit_id).in_(list(unit_ids)))
    if is_open:
        order = (col(AlertRow.severity).desc(), col(AlertRow.raised_at), col(AlertRow.id))
        return session.exec(query.where(_IS_OPEN).order_by(*order)).all()
    newest = query.where(~_IS_OPEN).order_by(col(AlertRow.closed_at).desc()).limit(_CLOSED_SHOWN)
    return session.exec(newest).all()


def count_reported(session: Session, unit_ids: Iterable[UUID]) -> int:
    """Return how many of the units' alerts nobody has taken on."""
    query = select(func.count()).where(
        col(AlertRow.unit_id).in_(list(unit_ids)),
        AlertRow.state == AlertState.REPORTED.value,
        _IS_OPEN,
    )
    return session.exec(query).one()


def open_counts(session: Session, resident_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return resident -> (how many alerts are open, the highest severity)."""
    query = (
        select(AlertRow.resident_id, func.count(), func.max(AlertRow.severity))
        .where(col(AlertRow.resident_id).in_(list(resident_ids)), _IS_OPEN)
        .group_by(col(AlertRow.resident_id))
    )
    rows = session.exec(query)
    return {resident: (count, severity) for resident, count, severity in rows if resident}


def due_on_ladders(session: Session, now: datetime) -> Sequence[AlertRow]:
    """Return alerts of whose ladder a rung is due, longest due first, locked for a change."""
    query = (
        select(AlertRow)
        .join(AlertClimbRow, col(AlertClimbRow.alert_id) == col(AlertRow.id))
        .where(col(AlertClimbRow.next_at).is_not(None), col(AlertClimbRow.next_at) <= now)
        .order_by(col(AlertClimbRow.next_at), col(AlertRow.id))
        .with_for_update(of=AlertRow)
    )
    return session.exec(query).all()


def is_any_due(session: Session, now: datetime) -> bool:
    """Return whether a rung of any ladder is due."""
    query = select(AlertClimbRow.alert_id).where(
        col(AlertClimbRow.next_at).is_not(None), col(AlertClimbRow.next_at) <= now
    )
    return session.exec(query.limit(1)).first() is not None


def owned(session: Session) -> Sequence[AlertRow]:
    """Return alerts that somebody has still to handle, locked for a change."""
    return session.exec(select(AlertRow).where(_IS_OWNED).with_for_update()).all()


def owned_by(session: Session, unit_id: UUID, staff_id: UUID) -> Sequence[AlertRow]:
    """Return what somebody has still to handle in a unit, locked for a change."""
    query = select(AlertRow).where(
        AlertRow.unit_id == unit_id, AlertRow.owner_id == staff_id, _IS_OWNED
    )
    return session.exec(query.order_by(col(AlertRow.id)).with_for_update()).all()


def open_about(
    session: Session, resident_id: UUID, robot_ids: Iterable[UUID]
) -> Sequence[AlertRow]:
    """Return the open alerts about a resident, and about robots alone, locked for a change."""
    about_robot = and_(
        col(AlertRow.resident_id).is_(None), col(AlertRow.robot_id).in_(list(robot_ids))
    )
    query = select(AlertRow).where(
        _IS_OPEN, or_(col(AlertRow.resident_id) == resident_id, about_robot)
    )
    return session.exec(query.order_by(col(AlertRow.id)).with_for_update()).all()


def frequent(
    session: Session, unit_ids: Iterable[UUID], since: datetime
) -> list[tuple[UUID, str, int]]:
    """Return resident, cause and how many alerts there were since an instant, most first."""
    how_many = func.count()
    query = (
        select(AlertRow.resident_id, AlertRow.cause, how_many)
        .where(
            col(AlertRow.unit_id).in_(list(unit_ids)),
            col(AlertRow.raised_at) >= since,
            col(AlertRow.resident_id).is_not(None),
        )
        .group_by(col(AlertRow.resident_id), col(AlertRow.cause))
        .order_by(how_many.desc(), col(AlertRow.resident_id), col(AlertRow.cause))
    )
    return [(who, cause, count) for who, cause, count in session.exec(query) if who]


def climb(session: Session, alert_id: UUID) -> AlertClimbRow | None:
    """Return how far an alert has come on its ladder."""
    return session.get(AlertClimbRow, alert_id)


def actions(session: Session, alert_id: UUID) -> Sequence[AlertActionRow]:
    """Return an alert's steps, oldest first."""
    query = (
        select(AlertActionRow)
        .where(AlertActionRow.alert_id == alert_id)
        .order_by(col(AlertActionRow.number))
    )
    return session.exec(query).all()


def last_action(session: Session, alert_id: UUID) -> int:
    """Return the number of an alert's latest step, 0 before the first."""
    query = select(func.max(AlertActionRow.number)).where(AlertActionRow.alert_id == alert_id)
    return session.exec(query).one() or 0


_CLOSED_SHOWN = 50
_IS_OWNED = col(AlertRow.state).in_(
    [literal_column("'in_progress'"), literal_column("'acknowledged'")]
)
