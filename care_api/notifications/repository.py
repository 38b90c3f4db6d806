"""Notifications in the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import literal_column
from sqlmodel import Session, col, func, select

from care_api.alerts.tables import AlertRow
from care_api.bulk import among, dialect_of, wanted
from care_api.notifications.channel import Result
from care_api.notifications.tables import NotificationAttemptRow, NotificationRow
from codebook.alert import ChannelKind

# Literals, not parameters: so that the databases see that the partial index holds all of it.
_IS_PENDING = col(NotificationRow.state).in_(
    [literal_column("'waiting'"), literal_column("'sending'")]
)


def is_any_due(session: Session, now: datetime, channel: ChannelKind) -> bool:
    """Return whether there is something to send by a channel."""
    query = select(NotificationRow.id).where(
        _IS_PENDING, NotificationRow.next_at <= now, NotificationRow.channel == channel.value
    )
    return session.exec(query.limit(1)).first() is not None


def due(
    session: Session, now: datetime, channel: ChannelKind, limit: int
) -> Sequence[tuple[NotificationRow, AlertRow]]:
    """Return what a channel is to send, gravest first, with its alert, locked for a change."""
    query = (
        select(NotificationRow, AlertRow)
        .join(AlertRow, col(AlertRow.id) == col(NotificationRow.alert_id))
        .where(
            _IS_PENDING, NotificationRow.next_at <= now, NotificationRow.channel == channel.value
        )
        .order_by(col(AlertRow.severity).desc(), col(NotificationRow.next_at))
        .limit(limit)
        .with_for_update(of=NotificationRow)
    )
    return session.exec(query).all()


def locked(session: Session, notification_id: UUID) -> tuple[NotificationRow, AlertRow]:
    """Return a notification with its alert, locked for a change."""
    query = (
        select(NotificationRow, AlertRow)
        .join(AlertRow, col(AlertRow.id) == col(NotificationRow.alert_id))
        .where(NotificationRow.id == notification_id)
        .with_for_update(of=NotificationRow)
    )
    return session.exec(query).one()


def count_uncertain(session: Session, notification_id: UUID) -> int:
    """Return how many attempts may have arrived."""
    query = select(func.count()).where(
        NotificationAttemptRow.notification_id == notification_id,
        NotificationAttemptRow.result == Result.UNCERTAIN.value,
    )
    return session.exec(query).one()


def of_alert(session: Session, alert_id: UUID) -> Sequence[NotificationRow]:
    """Return whom an alert was to be told to, in order of time."""
    query = (
        select(NotificationRow)
        .where(NotificationRow.alert_id == alert_id)
        .order_by(
            col(NotificationRow.created_at), col(NotificationRow.rung), col(NotificationRow.key)
        )
    )
    return session.exec(query).all()


def states_of(session: Session, alert_ids: Iterable[UUID]) -> Sequence[tuple[UUID, str]]:
    """Return alert and state of each notification about the alerts."""
    dialect = dialect_of(session)
    query = select(NotificationRow.alert_id, NotificationRow.state).where(
        among(dialect, NotificationRow.alert_id)
    )
    return session.exec(query, params=wanted(dialect, alert_ids)).all()


def attempts(
    session: Session, notification_ids: Iterable[UUID]
) -> Sequence[NotificationAttemptRow]:
    """Return the attempts of notifications, in order."""
    query = (
        select(NotificationAttemptRow)
        .where(col(NotificationAttemptRow.notification_id).in_(list(notification_ids)))
        .order_by(col(NotificationAttemptRow.at), col(NotificationAttemptRow.number))
    )
    return session.exec(query).all()
