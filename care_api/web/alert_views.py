"""Alerts as the pages show them: with the names that an alert only knows by id."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import service as alerts
from care_api.alerts.alert import Alert, Step
from care_api.residents import service as residents
from care_api.robots import service as robots
from care_api.staff import service as staff_service
from care_api.staff.service import StaffIdentity
from care_api.tasks import service as tasks
from care_api.web.views import AlertStep, AlertView


def shown_alerts(
    session: Session, found: Sequence[Alert], reader: StaffIdentity
) -> tuple[AlertView, ...]:
    """Return alerts with the names in them, in the order given; four queries for all."""
    owners = staff_service.names(session, {alert.owner_id for alert in found if alert.owner_id})
    units = {alert.unit_id for alert in found}
    people = {person.id: person.name for person in residents.of_units(session, units)}
    machines = robots.names(session, units)
    about = tasks.by_ids(session, [a.occurrence_id for a in found if a.occurrence_id])
    titles = {occurrence: task.title for occurrence, task in about.items()}
    return tuple(_view(alert, reader, owners, people, machines | titles) for alert in found)


def shown_history(session: Session, alert_id: UUID) -> tuple[AlertStep, ...]:
    """Return what was done about an alert, oldest first."""
    steps = alerts.history(session, alert_id)
    names = staff_service.names(session, {step.staff_id for step in steps if step.staff_id})
    return tuple(_step(step, names) for step in steps)


def _view(
    alert: Alert,
    reader: StaffIdentity,
    owners: dict[UUID, str],
    people: dict[UUID, str],
    subjects: dict[UUID, str],
) -> AlertView:
    subject = alert.occurrence_id or (None if alert.resident_id else alert.robot_id)
    return AlertView(
        id=alert.id,
        resident_id=alert.resident_id,
        resident_name=people.get(alert.resident_id) if alert.resident_id else None,
        cause=alert.cause,
        subject=subjects.get(subject) if subject else None,
        code=alert.code,
        severity=alert.severity,
        state=alert.state,
        raised_at=alert.raised_at,
        acknowledge_by=alert.acknowledge_by,
        owner_name=owners.get(alert.owner_id) if alert.owner_id else None,
        is_mine=alert.owner_id == reader.id,
    )


def _step(step: Step, names: dict[UUID, str]) -> AlertStep:
    return AlertStep(
        at=step.at,
        action=step.action,
        staff_name=names.get(step.staff_id) if step.staff_id else None,
        note=step.note,
    )
