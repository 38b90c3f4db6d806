"""One step of one alert: the row, its history, the event and the ladder belong together."""

from uuid import UUID

from care_api.alerts import climbing, repository, unit_rules
from care_api.alerts.state import AlertAction, AlertState, state_after
from care_api.alerts.tables import AlertActionRow, AlertRow
from care_api.db import Work
from care_api.errors import TransitionError
from care_api.events import journal
from codebook.alert import (
    AlertAcknowledged,
    AlertClosed,
    AlertHandedBack,
    AlertHandedOver,
    AlertHandled,
    AlertResolved,
    Finding,
    Severity,
)
from codebook.event import ServerBody


def take(
    work: Work,
    row: AlertRow,
    action: AlertAction,
    *,
    staff_id: UUID | None,
    note: str = "",
    finding: Finding | None = None,
) -> None:
    """Take a step: the row, its history, the event and what it means for the ladder, together.

    Raises:
        TransitionError: The alert's state does not allow it.
    """
    state = state_after(AlertState(row.state), action)
    if state is None:
        raise TransitionError(f"An alert that is {row.state} cannot take the step {action.value}.")
    row.state = state.value
    body: ServerBody
    match action:
        case AlertAction.OWN | AlertAction.ACKNOWLEDGE if staff_id:
            _give_to(work, row, staff_id)
            body = AlertAcknowledged(alert_id=row.id, staff_id=staff_id)
        case AlertAction.HANDLE if staff_id:
            row.handled_at = work.now
            row.finding = finding.value if finding else None
            body = AlertHandled(alert_id=row.id, staff_id=staff_id, note=note, finding=finding)
        case AlertAction.RESOLVE:
            row.closed_at = work.now
            body = AlertResolved(alert_id=row.id)
        case _:
            row.closed_at = work.now
            body = AlertClosed(alert_id=row.id, staff_id=staff_id)
    note_down(work, row, action, staff_id=staff_id, note=note)
    tell(work, row, body)
    if state in {AlertState.IN_PROGRESS, AlertState.ACKNOWLEDGED}:
        climbing.pause(work, row)
    else:
        climbing.stop(work, row)


def _give_to(work: Work, row: AlertRow, staff_id: UUID) -> None:
    if row.owner_id != staff_id:
        row.owned_at = work.now
    row.owner_id = staff_id
    row.acknowledged_at = row.acknowledged_at or work.now


def hand_back(work: Work, row: AlertRow) -> None:
    """Give an owned alert back to its unit, with a deadline of its own, and tell them."""
    state = state_after(AlertState(row.state), AlertAction.HAND_BACK)
    if state is None or row.owner_id is None:
        raise TransitionError(f"An alert that is {row.state} cannot be handed back.")
    owner_id, row.owner_id, row.owned_at, row.state = row.owner_id, None, None, state.value
    due = unit_rules.due(work, row.unit_id, Severity(row.severity))
    row.acknowledge_by, row.handle_by = due.acknowledge_by, due.handle_by
    note_down(work, row, AlertAction.HAND_BACK, staff_id=owner_id)
    tell(work, row, AlertHandedBack(alert_id=row.id, staff_id=owner_id))
    climbing.begin_again(work, row)


def hand_over(work: Work, row: AlertRow, to_staff_id: UUID) -> None:
    """Let a colleague of its owner own it from now on; its deadlines stay."""
    state = state_after(AlertState(row.state), AlertAction.HAND_OVER)
    if state is None or row.owner_id is None:
        raise TransitionError(f"An alert that is {row.state} cannot be handed over.")
    owner_id, row.owner_id, row.owned_at = row.owner_id, to_staff_id, work.now
    note_down(work, row, AlertAction.HAND_OVER, staff_id=owner_id, to_staff_id=to_staff_id)
    tell(work, row, AlertHandedOver(alert_id=row.id, staff_id=owner_id, to_staff_id=to_staff_id))
    climbing.pause(work, row)


def note_down(  # noqa: PLR0913 - the columns of one row
    work: Work,
    row: AlertRow,
    action: AlertAction,
    *,
    staff_id: UUID | None = None,
    to_staff_id: UUID | None = None,
    note: str = "",
    is_first: bool = False,
) -> None:
    """Write a step into the alert's history."""
    before = 0 if is_first else repository.last_action(work.session, row.id)
    work.session.add(
        AlertActionRow(
            alert_id=row.id,
            number=before + 1,
            at=work.now,
            staff_id=staff_id,
            to_staff_id=to_staff_id,
            action=action.value,
            state=row.state,
            note=note,
        )
    )


def tell(work: Work, row: AlertRow, body: ServerBody) -> None:
    """Append an event of the alert's life."""
    journal.append(work, body, unit_id=row.unit_id, resident_id=row.resident_id)
