"""Alerts on their ladders: the rule's moves become events and notifications, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import ladder, repository, unit_rules
from care_api.alerts.foretelling import About, situation
from care_api.alerts.ladder import Climb, End, Page, Situation, Standing
from care_api.alerts.state import AlertState
from care_api.alerts.tables import AlertClimbRow, AlertRow
from care_api.db import Lock, Work, lock
from care_api.events import journal
from care_api.events.journal import Told
from care_api.notifications import outbox
from care_api.notifications.outbox import Order
from care_api.on_call import service as on_call
from care_api.on_call.contact import reached_by
from codebook.alert import (
    AlertEscalated,
    AlertNotified,
    AlertRaised,
    ChannelKind,
    EscalationCause,
    Severity,
)
from codebook.event import ServerBody


def begin(work: Work, alerts: Sequence[AlertRow]) -> None:
    """Put new alerts on their ladders, tell the first rungs, and append all of it to the log."""
    told: list[Told] = []
    for alert in alerts:
        raised = AlertRaised(
            alert_id=alert.id,
            code=alert.code,
            severity=Severity(alert.severity),
            cause_event_id=alert.cause_event_id,
        )
        after, events = _step(work, alert, ladder.begin(work.now))
        work.session.add(AlertClimbRow.model_validate({"alert_id": alert.id, **_columns(after)}))
        told.extend(Told(body, alert.unit_id, alert.resident_id) for body in (raised, *events))
    journal.append_each(work, told)


def begin_again(work: Work, alert: AlertRow) -> None:
    """Start from the foot: it became graver, or it is the unit's again."""
    _change(work, alert, ladder.again(_climb(work, alert), work.now))
    go_on(work, alert)


def pause(work: Work, alert: AlertRow) -> None:
    """Tell nobody further while its owner has time to handle it."""
    climb = _climb(work, alert)
    rules = unit_rules.of_unit(work.session, alert.unit_id).of(Severity(alert.severity))
    # Whoever takes over something that is late already has a moment to act, too.
    handle_by = max(alert.handle_by, work.now + rules.deadlines.acknowledge_within)
    _change(work, alert, ladder.taken(climb, handle_by))
    outbox.withdraw(work, alert.id)


def stop(work: Work, alert: AlertRow) -> None:
    """Tell nobody any more, ever."""
    _change(work, alert, ladder.over(_climb(work, alert)))
    outbox.withdraw(work, alert.id)


def not_reached(work: Work, alert: AlertRow, page: tuple[int, int]) -> None:
    """Go up at once: somebody on a rung could not be reached.

    Args:
        work: The transaction.
        alert: Whose ladder.
        page: Round and rung that were told.
    """
    _change(work, alert, ladder.not_reached(_climb(work, alert), page, work.now))
    go_on(work, alert)


def tick(work: Work) -> int:
    """Take every alert on whose time has come; return how many."""
    lock(work.session, Lock.STREAM)  # before the alerts, as an upload does: no deadlock
    found = repository.due_on_ladders(work.session, work.now)
    for alert in found:
        go_on(work, alert)
    return len(found)


def is_any_due(session: Session, now: datetime) -> bool:
    """Return whether any alert's time to go on has come."""
    return repository.is_any_due(session, now)


def go_on(work: Work, alert: AlertRow) -> None:
    """Do what the alert's ladder calls for now."""
    after, events = _step(work, alert, _climb(work, alert))
    _change(work, alert, after)
    if events:
        _append(work, alert, events)


def _step(work: Work, alert: AlertRow, before: Climb) -> tuple[Climb, list[ServerBody]]:
    """Return the climb after what it calls for now, and the events that say so."""
    seen = _situation(work, alert)
    after, move = ladder.step(before, seen, work.now)
    match move:
        case Page():
            return after, _tell(work, alert, move, seen)
        case End(rung=rung):
            ended = AlertEscalated(alert_id=alert.id, rung=rung, reason=EscalationCause.ENDED)
            return after, [ended]
        case None:
            return after, []


def _tell(work: Work, alert: AlertRow, page: Page, seen: Situation) -> list[ServerBody]:
    rung = seen.ladder.rung(page.rung)
    contacts = on_call.of_unit(work.session, alert.unit_id)
    order = Order(
        alert_id=alert.id,
        unit_id=alert.unit_id,
        severity=Severity(alert.severity),
        round=page.round,
        rung=page.rung,
        is_about_handling=seen.standing is Standing.TAKEN,
    )
    outbox.put(work, order, reached_by(rung, contacts, alert.resident_id, work.now))
    told: list[ServerBody] = [
        AlertNotified(
            alert_id=alert.id, channel=ChannelKind.IN_APP, contact_id=None, rung=page.rung
        )
    ]
    if page.rung > 0:
        told.insert(0, AlertEscalated(alert_id=alert.id, rung=page.rung, reason=page.why))
    return told


def _append(work: Work, alert: AlertRow, bodies: list[ServerBody]) -> None:
    journal.append(work, *bodies, unit_id=alert.unit_id, resident_id=alert.resident_id)


def _situation(work: Work, alert: AlertRow) -> Situation:
    about = About(
        severity=Severity(alert.severity),
        resident_id=alert.resident_id,
        standing=standing(AlertState(alert.state)),
    )
    rules = unit_rules.of_unit(work.session, alert.unit_id)
    contacts = on_call.of_unit(work.session, alert.unit_id)
    return situation(rules, contacts, about, work.now)


def standing(state: AlertState) -> Standing:
    """Return how an alert stands, as far as a ladder cares."""
    match state:
        case AlertState.REPORTED:
            return Standing.UNTAKEN
        case AlertState.IN_PROGRESS | AlertState.ACKNOWLEDGED:
            return Standing.TAKEN
        case AlertState.HANDLED | AlertState.CLOSED:
            return Standing.OVER


def climb_of(work: Work, alert_id: UUID) -> Climb | None:
    """Return how far an alert has come."""
    row = work.session.get(AlertClimbRow, alert_id)
    return _value(row) if row else None


def _climb(work: Work, alert: AlertRow) -> Climb:
    row = work.session.get(AlertClimbRow, alert.id)
    return _value(row) if row else Climb(next_at=None)


def _change(work: Work, alert: AlertRow, climb: Climb) -> None:
    values = _columns(climb)
    row = work.session.get(AlertClimbRow, alert.id)
    if row is None:
        row = AlertClimbRow.model_validate({"alert_id": alert.id, **values})
    for name, value in values.items():
        setattr(row, name, value)
    work.session.add(row)


def _columns(climb: Climb) -> dict[str, object]:
    return {
        "round": climb.round,
        "rung": climb.rung,
        "next_at": climb.next_at,
        "cause": climb.cause.value,
    }


def _value(row: AlertClimbRow) -> Climb:
    return Climb(
        round=row.round,
        rung=row.rung,
        next_at=row.next_at,
        cause=EscalationCause(row.cause),
    )
