"""What becomes of open alerts when their resident moves, or the service ends for them."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import climbing, repository, steps
from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertAction, AlertState
from care_api.alerts.tables import AlertRow
from care_api.db import Lock, Work, lock
from care_api.notifications import outbox
from care_api.staff import service as staff_service
from care_api.staff.role import Permission

CAME_ALONG = "came_with_resident"
"""The note on an alert that another unit has from now on: a code that the pages put into words."""
SERVICE_ENDED = "service_ended"
"""The note on an alert that has ended with the service."""
MOOT = frozenset(
    {
        Cause.MEDICATION_UNANSWERED,
        Cause.CHECK_IN_UNANSWERED,
        Cause.COMMAND_UNDELIVERED,
        Cause.PLAN_UNCONFIRMED,
        Cause.ROBOT_FAULT,
    }
)
"""What asks for nothing any more once nothing is expected of the resident: nobody has said it."""


def move(work: Work, resident_id: UUID, robot_ids: Iterable[UUID], unit_id: UUID) -> None:
    """Let another unit answer a resident's open alerts, and those about robots that go along.

    Who owns one and does not work there has it no more; the new unit is told from the foot of its
    own ladder.
    """
    lock(work.session, Lock.STREAM)
    known = staff_service.colleagues(work.session, unit_id, Permission.HANDLE_ALERTS)
    for row in repository.open_about(work.session, resident_id, robot_ids):
        row.unit_id = unit_id
        work.session.add(row)
        outbox.withdraw(work, row.id)
        steps.note_down(work, row, AlertAction.NOTE, note=CAME_ALONG)
        match AlertState(row.state):
            case AlertState.IN_PROGRESS | AlertState.ACKNOWLEDGED if row.owner_id not in known:
                steps.hand_back(work, row)
            case AlertState.REPORTED:
                climbing.begin_again(work, row)
            case _:
                pass


def to_handle_first(session: Session, resident_id: UUID) -> tuple[UUID, ...]:
    """Return the alerts that hold up an end of the service: somebody has said what they are about.

    The gravest first.
    """
    rows = repository.open_about(session, resident_id, ())
    return tuple(row.id for row in sorted(rows, key=_gravity) if _must_be_handled(row))


def end(work: Work, resident_id: UUID, staff_id: UUID | None) -> None:
    """Close what asks for nothing any more, or is handled; `staff_id` ends the service."""
    lock(work.session, Lock.STREAM)
    for row in repository.open_about(work.session, resident_id, ()):
        if AlertState(row.state) is AlertState.HANDLED:
            steps.take(work, row, AlertAction.CLOSE, staff_id=staff_id, note=SERVICE_ENDED)
        elif not _must_be_handled(row):
            steps.take(work, row, AlertAction.RESOLVE, staff_id=None, note=SERVICE_ENDED)


def _must_be_handled(row: AlertRow) -> bool:
    return AlertState(row.state) is not AlertState.HANDLED and Cause(row.cause) not in MOOT


def _gravity(row: AlertRow) -> tuple[int, float]:
    return -row.severity, row.raised_at.timestamp()
