"""Takes a task a step further: its new state and its events are stored together or not at all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from codebook.event import Event, RobotBody
from codebook.task import TaskReported
from robot_nodes.care import task_events
from robot_nodes.ports import TaskStore
from schedules.outcome import Outcome
from schedules.task import (
    Close,
    Effect,
    Escalate,
    EscalationReason,
    Input,
    Stage,
    Task,
    Tick,
    step,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one step came to."""

    task: Task
    effects: tuple[Effect, ...]
    events: tuple[Event, ...]
    """As stored."""


class Ledger:
    """The store is the only truth: each step begins from what it holds."""

    def __init__(self, store: TaskStore, now: Callable[[], datetime]) -> None:
        """Write into `store` with the time that `now` tells, aware UTC."""
        self._store = store
        self._now = now

    def begin(
        self,
        task: Task,
        *inputs: Input,
        is_lease_expired: bool = False,
        utterance_id: str = "",
    ) -> Task:
        """Store a new task, that it is due, and what is known of it already; return it.

        Args:
            task: The task.
            inputs: What came to pass before it was begun, in order.
            is_lease_expired: Whether the plan that has it is older than its lease.
            utterance_id: The resident's utterance, where it was one.

        Raises:
            StoreUnavailable: Nothing was stored.
        """
        now = self._now()
        bodies: list[RobotBody] = [task_events.due(task, is_lease_expired=is_lease_expired)]
        after, _ = _taken_through(task, inputs, now, bodies, utterance_id)
        return self._written(after, bodies, now)[0]

    def adopt(self, task: Task) -> None:
        """Store a task of which another store has told: no event of ours tells of it.

        Raises:
            StoreUnavailable: Nothing was stored.
        """
        self._written(task, (), self._now())

    def happened(
        self,
        occurrence_id: UUID,
        *inputs: Input,
        utterance_id: str = "",
        along_with: tuple[RobotBody, ...] = (),
    ) -> Entry:
        """Take the stored task through `inputs`, all in one step of the store.

        Args:
            occurrence_id: Of a task that was begun.
            inputs: What came to pass, in order.
            utterance_id: The resident's utterance, where it was one.
            along_with: Events that belong to it and come first.

        Raises:
            KeyError: There is no such task.
            StoreUnavailable: Nothing was stored.
        """
        before = self._known(occurrence_id)
        now = self._now()
        bodies: list[RobotBody] = [*along_with]
        after, effects = _taken_through(before, inputs, now, bodies, utterance_id)
        return self._stored(before, after, effects, bodies, now)

    def given_up(self, occurrence_id: UUID) -> Entry:
        """Hand a task to a nurse because the robot failed at it.

        Raises:
            KeyError: There is no such task.
            StoreUnavailable: Nothing was stored.
        """
        before = self._known(occurrence_id)
        now = self._now()
        if before.stage.is_over or before.is_escalated:
            return Entry(task=before, effects=(), events=())
        after, effects = _given_up(before, now)
        bodies = list(task_events.events(before, Tick(), after, effects))
        return self._stored(before, after, effects, bodies, now)

    def _known(self, occurrence_id: UUID) -> Task:
        task = self._store.task(occurrence_id)
        if task is None:
            raise KeyError(occurrence_id)
        return task

    def _stored(
        self,
        before: Task,
        after: Task,
        effects: tuple[Effect, ...],
        bodies: list[RobotBody],
        now: datetime,
    ) -> Entry:
        if after == before and not bodies:
            return Entry(task=after, effects=effects, events=())
        task, stored = self._written(after, bodies, now)
        return Entry(task=task, effects=effects, events=stored)

    def _written(
        self, task: Task, bodies: Sequence[RobotBody], now: datetime
    ) -> tuple[Task, tuple[Event, ...]]:
        """Store a task and its events in one step; the report takes over its event's id."""
        with self._store.transaction() as writing:
            stored = tuple(
                writing.record(body, resident_id=task.occurrence.resident_id, at=now)
                for body in bodies
            )
            told = [event.id for event in stored if isinstance(event.body, TaskReported)]
            if told and task.report is not None:
                task = replace(task, report=replace(task.report, id=told[-1]))
            writing.save_task(task)
        return task, stored


def _taken_through(
    task: Task,
    inputs: Iterable[Input],
    now: datetime,
    bodies: list[RobotBody],
    utterance_id: str = "",
) -> tuple[Task, tuple[Effect, ...]]:
    """Return the task after all inputs and what follows; add the events to `bodies`."""
    effects: list[Effect] = []
    for happened in inputs:
        after, following = step(task, happened, now)
        bodies += task_events.events(task, happened, after, following, utterance_id)
        effects += following
        task = after
    return task, tuple(effects)


def _given_up(task: Task, now: datetime) -> tuple[Task, tuple[Effect, ...]]:
    """Return the task as a nurse takes it over; what needs no answer is missed instead."""
    if task.ladder is None:
        missed = replace(task, stage=Stage.MISSED, intends=None)
        return missed, (Close(outcome=Outcome.MISSED),)
    escalated = replace(task, stage=Stage.ESCALATED, is_escalated=True, spoken_at=now, intends=None)
    return escalated, (Escalate(reason=EscalationReason.UNANSWERED),)
