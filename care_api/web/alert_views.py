"""Alerts as the pages show them: with the names that an alert only knows by id."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import frequency
from care_api.alerts import service as alerts
from care_api.alerts.alert import Alert, Step
from care_api.notifications import service as notifications
from care_api.residents import service as residents
from care_api.robots import service as robots
from care_api.staff import service as staff_service
from care_api.staff.role import Permission
from care_api.staff.service import StaffIdentity
from care_api.tasks import service as tasks
from care_api.web.action_plans import ACTION_PLANS
from care_api.web.views import AlertStep, AlertView, CaseView, FrequentRow


def shown_alerts(
    session: Session, found: Sequence[Alert], reader: StaffIdentity
) -> tuple[AlertView, ...]:
    """Return alerts with the names in them, in the order given; four queries for all."""
    owners = staff_service.names(session, {alert.owner_id for alert in found if alert.owner_id})
    units = {alert.unit_id for alert in found}
    about_people = [alert.resident_id for alert in found if alert.resident_id]
    people = residents.names(session, about_people, units)
    about_robots = any(alert.resident_id is None for alert in found)
    machines = robots.names(session, units if about_robots else ())
    titles = tasks.titles(session, [a.occurrence_id for a in found if a.occurrence_id])
    return tuple(_view(alert, reader, owners, people, machines | titles) for alert in found)


def shown_history(session: Session, alert_id: UUID) -> tuple[AlertStep, ...]:
    """Return what was done about an alert, oldest first."""
    steps = alerts.history(session, alert_id)
    named = {step.staff_id for step in steps} | {step.to_staff_id for step in steps}
    names = staff_service.names(session, {each for each in named if each})
    return tuple(_step(step, names) for step in steps)


def shown_case(session: Session, alert: Alert, reader: StaffIdentity) -> CaseView:
    """Return whom an alert was told to, what to do about it, and who could take it over."""
    people = staff_service.colleagues(session, alert.unit_id, Permission.HANDLE_ALERTS)
    progress = alerts.ladder_progress(session, alert)
    return CaseView(
        progress=progress,
        told=notifications.of_alert(session, alert.id),
        plan=progress.action_plan or ACTION_PLANS[alert.cause],
        is_own_plan=progress.action_plan is not None,
        colleagues={each: name for each, name in people.items() if each != reader.id},
    )


def shown_frequent(
    session: Session, units: frozenset[UUID], now: datetime
) -> tuple[FrequentRow, ...]:
    """Return who had alerts in the last 30 days, most first."""
    names = {
        person.id: person.name for person in residents.of_units(session, units, with_former=True)
    }
    return tuple(
        FrequentRow(
            resident_id=each.resident_id,
            resident_name=names[each.resident_id],
            count=each.count,
            is_often=each.is_often,
            causes=each.causes,
        )
        for each in frequency.of_units(session, units, now)
        if each.resident_id in names  # lives elsewhere by now
    )


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
        owner_id=alert.owner_id,
        owner_name=owners.get(alert.owner_id) if alert.owner_id else None,
        is_mine=alert.owner_id == reader.id,
        is_in_care=alert.unit_id in reader.units_where(Permission.READ_CARE)
        and (alert.resident_id is None or alert.resident_id in people),
        handle_by=alert.handle_by,
        finding=alert.finding,
    )


def _step(step: Step, names: dict[UUID, str]) -> AlertStep:
    return AlertStep(
        at=step.at,
        action=step.action,
        staff_name=names.get(step.staff_id) if step.staff_id else None,
        to_name=names.get(step.to_staff_id) if step.to_staff_id else None,
        note=step.note,
    )
