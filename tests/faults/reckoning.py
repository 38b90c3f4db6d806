"""What a world came to, once everything is over: nothing lost, nothing doubled, nothing unsaid."""

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from care_api.alerts.tables import AlertRow
from care_api.care_plans import service as care_plans
from care_api.events.tables import DeadLetterRow, EventBodyRow, EventRow
from care_api.tasks import reasons
from care_api.tasks.progress import SETTLED
from care_api.tasks.tables import TaskRow
from codebook.event import Event
from codebook.task import TaskClosed, TaskDue, TaskReported
from robot_nodes.dialogue.line import Line
from robot_nodes.dialogue.phrases import Phrases
from schedules.locale import Locale
from schedules.occurrences import Occurrence, occurrences
from schedules.outcome import Outcome
from schedules.task import Stage
from tests.faults.proxy import Fault
from tests.faults.world import MEDICINES, World, the_plan

_REMINDERS = re.compile(r"reminder\.(time|again|as_asked|ask\w*)")
_OVER = {Stage.CLOSED.value, Stage.MISSED.value}
_NOTHING_SAID: frozenset[Outcome | None] = frozenset({None, Outcome.MISSED})
"""How a task is closed of which nobody has reported anything."""
_A_LITTLE = timedelta(minutes=2)
"""Since a window closed, for its end to have been told."""
_FINAL = {outcome.value for outcome in Outcome if outcome.is_final}


@dataclass(kw_only=True)
class Figures:
    """Counts of one world."""

    injected: Counter[str] = field(default_factory=Counter)
    occurrences: int = 0
    events: int = 0
    """Recorded by the robot and checked at the server."""
    spoken: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    without_one_outcome: list[str] = field(default_factory=list)
    spoken_after_answer: list[str] = field(default_factory=list)
    alerts_wrong: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def complaints(self) -> dict[str, list[str]]:
        """What must be empty, by its name."""
        lists = {name: value for name, value in vars(self).items() if isinstance(value, list)}
        return {name: found for name, found in lists.items() if found}

    def told(self) -> str:
        """Return the figures on one line."""
        return (
            f"faults injected {self.injected.total()}"
            f" ({', '.join(f'{name} {n}' for name, n in sorted(self.injected.items()))});"
            f" occurrences {self.occurrences}; events checked {self.events};"
            f" sentences {self.spoken}; lost {len(self.lost)}; doubled {len(self.doubled)}"
        )


def reckon(world: World, since: datetime) -> Figures:
    """Return what the world came to; its robot has nothing left to upload.

    Args:
        world: At rest.
        since: Aware UTC; when its first plan took effect.
    """
    figures = Figures(injected=+world.injected)
    for fault, number in world.network.injected.items():
        if fault is not Fault.NONE:
            figures.injected[f"network {fault.value}"] += number
    for robot in world.robots:
        robot.kill()
    waiting = {event_id for robot in world.robots for event_id in _waiting(robot.settings.store)}
    witnesses = [_witnessed(robot.witness) for robot in world.robots]
    with world.village.database.reading() as session:
        _count_events(session, [line for lines in witnesses for line in lines], waiting, figures)
        _count_outcomes(session, world, since, figures)
    for lines in witnesses:
        _count_sentences(lines, figures)
    return figures


def _witnessed(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def _waiting(store: str) -> set[str]:
    """Return what a robot has yet to upload: its latest word, which is not lost."""
    with closing(sqlite3.connect(store)) as connection:
        rows = connection.execute("SELECT event_id FROM outbox WHERE acked_at IS NULL").fetchall()
    return {event_id for (event_id,) in rows}


def _count_events(
    session: Session, lines: list[dict[str, Any]], waiting: set[str], figures: Figures
) -> None:
    stored = session.exec(select(EventRow)).all()
    ids = {str(row.id) for row in stored}
    recorded = {line["event"] for line in lines if "event" in line}
    figures.events = len(recorded)
    figures.lost = sorted(recorded - ids - waiting)
    by_boot: dict[UUID, list[int]] = defaultdict(list)
    for row in stored:
        if row.robot_id is not None:
            by_boot[row.boot_id].append(row.sequence)
    for boot, sequences in by_boot.items():
        seen = Counter(sequences)
        figures.doubled += [f"{boot} {number}" for number, times in seen.items() if times > 1]
        figures.lost += [f"{boot} {n}" for n in range(1, max(sequences)) if n not in seen]
    letters = session.exec(select(DeadLetterRow)).all()
    figures.refused = [f"{letter.reason}" for letter in letters]


def _count_outcomes(session: Session, world: World, since: datetime, figures: Figures) -> None:
    now = world.clock.now()
    rows = {row.id: row for row in session.exec(select(TaskRow)).all()}
    alerts: dict[str, list[AlertRow]] = defaultdict(list)
    for alert in session.exec(select(AlertRow)).all():
        alerts[alert.dedup_key].append(alert)
    _count_ends(session, rows, now, figures)
    for due in _in_force(session, world.village.solveig, since, now):
        row = rows.get(due.id)
        closes_at = row.window_closes_at if row is not None else due.window_closes_at
        if closes_at > now - _A_LITTLE:
            continue
        figures.occurrences += 1
        if row is None or row.stage not in _OVER:
            found = "no task" if row is None else f"{row.stage} {row.outcome}"
            figures.without_one_outcome.append(f"{due.local_on} {due.slot}: {found}")
            continue
        if row.needs_answer:
            _check_alert(row, alerts[reasons.silence_key(row.id)], figures)


def _in_force(
    session: Session, resident_id: UUID, since: datetime, until: datetime
) -> Iterator[Occurrence]:
    """Yield what was due by the version of the plan that was in force at its time, each once."""
    seen: set[UUID] = set()
    for version in care_plans.versions(session, resident_id):
        for due in occurrences(version.plan, since, until):
            if due.id not in seen:
                seen.add(due.id)
                yield due
        until = min(until, version.plan.effective_at)


_Told = tuple[UUID | None, UUID]
"""A robot, and a task of which it told."""


def _count_ends(
    session: Session, rows: Mapping[UUID, TaskRow], now: datetime, figures: Figures
) -> None:
    """Count tasks that a robot ended twice, or never, and those that the server does not have."""
    begun: set[_Told] = set()
    reported: defaultdict[_Told, Counter[Outcome | None]] = defaultdict(Counter)
    closed: defaultdict[_Told, Counter[Outcome | None]] = defaultdict(Counter)
    for document in session.exec(select(EventBodyRow.document)):
        event = Event.model_validate_json(document)
        match event.body:
            case TaskDue(occurrence_id=occurrence_id, window_closes_at=closes_at):
                if closes_at < now - _A_LITTLE:
                    begun.add((event.robot_id, occurrence_id))
            case TaskReported(occurrence_id=occurrence_id, outcome=outcome):
                reported[event.robot_id, occurrence_id][outcome] += 1
            case TaskClosed(occurrence_id=occurrence_id, outcome=outcome):
                closed[event.robot_id, occurrence_id][outcome] += 1
            case _:
                pass
    for task in sorted(begun, key=str):
        ends, told = closed[task], reported[task]
        is_once = sum(ends[each] for each in _NOTHING_SAID) <= 1 and all(
            ends[outcome] <= told[outcome] for outcome in ends.keys() - _NOTHING_SAID
        )
        if task[1] not in rows or not ends or not is_once:
            figures.without_one_outcome.append(f"{task}: reported {told}, closed {ends}")


def _check_alert(row: TaskRow, alerts: list[AlertRow], figures: Figures) -> None:
    """Count an unanswered task without its one alert, and an answered one that still has one."""
    was_answered = row.outcome in {outcome.value for outcome in SETTLED}
    is_unanswered = row.outcome in {None, Outcome.MISSED.value, Outcome.UNANSWERED.value}
    is_wrong = (
        len(alerts) > 1
        or (is_unanswered and not alerts)
        or (was_answered and any(alert.closed_at is None for alert in alerts))
    )
    if is_wrong:
        states = [alert.state for alert in alerts]
        figures.alerts_wrong.append(f"{row.local_on} {row.slot} {row.outcome}: alerts {states}")


def _count_sentences(lines: list[dict[str, Any]], figures: Figures) -> None:
    """Count reminders about an occurrence whose answer the robot had already stored."""
    medicine_of = {str(item.id): item.title.split(",")[0] for item in the_plan()}
    occurrence_of: dict[str, str] = {}
    answered: set[str] = set()
    reminds = _reminders()
    for line in lines:
        if line.get("kind") == "task.due" and line["item"] in medicine_of:
            occurrence_of[medicine_of[line["item"]]] = line["occurrence"]
        if line.get("kind") == "task.reported" and line["outcome"] in _FINAL:
            answered.add(line["occurrence"])
        if "say" not in line:
            continue
        figures.spoken += 1
        if any(pattern.fullmatch(line["say"]) for pattern in reminds):
            figures.spoken_after_answer += [
                line["say"]
                for medicine in MEDICINES
                if medicine in line["say"] and occurrence_of.get(medicine) in answered
            ]


def _reminders() -> tuple[re.Pattern[str], ...]:
    """Return what a reminder sounds like."""
    phrases = Phrases.load(Locale.NB_NO)
    return tuple(
        re.compile(re.sub(r"\\{\w+\\}", ".*", re.escape(phrases.templates[line])))
        for line in Line
        if _REMINDERS.fullmatch(line.value)
    )
