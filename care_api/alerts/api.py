"""Alerts for programs that staff use; the pages do the same."""

from fastapi import APIRouter

from care_api.alerts import frequency, service
from care_api.alerts.schemas import (
    AlertOut,
    FrequencyOut,
    HandingOver,
    Handling,
    LadderOut,
    NotificationOut,
    StepOut,
)
from care_api.deps import AlertToHandle, AlertUnits, CurrentStaff, NoteNamed, Now, Reading, Writing
from care_api.notifications import service as notifications

router = APIRouter(prefix="/alerts", tags=["alerts"])


@router.get("")
def read_alerts(units: AlertUnits, session: Reading, note_named: NoteNamed) -> tuple[AlertOut, ...]:
    """Return the open alerts of the caller's units, gravest first."""
    found = service.open_alerts(session, units)
    note_named(alert.resident_id for alert in found)
    return tuple(AlertOut.model_validate(alert) for alert in found)


@router.get("/frequent")
def read_frequent(
    units: AlertUnits, session: Reading, now: Now, note_named: NoteNamed
) -> tuple[FrequencyOut, ...]:
    """Return who had alerts in the last 30 days, and about what, most first."""
    found = frequency.of_units(session, units, now)
    note_named(each.resident_id for each in found)
    return tuple(FrequencyOut.model_validate(each) for each in found)


@router.get("/{alert_id}/ladder")
def read_ladder(alert: AlertToHandle, session: Reading) -> LadderOut:
    """Return how far an alert has come on its ladder, and who was told when and how."""
    progress = service.ladder_progress(session, alert)
    told = notifications.of_alert(session, alert.id)
    return LadderOut(
        rung=progress.rung,
        rungs=progress.rungs,
        next_at=progress.next_at,
        notifications=tuple(NotificationOut.model_validate(each) for each in told),
        action_plan=progress.action_plan,
    )


@router.get("/{alert_id}/steps")
def steps(alert: AlertToHandle, session: Reading) -> tuple[StepOut, ...]:
    """Return what was done about an alert, oldest first."""
    return tuple(StepOut.model_validate(step) for step in service.history(session, alert.id))


@router.post("/{alert_id}/own")
def own(alert: AlertToHandle, staff: CurrentStaff, work: Writing) -> AlertOut:
    """Take an alert on."""
    return AlertOut.model_validate(service.own(work, alert.id, staff.id))


@router.post("/{alert_id}/acknowledge")
def acknowledge(alert: AlertToHandle, staff: CurrentStaff, work: Writing) -> AlertOut:
    """Answer for an alert."""
    return AlertOut.model_validate(service.acknowledge(work, alert.id, staff.id))


@router.post("/{alert_id}/handle")
def handle(
    alert: AlertToHandle, handling: Handling, staff: CurrentStaff, work: Writing
) -> AlertOut:
    """Write down what was done."""
    handled = service.handle(work, alert.id, staff.id, handling.note, handling.finding)
    return AlertOut.model_validate(handled)


@router.post("/{alert_id}/hand-over")
def hand_over(
    alert: AlertToHandle, handing: HandingOver, staff: CurrentStaff, work: Writing
) -> AlertOut:
    """Give an alert of one's own to a colleague."""
    return AlertOut.model_validate(service.hand_over(work, alert.id, staff.id, handing.to_staff_id))


@router.post("/{alert_id}/close")
def close(alert: AlertToHandle, staff: CurrentStaff, work: Writing) -> AlertOut:
    """End a handled alert for good."""
    return AlertOut.model_validate(service.close(work, alert.id, staff.id))
