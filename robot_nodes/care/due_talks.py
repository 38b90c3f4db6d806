"""The talks about what is due: begun in time, several medicines at once, and not twice."""

import asyncio
from datetime import datetime
from functools import partial
from uuid import UUID

from codebook.plan import ResidentPlan
from robot_nodes.care import doses, rounds
from robot_nodes.care.calls import Calls
from robot_nodes.care.daybook import Daybook
from robot_nodes.care.dose_talks import DueDose
from robot_nodes.care.holds import Holds
from robot_nodes.care.memory import Memory
from robot_nodes.care.surroundings import Surroundings
from robot_nodes.care.visits import Visits
from robot_nodes.dialogue.floor import Claim
from robot_nodes.ports import Priority, StoreUnavailable
from robot_nodes.signals import DOING_BY_KIND, Doing
from schedules.care_plan import CheckIn, MedicationReminder, PlanItem
from schedules.outcome import Report
from schedules.task import Announced, Speak, Task, Tick


class DueTalks:
    """Used on the conversation loop only."""

    def __init__(
        self, around: Surroundings, visits: Visits, holds: Holds, book: Daybook, calls: Calls
    ) -> None:
        """Begin with none.

        Args:
            around: What the caretaker works with.
            visits: Who speaks.
            holds: Why something is not said yet.
            book: The plans on board, and what is due by them.
            calls: Answer a cry that is said in place of an answer.
        """
        self._with = around
        self._visits = visits
        self._holds = holds
        self._book = book
        self._calls = calls
        self._together: frozenset[UUID] = frozenset()
        """Doses that are talked about along with another."""

    @property
    def _memory(self) -> Memory:
        return self._with.talks.memory

    def speak_about(self, occurrence_id: UUID) -> asyncio.Event:
        """Talk about a task now, whatever its ladder says; not soon after a call for help.

        Returns:
            Set once the talk has ended, or set already where there is nothing to talk about.
        """
        task = self._with.store.task(occurrence_id)
        found = self._item(task) if task is not None else None
        if task is not None and found is not None:
            self._claim(task, *found)
        return self._visits.floor.ended(str(occurrence_id))

    def stop_speaking_about(self, occurrence_id: UUID) -> None:
        """End the talk about a task; its ladder goes on."""
        self._visits.floor.withdraw(str(occurrence_id))

    def _item(self, task: Task) -> tuple[ResidentPlan, PlanItem] | None:
        plans = self._book.plans
        return rounds.item_of(plans, task.occurrence) if plans else None

    def look_at(self, task: Task, now: datetime) -> None:
        """Begin to talk about a task whose time has come.

        Raises:
            StoreUnavailable: What it sets out to do could not be stored.
        """
        found = self._item(task)
        wakes_at = rounds.wakes_at(task, self.speaks_not_before(task))
        if found is None or wakes_at is None or wakes_at > now:
            return
        entry = self._with.talks.ledger.happened(task.occurrence.id, Tick())
        wants_to_speak = any(isinstance(effect, Speak) for effect in entry.effects)
        if wants_to_speak and self._can_hear_answers(*found):
            self._hold_or_claim(entry.task, *found)

    def _can_hear_answers(self, resident: ResidentPlan, item: PlanItem) -> bool:
        """Return whether a talk makes sense: while nobody is heard, only medicine is asked for."""
        return not isinstance(item, CheckIn) or self._with.talks.can_ask(resident)

    def _hold_or_claim(self, task: Task, resident: ResidentPlan, item: PlanItem) -> None:
        if not self._holds.is_on(task, self._with.now()):
            self._claim(task, resident, item)

    def speaks_not_before(self, task: Task) -> datetime | None:
        """Return until when nothing new is said: the task has its turn already, or is held."""
        is_under_way = task.occurrence.id in self._together
        if is_under_way or str(task.occurrence.id) in self._visits.floor.claim_ids:
            return task.occurrence.window_closes_at
        found = self._item(task)
        if found is not None and not self._can_hear_answers(*found):
            return self._memory.privacy.paused_until or task.occurrence.window_closes_at
        return self._holds.until(task)

    def _claim(self, task: Task, resident: ResidentPlan, item: PlanItem) -> None:
        doing = DOING_BY_KIND[item.kind]
        is_announcement = doing is Doing.ANNOUNCEMENT
        priority = Priority.NORMAL if is_announcement else Priority.REMINDER
        claim = Claim(id=str(task.occurrence.id), kind=doing, priority=priority)
        talk = partial(self._talk_about, task.occurrence.id, task.report)
        self._visits.hold(claim, doing, resident, talk)

    async def _talk_about(self, occurrence_id: UUID, known: Report | None) -> None:
        """Talk about a task, unless it was reported on since `known`: that answer stands."""
        task = self._with.store.task(occurrence_id)
        found = self._item(task) if task is not None else None
        if task is None or found is None or task.stage.is_over or task.report != known:
            return
        if self._holds.is_on(task, self._with.now()) or not self._can_hear_answers(*found):
            return
        resident, item = found
        others = self._together_with(task, item)
        self._together = frozenset(dose.task.occurrence.id for dose in others)
        try:
            way = await self._with.reach.carried_out(
                self._way_of(task, resident), occurrence_id, resident.resident_id, item.title
            )
            cry = await self._with.talks.about(task, resident, item, way, others)
        finally:
            self._together = frozenset()
        if cry is not None:
            self._calls.answer(resident, cry)
        for each in (task, *(dose.task for dose in others)):
            self._talked_about(each)
        for dose in others:
            self._visits.floor.withdraw(str(dose.task.occurrence.id))

    def _together_with(self, first: Task, item: PlanItem) -> tuple[DueDose, ...]:
        """Return the resident's other medicines that are due now: one talk for all of them."""
        if not isinstance(item, MedicationReminder) or self._is_taken_up_again(first):
            return ()
        now = self._with.now()
        resident_id = first.occurrence.resident_id
        tasks = self._with.store.open_tasks()
        others = [
            each
            for each in doses.open_doses(tasks, self._book.plans, resident_id)
            if each.id != first.occurrence.id
            and not self._is_taken_up_again(each.task)
            and not self._holds.is_on(each.task, now)
        ]
        asked = ((each, self._with.talks.ledger.happened(each.id, Tick())) for each in others)
        return tuple(
            DueDose(task=entry.task, item=each.item, way=self._way_of(entry.task, each.resident))
            for each, entry in asked
            if any(isinstance(effect, Speak) for effect in entry.effects)
        )

    def _is_taken_up_again(self, task: Task) -> bool:
        return self._memory.bookmarks.is_open(task.occurrence.id)

    def _talked_about(self, before: Task) -> None:
        occurrence_id = before.occurrence.id
        self._memory.bookmarks.close(occurrence_id)
        after = self._with.store.task(occurrence_id)
        if after is not None and after.attempts == before.attempts:
            until = self._with.now() + self._with.rules.retry_after_fault
            self._holds.hold_task(occurrence_id, until)

    def _way_of(self, task: Task, resident: ResidentPlan) -> Announced:
        wished = self._memory.manners.as_wished(resident)
        return rounds.way_of(task, wished, self._with.now())

    def give_up(self, occurrence_id: UUID) -> None:
        """Take note that a mistake of ours ended the talk about a task; a nurse learns of it."""
        until = self._with.now() + self._with.rules.retry_after_fault
        self._holds.hold_task(occurrence_id, until)
        try:
            self._with.talks.ledger.given_up(occurrence_id)
        except StoreUnavailable as fault:
            self._with.log.trouble = str(fault)
