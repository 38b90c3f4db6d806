"""What the server itself does with alerts: raise, worsen, resolve."""

from collections.abc import Collection
from uuid import UUID

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
from care_api.on_call import service as on_call
from codebook.alert import AlertClarified, AlertWorsened, Severity


def raise_alert(work: Work, reason: Reason) -> None:
    """Raise an alert, unless its cause has one; a graver reason for an open one worsens it."""
    raise_each(work, [reason])


def raise_each(work: Work, reasons: Collection[Reason]) -> None:
    """Raise an alert for each of the reasons, as `raise_alert` does.

    A region without network has hundreds at once: what they need is asked and written together.
    """
    if not reasons:
        return
    lock(work.session, Lock.STREAM)
    keys = [reason.dedup_key for reason in reasons]
    present = {row.dedup_key: row for row in repository.by_dedup_keys(work.session, keys)}
    fresh: dict[str, Reason] = {}
    for reason in reasons:
        if reason.dedup_key not in present:
            fresh.setdefault(reason.dedup_key, reason)
    present |= _raise(work, fresh.values())
    for reason in reasons:
        _worsen(work, present[reason.dedup_key], reason.weight)


def _raise(work: Work, reasons: Collection[Reason]) -> dict[str, AlertRow]:
    """Raise alerts of causes that have none yet; return them by their causes."""
    unit_ids = {reason.unit_id for reason in reasons}
    unit_rules.look_up(work.session, unit_ids)
    on_call.look_up(work.session, unit_ids)
    rows = [_row(work, reason) for reason in reasons]
    work.session.add_all(rows)
    work.session.flush()
    for row in rows:
        steps.note_down(work, row, AlertAction.RAISE, is_first=True)
    climbing.begin(work, rows)
    return {row.dedup_key: row for row in rows}


def _row(work: Work, reason: Reason) -> AlertRow:
    due = unit_rules.due(work, reason.unit_id, reason.weight)
    return AlertRow(
        id=new_id(work.now),
        dedup_key=reason.dedup_key,
        unit_id=reason.unit_id,
        resident_id=reason.resident_id,
        robot_id=reason.robot_id,
        occurrence_id=reason.occurrence_id,
        cause_event_id=reason.event_id,
        cause=reason.cause.value,
        code=CLASSIFICATIONS[reason.cause].code,
        severity=int(reason.weight),
        state=AlertState.REPORTED.value,
        raised_at=work.now,
        acknowledge_by=due.acknowledge_by,
        handle_by=due.handle_by,
        first_acknowledge_by=due.acknowledge_by,
        first_handle_by=due.handle_by,
    )


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
    still_open = repository.open_among(work.session, dedup_keys) if dedup_keys else ()
    if not still_open:
        return  # by far the most common case
    lock(work.session, Lock.STREAM)
    for row in repository.by_dedup_keys(work.session, still_open):
        _resolve(work, row)


def resolve_all(work: Work, unit_id: UUID, prefix: str) -> None:
    """Close a unit's open alerts whose dedup key starts with `prefix`."""
    if not repository.is_any_open(work.session, unit_id, prefix):
        return  # by far the most common case, which need not wait for the log
    lock(work.session, Lock.STREAM)
    for row in repository.with_prefix(work.session, unit_id, prefix):
        _resolve(work, row)


def is_any_open(session: Session, unit_id: UUID, prefix: str) -> bool:
    """Return whether an alert of a unit is open whose dedup key starts with `prefix`."""
    return repository.is_any_open(session, unit_id, prefix)


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
