"""Notification and each attempt to send it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from care_api.db import Table, UtcDateTime

_IS_PENDING = "state IN ('waiting', 'sending')"


class NotificationRow(Table, table=True):
    """Somebody to be told of an alert by one way: the outbox."""

    __tablename__ = "notification"
    __table_args__ = (
        Index(
            "ix_notification_pending_next_at",
            "next_at",
            postgresql_where=text(_IS_PENDING),
            sqlite_where=text(_IS_PENDING),
        ),
    )

    id: UUID = Field(primary_key=True)
    """Derived from `key`: what the receiver can tell a repetition by."""
    key: str = Field(unique=True)
    """Alert, round, rung, contact and channel: nobody is told the same twice."""
    alert_id: UUID = Field(foreign_key="alert.id", index=True)
    round: int
    rung: int
    contact_id: UUID = Field(foreign_key="contact.id")
    channel: str
    """A value of codebook.alert.ChannelKind."""
    address: str
    """Where it goes; personal data."""
    document: str = Field(sa_type=Text)
    """JSON of care_api.notifications.message.Message."""
    is_about_handling: bool
    """Whether it says that an owner is late: then an owner does not make it needless."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    state: str
    """A value of care_api.notifications.state.State."""
    attempts: int = 0
    next_at: datetime = Field(sa_type=UtcDateTime)
    """When to send; while it is being sent, when to give that up for lost."""


class NotificationAttemptRow(Table, table=True):
    """One attempt: written down before it is made, its result afterwards."""

    __tablename__ = "notification_attempt"

    notification_id: UUID = Field(primary_key=True, foreign_key="notification.id")
    number: int = Field(primary_key=True)
    """1 for the first."""
    at: datetime = Field(sa_type=UtcDateTime)
    result: str
    """A value of care_api.notifications.channel.Result; `uncertain` until it is known."""
    detail: str = ""
    """What the other side said, short, without personal data."""
