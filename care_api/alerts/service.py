"""What staff do with alerts: see them, own them, handle them, close them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import repository, steps, unit_rules
from care_api.alerts.alert import Alert, Step
from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertAction, AlertState
from care_api.alerts.tables import AlertRow
from care_api.commands import service as commands
from care_api.db import Lock, Work, lock
from care_api.errors import NotFoundError, TransitionError
from care_api.staff import service as staff_service
from care_api.staff.role import Permission
from codebook.alert import Finding, Severity
from codebook.command import AlertSeen


def own(work: Work, alert_id: UUID, staff_id: UUID) -> Alert:
    """Let somebody take an alert on, also from a colleague.

    Raises:
        TransitionError: It is handled or closed.
    """
    return _by_staff(work, alert_id, staff_id, AlertAction.OWN)


def own_as_seen(work: Work, alert_id: UUID, staff_id: UUID, owner_id: UUID | None) -> Alert:
    """Let somebody take an alert on from whoever had it when she looked.

    Args:
        work: The change.
        alert_id: The alert.
        staff_id: Who takes it on.
        owner_id: Who had it on the page that she saw; None: nobody.

    Raises:
        TransitionError: Somebody else has it by now, or it is handled or closed.
    """
    lock(work.session, Lock.STREAM)
    row = repository.locked(work.session, alert_id)
    if row is not None and row.owner_id not in {owner_id, staff_id}:
        raise TransitionError("Somebody else has taken it since the page was read.")
    return own(work, alert_id, staff_id)


def acknowledge(work: Work, alert_id: UUID, staff_id: UUID) -> Alert:
    """Let somebody answer for an alert, who owns it from now on.

    Raises:
        TransitionError: It is acknowledged already, or over.
    """
    return _by_staff(work, alert_id, staff_id, AlertAction.ACKNOWLEDGE)


def handle(
    work: Work, alert_id: UUID, staff_id: UUID, note: str, finding: Finding | None = None
) -> Alert:
    """Write down what was done, and what was behind it.

    Raises:
        TransitionError: Nobody has taken it on yet, or it is over.
    """
    return _by_staff(work, alert_id, staff_id, AlertAction.HANDLE, note, finding)


def hand_over(work: Work, alert_id: UUID, staff_id: UUID, to_staff_id: UUID) -> Alert:
    """Give an alert that one owns to a colleague of the same unit.

    Raises:
        TransitionError: It is not `staff_id` who owns it, or it is handled or over.
        NotFoundError: `to_staff_id` is no colleague who handles the unit's alerts.
    """
    lock(work.session, Lock.STREAM)
    row = repository.locked(work.session, alert_id)
    if row is None:
        raise NotFoundError("No such alert.")
    if row.owner_id != staff_id:
        raise TransitionError("Only its owner hands an alert over.")
    colleagues = staff_service.colleagues(work.session, row.unit_id, Permission.HANDLE_ALERTS)
    if to_staff_id == staff_id or to_staff_id not in colleagues:
        raise NotFoundError("to_staff_id: no colleague who handles alerts of this unit.")
    steps.hand_over(work, row, to_staff_id)
    return _alert(row)


def hand_over_all(work: Work, unit_id: UUID, staff_id: UUID, to_staff_id: UUID) -> int:
    """Give all that somebody owns in a unit to whoever takes over; return how many."""
    lock(work.session, Lock.STREAM)
    rows = repository.owned_by(work.session, unit_id, staff_id)
    for row in rows:
        steps.hand_over(work, row, to_staff_id)
    return len(rows)


def close(work: Work, alert_id: UUID, staff_id: UUID) -> Alert:
    """End a handled alert for good.

    Raises:
        TransitionError: It is not handled yet, or closed already.
    """
    return _by_staff(work, alert_id, staff_id, AlertAction.CLOSE)


def _by_staff(
    work: Work,
    alert_id: UUID,
    staff_id: UUID,
    action: AlertAction,
    note: str = "",
    finding: Finding | None = None,
) -> Alert:
    lock(work.session, Lock.STREAM)
    row = repository.locked(work.session, alert_id)
    if row is None:
        raise NotFoundError("No such alert.")
    is_first_seen = row.acknowledged_at is None
    steps.take(work, row, action, staff_id=staff_id, note=note, finding=finding)
    if is_first_seen and row.acknowledged_at is not None and row.resident_id is not None:
        seen = AlertSeen(alert_id=row.id, code=row.code, cause_event_id=row.cause_event_id)
        commands.tell_seen(work, row.resident_id, seen, robot_id=row.robot_id)
    return _alert(row)


def open_alerts(session: Session, unit_ids: Iterable[UUID]) -> tuple[Alert, ...]:
    """Return what the units still have to deal with, gravest first."""
    return tuple(_alert(row) for row in repository.of_units(session, unit_ids, is_open=True))


def count_reported(session: Session, unit_ids: Iterable[UUID]) -> int:
    """Return how many of the units' alerts nobody has taken on."""
    return repository.count_reported(session, unit_ids)


def closed_alerts(session: Session, unit_ids: Iterable[UUID]) -> tuple[Alert, ...]:
    """Return the units' latest closed alerts, newest first."""
    return tuple(_alert(row) for row in repository.of_units(session, unit_ids, is_open=False))


def find(session: Session, alert_id: UUID, unit_ids: Iterable[UUID]) -> Alert | None:
    """Return one alert of the units."""
    row = repository.in_units(session, alert_id, unit_ids)
    return _alert(row) if row else None


def by_ids(session: Session, alert_ids: Iterable[UUID]) -> dict[UUID, Alert]:
    """Return id -> alert, of those that are there."""
    return {row.id: _alert(row) for row in repository.by_ids(session, alert_ids)}


def raised_between(
    session: Session, unit_id: UUID, start: datetime, end: datetime
) -> tuple[Alert, ...]:
    """Return a unit's alerts raised in [start, end), oldest first."""
    return tuple(_alert(row) for row in repository.raised_between(session, unit_id, start, end))


def history(session: Session, alert_id: UUID) -> tuple[Step, ...]:
    """Return an alert's steps, oldest first."""
    return tuple(
        Step(
            at=row.at,
            staff_id=row.staff_id,
            to_staff_id=row.to_staff_id,
            action=AlertAction(row.action),
            state=AlertState(row.state),
            note=row.note,
        )
        for row in repository.actions(session, alert_id)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderProgress:
    """How far an alert has come on its unit's ladder."""

    rung: int
    """The next one, 0 for the first."""
    rungs: int
    next_at: datetime | None
    """When the next contact is told; None: nobody is, as things stand."""
    action_plan: str | None
    """The unit's own; None: as by default."""


def ladder_progress(session: Session, alert: Alert) -> LadderProgress:
    """Return how far an alert has come, and what its unit has agreed to do about it."""
    rules = unit_rules.of_unit(session, alert.unit_id)
    climb = repository.climb(session, alert.id)
    return LadderProgress(
        rung=climb.rung if climb else 0,
        rungs=rules.of(alert.severity).as_ladder.height,
        next_at=climb.next_at if climb else None,
        action_plan=rules.plan_for(alert.cause),
    )


def open_counts(session: Session, resident_ids: Iterable[UUID]) -> dict[UUID, tuple[int, Severity]]:
    """Return resident -> (how many alerts are open, the gravest); those without are left out."""
    counts = repository.open_counts(session, resident_ids)
    return {resident: (count, Severity(grave)) for resident, (count, grave) in counts.items()}


def _alert(row: AlertRow) -> Alert:
    return Alert(
        id=row.id,
        unit_id=row.unit_id,
        resident_id=row.resident_id,
        robot_id=row.robot_id,
        occurrence_id=row.occurrence_id,
        cause=Cause(row.cause),
        code=row.code,
        severity=Severity(row.severity),
        state=AlertState(row.state),
        owner_id=row.owner_id,
        raised_at=row.raised_at,
        acknowledge_by=row.acknowledge_by,
        handle_by=row.handle_by,
        first_acknowledge_by=row.first_acknowledge_by,
        first_handle_by=row.first_handle_by,
        acknowledged_at=row.acknowledged_at,
        handled_at=row.handled_at,
        closed_at=row.closed_at,
        finding=Finding(row.finding) if row.finding else None,
    )
