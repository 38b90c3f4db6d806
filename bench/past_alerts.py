"""A hundred alerts a day: handled and closed, but for half of the last day's, which are open."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine

from bench.databases import analyze, insert
from bench.municipality import NOW, Municipality, Person
from care_api.alerts.cause import CLASSIFICATIONS, Cause
from care_api.alerts.state import AlertAction, AlertState
from care_api.alerts.tables import AlertActionRow, AlertRow
from care_api.db import Database, Work
from care_api.events import repository as log
from care_api.events.entry import Entry
from care_api.events.identity import new_id
from codebook.alert import AlertRaised, Finding
from codebook.event import Event

ONE_OF = 10
"""Residents, of whom one has an alert in a day."""
_STEPS = (
    (AlertAction.RAISE, AlertState.REPORTED),
    (AlertAction.OWN, AlertState.IN_PROGRESS),
    (AlertAction.HANDLE, AlertState.HANDLED),
    (AlertAction.CLOSE, AlertState.CLOSED),
)
_STEP = timedelta(minutes=3)

Rows = dict[str, Any]


def write(engine: Engine, there: Municipality, days: range) -> None:
    """Write the alerts of the days that lie so far back."""
    found = [
        _alert(there, person, back)
        for back in days
        for person in there.people
        if (person.number // 20 + back) % ONE_OF == 0
    ]
    with engine.begin() as connection:
        insert(connection, AlertRow, found)
        insert(connection, AlertActionRow, (step for each in found for step in _steps(each)))
    told = [each for each in found if _is_of_today(each)]
    units = [each["unit_id"] for each in told]
    if told:
        with Database(engine).writing() as session:
            work = Work(session=session, now=NOW, boot_id=uuid4())
            log.append(work, [_told(each, n) for n, each in enumerate(told, 1)], units)
    analyze(engine)


def open_ones(there: Municipality) -> list[UUID]:
    """Return the alerts that are still open."""
    return [_id(person, 0) for person in there.people if _is_open(person, 0)]


def _id(person: Person, back: int) -> UUID:
    return UUID(int=(back << 64) + person.number + 1)


def _is_open(person: Person, back: int) -> bool:
    return back == 0 and person.number // 20 % ONE_OF == 0 and person.number % 2 == 0


def _done(person: Person, back: int) -> int:
    """Return how many of the steps an alert has behind it: of the open ones, half are owned."""
    return (1 + person.number // 2 % 2) if _is_open(person, back) else len(_STEPS)


def _alert(there: Municipality, person: Person, back: int) -> Rows:
    raised_at = NOW - timedelta(days=back, minutes=30 + person.number % 600)
    cause = (Cause.FALLEN, Cause.HELP, Cause.WORRYING_ANSWER)[person.number % 3]
    done = _done(person, back)
    times = [raised_at + nth * _STEP if nth < done else None for nth in range(len(_STEPS))]
    acknowledge_by, handle_by = raised_at + timedelta(minutes=2), raised_at + timedelta(hours=1)
    return {
        "id": _id(person, back),
        "dedup_key": f"event:{_id(person, back)}",
        "unit_id": person.unit_id,
        "resident_id": person.id,
        "robot_id": person.robot_id,
        "cause": cause.value,
        "code": CLASSIFICATIONS[cause].code,
        "severity": int(CLASSIFICATIONS[cause].severity),
        "state": _STEPS[done - 1][1].value,
        "owner_id": there.nurse_id if done > 1 else None,
        "raised_at": raised_at,
        "acknowledge_by": acknowledge_by,
        "handle_by": handle_by,
        "first_acknowledge_by": acknowledge_by,
        "first_handle_by": handle_by,
        "owned_at": times[1],
        "acknowledged_at": times[1],
        "handled_at": times[2],
        "closed_at": times[3],
        "finding": Finding.NO_NEED.value if times[2] else None,
    }


def _steps(alert: Rows) -> Iterator[Rows]:
    done = [state.value for _, state in _STEPS].index(alert["state"]) + 1
    for number, (action, state) in enumerate(_STEPS[:done], 1):
        yield {
            "alert_id": alert["id"],
            "number": number,
            "at": alert["raised_at"] + (number - 1) * _STEP,
            "staff_id": alert["owner_id"] if number > 1 else None,
            "action": action.value,
            "state": state.value,
            "note": "Var innom; alt vel." if action is AlertAction.HANDLE else "",
        }


def _is_of_today(alert: Rows) -> bool:
    return bool(NOW - alert["raised_at"] < timedelta(hours=24))


def _told(alert: Rows, sequence: int) -> Entry:
    event = Event(
        id=new_id(alert["raised_at"]),
        robot_id=None,
        boot_id=alert["id"],
        sequence=sequence,
        resident_id=alert["resident_id"],
        occurred_at=alert["raised_at"],
        body=AlertRaised(
            alert_id=alert["id"],
            code=alert["code"],
            severity=alert["severity"],
            cause_event_id=None,
        ),
    )
    return Entry.of(event)
