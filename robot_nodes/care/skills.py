"""Reminders and check-ins that somebody asks for, beside those of the plan."""

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from robot_nodes.care import rounds
from robot_nodes.care.caretaker import Caretaker
from robot_nodes.care.ledger import Ledger
from robot_nodes.ports import TaskStore
from robot_nodes.signals import SkillCode, SkillResult
from robot_nodes.waiting import is_any_set
from schedules.clock import Clock
from schedules.occurrences import occurrences
from schedules.outcome import Outcome
from schedules.task import Task

AHEAD = timedelta(days=1)
"""How early an occurrence may be brought forward, its window permitting."""


class Skills:
    """Used on the conversation loop only."""

    def __init__(
        self, caretaker: Caretaker, store: TaskStore, ledger: Ledger, clock: Clock
    ) -> None:
        self._caretaker = caretaker
        self._store = store
        self._ledger = ledger
        self._clock = clock

    async def run(
        self, occurrence_id: UUID | None, kinds: Collection[str], cancelled: asyncio.Event
    ) -> SkillResult:
        """Talk about one occurrence now and return what came of it.

        Args:
            occurrence_id: Of the plan, past or coming.
            kinds: The kinds of item that will do.
            cancelled: Ends the talk; the task's ladder goes on.
        """
        task = None if occurrence_id is None else self._found(occurrence_id, kinds)
        if task is None:
            return SkillResult(code=SkillCode.UNKNOWN_OCCURRENCE)
        if task.stage.is_over:
            return _result(task, SkillCode.ALREADY_ANSWERED)
        before = task.report
        ended = self._caretaker.speak_about(task.occurrence.id)
        await is_any_set(ended, cancelled)
        if cancelled.is_set() and not ended.is_set():
            self._caretaker.stop_speaking_about(task.occurrence.id)
            return SkillResult(code=SkillCode.CANCELLED)
        after = self._store.task(task.occurrence.id) or task
        is_reported = after.report is not None and after.report != before
        return _result(after, SkillCode.DONE if is_reported else SkillCode.UNANSWERED)

    def _found(self, occurrence_id: UUID, kinds: Collection[str]) -> Task | None:
        plans = self._caretaker.plans
        task = self._store.task(occurrence_id) or self._brought_forward(
            occurrence_id, self._clock.now()
        )
        if task is None or plans is None:
            return None
        found = rounds.item_of(plans, task.occurrence)
        return task if found is not None and found[1].kind in kinds else None

    def _brought_forward(self, occurrence_id: UUID, now: datetime) -> Task | None:
        plans = self._caretaker.plans
        for resident in plans.residents if plans else ():
            for occurrence in occurrences(resident.plan, now, now + AHEAD):
                if occurrence.id == occurrence_id and occurrence.window_opens_at <= now:
                    return self._ledger.begin(rounds.new_task(resident.plan, occurrence))
        return None


def _result(task: Task, code: SkillCode) -> SkillResult:
    report = task.report
    if report is None or report.outcome is Outcome.UNCLEAR:
        is_open = code is SkillCode.DONE
        return SkillResult(code=SkillCode.UNANSWERED if is_open else code)
    return SkillResult(code=code, outcome=report.outcome, grade=report.grade)
