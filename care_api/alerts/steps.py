"""One step of one alert: the row, its history and the event belong together."""

from uuid import UUID

from care_api.alerts import repository
from care_api.alerts.state import AlertAction, AlertState, state_after
from care_api.alerts.tables import AlertActionRow, AlertRow
from care_api.db import Work
from care_api.errors import TransitionError
from care_api.events import journal
from codebook.alert import AlertAcknowledged, AlertClosed, AlertHandled, AlertRaised, Severity
from codebook.event import ServerBody


def take(
    work: Work, row: AlertRow, action: AlertAction, *, staff_id: UUID | None, note: str = ""
) -> None:
    """Take a step: the row, its history and the event, together.

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
            row.owner_id = staff_id
            row.acknowledged_at = row.acknowledged_at or work.now
            body = AlertAcknowledged(alert_id=row.id, staff_id=staff_id)
        case AlertAction.HANDLE if staff_id:
            row.handled_at = work.now
            body = AlertHandled(alert_id=row.id, staff_id=staff_id, note=note)
        case _:
            row.closed_at = work.now
            body = AlertClosed(alert_id=row.id, staff_id=staff_id)
    note_down(work, row, action, staff_id=staff_id, note=note)
    journal.append(work, body, unit_id=row.unit_id, resident_id=row.resident_id)


def note_down(
    work: Work, row: AlertRow, action: AlertAction, *, staff_id: UUID | None = None, note: str = ""
) -> None:
    """Write a step into the alert's history."""
    work.session.add(
        AlertActionRow(
            alert_id=row.id,
            number=repository.last_action(work.session, row.id) + 1,
            at=work.now,
            staff_id=staff_id,
            action=action.value,
            state=row.state,
            note=note,
        )
    )


def tell_raised(work: Work, row: AlertRow) -> None:
    """Append the event that an alert was raised, or became graver."""
    body = AlertRaised(
        alert_id=row.id,
        code=row.code,
        severity=Severity(row.severity),
        cause_event_id=row.cause_event_id,
    )
    journal.append(work, body, unit_id=row.unit_id, resident_id=row.resident_id)
