"""Commands that no robot fetched in time: whoever sent one must not believe that it was done."""

from collections.abc import Iterable
from uuid import UUID

from care_api.alerts import raising
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.commands import service
from care_api.db import Lock, Work, lock


def alert_about_undelivered(work: Work) -> int:
    """Alert about each command whose time ran out undelivered; return how many.

    The server's own word that somebody has seen an alert needs none: the resident was promised
    nothing, and the alert itself goes on.
    """
    lock(work.session, Lock.STREAM)  # before the commands, as an upload does: no deadlock
    expired = service.expire(work)
    for view in expired:
        if view.sent_by is None:
            continue
        reason = Reason(
            dedup_key=_key(view.command.id),
            cause=Cause.COMMAND_UNDELIVERED,
            unit_id=view.unit_id,
            resident_id=view.command.resident_id,
            robot_id=view.robot_id,
        )
        raising.raise_alert(work, reason)
    return len(expired)


def arrived_after_all(work: Work, command_ids: Iterable[UUID]) -> None:
    """Let the alerts rest about commands of which the robot tells late."""
    for command_id in command_ids:
        raising.resolve(work, _key(command_id))


def _key(command_id: UUID) -> str:
    return f"command:{command_id}:undelivered"
