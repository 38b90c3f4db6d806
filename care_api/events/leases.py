"""Robots whose plan nobody has confirmed for too long: an alert, until one is confirmed again."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from care_api.alerts import raising
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.db import Work
from care_api.events import repository
from care_api.events.items import Sender
from codebook.event import Event
from codebook.sync import PlanLeaseExpired, PlanLeaseRenewed

RENEWED = "plan.lease-renewed"
_LONGEST = timedelta(days=3650)
"""However long after the lease has run out, its renewal ends the alert."""


def apply(
    work: Work, sender: Sender, event: Event, body: PlanLeaseExpired | PlanLeaseRenewed
) -> None:
    """Alert about a lease that has run out, once for all of a robot's residents; or end that."""
    match body:
        case PlanLeaseExpired():
            raising.raise_alert(work, _reason(sender, event))
            if _is_renewed(work, event):
                raising.resolve(work, _key(sender.robot_id, event.occurred_at))
        case PlanLeaseRenewed():
            raising.resolve(work, _key(sender.robot_id, body.expired_at))


def _is_renewed(work: Work, expired: Event) -> bool:
    """Return whether the renewal came in before what it ends."""
    if expired.resident_id is None:
        return False
    between = (expired.occurred_at, expired.occurred_at + _LONGEST)
    later = repository.of_resident(work.session, expired.resident_id, between, (RENEWED,))
    return any(
        isinstance(each.body, PlanLeaseRenewed) and each.body.expired_at == expired.occurred_at
        for each in later
    )


def _reason(sender: Sender, event: Event) -> Reason:
    return Reason(
        dedup_key=_key(sender.robot_id, event.occurred_at),
        cause=Cause.PLAN_UNCONFIRMED,
        unit_id=sender.unit_of(event.resident_id),
        robot_id=sender.robot_id,
        event_id=event.id,
    )


def _key(robot_id: UUID, expired_at: datetime) -> str:
    return f"lease:{robot_id}:{expired_at.astimezone(UTC).isoformat()}"
