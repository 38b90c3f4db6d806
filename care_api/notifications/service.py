"""Whom an alert was told to, by which way, and what came of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from care_api.notifications import repository
from care_api.notifications.channel import Result
from care_api.notifications.state import State
from care_api.on_call import service as on_call
from codebook.alert import ChannelKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt."""

    at: datetime
    result: Result
    detail: str
    """Stable and short, e.g. `smtp_550`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """Somebody who was to be told by one way."""

    contact_name: str
    channel: ChannelKind
    rung: int
    """0 for the first."""
    state: State
    created_at: datetime
    attempts: tuple[Attempt, ...]


def told_of(session: Session, alert_ids: Iterable[UUID]) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Return of which alerts contacts were to be told, and of which one way at least took it."""
    found = repository.states_of(session, alert_ids)
    reached = frozenset(alert_id for alert_id, state in found if state == State.SENT.value)
    return frozenset(alert_id for alert_id, _ in found), reached


def of_alert(session: Session, alert_id: UUID) -> tuple[Notification, ...]:
    """Return whom an alert was told to, in order of time."""
    rows = repository.of_alert(session, alert_id)
    if not rows:
        return ()
    names = on_call.names(session, {row.contact_id for row in rows})
    attempts: dict[UUID, list[Attempt]] = defaultdict(list)
    for made in repository.attempts(session, [row.id for row in rows]):
        attempt = Attempt(at=made.at, result=Result(made.result), detail=made.detail)
        attempts[made.notification_id].append(attempt)
    return tuple(
        Notification(
            contact_name=names[row.contact_id],
            channel=ChannelKind(row.channel),
            rung=row.rung,
            state=State(row.state),
            created_at=row.created_at,
            attempts=tuple(attempts[row.id]),
        )
        for row in rows
    )
