"""What the server itself does with alerts: raise, worsen, resolve."""

from collections.abc import Collection

from sqlmodel import Session

from care_api.alerts import climbing, repository, steps, unit_rules
from care_api.alerts.alert import Reason
from care_api.alerts.cause import CLASSIFICATIONS, Cause
from care_api.alerts.deadlines import Due, sooner
from care_api.alerts.ladder import Standing
from care_api.alerts.state import AlertAction, AlertState, state_after
from care_api.alerts.tables import AlertRow
from care_api.db import Lock, Work, lock
from care_api.events.identity import new_id
from codebook.alert import AlertClarified, AlertRaised, AlertWorsened, Severity


def raise_alert(work: Work, reason: Reason) -> None:
    """Raise an alert, unless its cause has one; a graver reason for an open one worsens it."""
    lock(work.session, Lock.STREAM)
    present = repository.by_dedup_key(work.session, reason.dedup_key)
    if present is not None:
        _worsen(work, present, reason.weight)
        return
    classification = CLASSIFICATIONS[reason.cause]
    due = unit_rules.due(work, reason.unit_id, reason.weight)
    row = AlertRow(
        id=new_id(work.now),
        dedup_key=reason.dedup_key,
        unit_id=reason.unit_id,
        resident_id=reason.resident_id,
        robot_id=reason.robot_id,
        occurrence_id=reason.occurrence_id,
        cause_event_id=reason.event_id,
        cause=reason.cause.value,
        code=classification.code,
        severity=int(reason.weight),
        state=AlertState.REPORTED.value,
        raised_at=work.now,
        acknowledge_by=due.acknowledge_by,
        handle_by=due.handle_by,
        first_acknowledge_by=due.acknowledge_by,
        first_handle_by=due.handle_by,
    )
    work.session.add(row)
    work.session.flush()
    steps.note_down(work, row, AlertAction.RAISE, is_first=True)
    raised = AlertRaised(
        alert_id=row.id,
        code=row.code,
        severity=reason.weight,
        cause_event_id=row.cause_event_id,
    )
    climbing.begin(work, row, raised)


def _worsen(work: Work, row: AlertRow, severity: Severity) -> None:
    if severity <= row.severity:
        return
    row.severity = int(severity)
    steps.note_down(work, row, AlertAction.WORSEN)
    steps.tell(work, row, AlertWorsened(alert_id=row.id, severity=severity))
    if not AlertState(row.state).is_open:
        return  # a closed one only becomes truer, and pages nobody
    before = Due(acknowledge_by=row.acknowledge_by, handle_by=row.handle_by)
    due = sooner(before, unit_rules.due(work, row.unit_id, severity))
    row.acknowledge_by, row.handle_by = due.acknowledge_by, due.handle_by
    if row.acknowledged_at is None:
        row.first_acknowledge_by = min(row.first_acknowledge_by, due.acknowledge_by)
    row.first_handle_by = min(row.first_handle_by, due.handle_by)
    match climbing.standing(AlertState(row.state)):
        case Standing.UNTAKEN:
            climbing.begin_again(work, row)
        case Standing.TAKEN:
            climbing.pause(work, row)
        case Standing.OVER:
            pass


def clarify(work: Work, dedup_key: str, cause: Cause) -> None:
    """Say better what the alert under that key is about, if it has one and it says otherwise."""
    lock(work.session, Lock.STREAM)
    row = repository.by_dedup_key(work.session, dedup_key)
    if row is None or row.cause == cause.value:
        return
    row.cause = cause.value
    row.code = CLASSIFICATIONS[cause].code
    steps.note_down(work, row, AlertAction.CLARIFY)
    steps.tell(work, row, AlertClarified(alert_id=row.id, code=row.code))


def resolve(work: Work, dedup_key: str) -> None:
    """Close the cause's alert, if it has one that nobody has handled yet: a later report came."""
    lock(work.session, Lock.STREAM)
    row = repository.by_dedup_key(work.session, dedup_key)
    if row is not None:
        _resolve(work, row)


def resolve_each(work: Work, dedup_keys: Collection[str]) -> None:
    """Close the causes' alerts, of those that have one that nobody has handled yet."""
    for row in repository.by_dedup_keys(work.session, dedup_keys) if dedup_keys else ():
        lock(work.session, Lock.STREAM)
        _resolve(work, row)


def resolve_all(work: Work, prefix: str) -> None:
    """Close the open alerts whose dedup key starts with `prefix`."""
    if not repository.is_any_open(work.session, prefix):
        return  # by far the most common case, which need not wait for the log
    lock(work.session, Lock.STREAM)
    for row in repository.with_prefix(work.session, prefix):
        _resolve(work, row)


def is_any_open(session: Session, prefix: str) -> bool:
    """Return whether an alert is open whose dedup key starts with `prefix`."""
    return repository.is_any_open(session, prefix)


def _resolve(work: Work, row: AlertRow) -> None:
    if state_after(AlertState(row.state), AlertAction.RESOLVE) is not None:
        steps.take(work, row, AlertAction.RESOLVE, staff_id=None)


def add_note(work: Work, dedup_key: str, note: str) -> None:
    """Add what a nurse should know to the cause's alert, once, if it has one that is not over."""
    lock(work.session, Lock.STREAM)
    row = repository.by_dedup_key(work.session, dedup_key)
    if row is None or not AlertState(row.state).is_open:
        return
    if all(action.note != note for action in repository.actions(work.session, row.id)):
        steps.note_down(work, row, AlertAction.NOTE, note=note)
