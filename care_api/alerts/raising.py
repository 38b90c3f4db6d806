"""What the server itself does with alerts: raise, worsen, resolve."""

from care_api.alerts import repository, steps
from care_api.alerts.alert import Reason
from care_api.alerts.cause import ACKNOWLEDGE_WITHIN, CLASSIFICATIONS, Cause
from care_api.alerts.state import AlertAction, AlertState, state_after
from care_api.alerts.tables import AlertRow
from care_api.db import Lock, Work, lock
from care_api.events.identity import new_id
from codebook.alert import Severity


def raise_alert(work: Work, reason: Reason) -> None:
    """Raise an alert, unless its cause has one; a graver reason for an open one worsens it."""
    lock(work.session, Lock.STREAM)
    present = repository.by_dedup_key(work.session, reason.dedup_key)
    if present is not None:
        _worsen(work, present, reason.weight)
        return
    classification = CLASSIFICATIONS[reason.cause]
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
        acknowledge_by=work.now + ACKNOWLEDGE_WITHIN[reason.weight],
    )
    work.session.add(row)
    work.session.flush()
    steps.note_down(work, row, AlertAction.RAISE)
    steps.tell_raised(work, row)


def _worsen(work: Work, row: AlertRow, severity: Severity) -> None:
    if severity <= row.severity:
        return
    row.severity = int(severity)
    steps.note_down(work, row, AlertAction.WORSEN)
    if AlertState(row.state).is_open:  # a closed one only becomes truer, and pages nobody
        row.acknowledge_by = min(row.acknowledge_by, work.now + ACKNOWLEDGE_WITHIN[severity])
        steps.tell_raised(work, row)


def clarify(work: Work, dedup_key: str, cause: Cause) -> None:
    """Say better what the alert under that key is about, if it has one and it says otherwise."""
    lock(work.session, Lock.STREAM)
    row = repository.by_dedup_key(work.session, dedup_key)
    if row is None or row.cause == cause.value:
        return
    row.cause = cause.value
    row.code = CLASSIFICATIONS[cause].code
    steps.note_down(work, row, AlertAction.CLARIFY)
    if AlertState(row.state).is_open:
        steps.tell_raised(work, row)


def resolve(work: Work, dedup_key: str) -> None:
    """Close the cause's alert, if it has one that nobody has handled yet: a later report came."""
    lock(work.session, Lock.STREAM)
    row = repository.by_dedup_key(work.session, dedup_key)
    if row is not None:
        _resolve(work, row)


def resolve_all(work: Work, prefix: str) -> None:
    """Close the open alerts whose dedup key starts with `prefix`."""
    if not repository.is_any_open(work.session, prefix):
        return  # by far the most common case, which need not wait for the log
    lock(work.session, Lock.STREAM)
    for row in repository.with_prefix(work.session, prefix):
        _resolve(work, row)


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
