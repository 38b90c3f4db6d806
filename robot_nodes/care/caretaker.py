"""Looks after the residents: speaks about what is due; a cry for help comes before everything."""

import asyncio
from datetime import datetime
from functools import partial
from uuid import UUID

from codebook.help import HelpCause
from codebook.plan import ResidentPlan, RobotPlans
from codebook.robot import Component, RobotFault
from robot_nodes.care import day, rounds
from robot_nodes.care.cries import Call, Cries
from robot_nodes.care.daybook import Daybook
from robot_nodes.care.floor_keeper import FloorKeeper, told
from robot_nodes.care.holds import Holds
from robot_nodes.care.surroundings import Surroundings
from robot_nodes.dialogue.conversations import Cry, cause_of
from robot_nodes.dialogue.conversations.answers import grade_of_modality
from robot_nodes.dialogue.conversations.question import UNANSWERED
from robot_nodes.dialogue.floor import Claim
from robot_nodes.ports import Priority, StoreUnavailable
from robot_nodes.signals import DOING_BY_KIND, CareState, Doing, Meant
from schedules.care_plan import PlanItem
from schedules.outcome import Report
from schedules.task import Speak, Task, Tick


class Caretaker:
    """Used on the conversation loop only."""

    def __init__(self, around: Surroundings) -> None:
        """Do nothing before the first `look`."""
        self._with = around
        self._holds = Holds()
        self._book = Daybook(around.store, around.talks.ledger, around.rules)
        self._resident: ResidentPlan | None = None
        self._doing: dict[str, tuple[Doing, ResidentPlan]] = {}
        self._cries = Cries(around.store, around.log)
        self._last_said = ""
        self._floor = FloorKeeper(self._floor_changed, self._failed)

    @property
    def plans(self) -> RobotPlans | None:
        """The plans on board."""
        return self._book.plans

    def new_plans(self) -> None:
        """Carry out the plans that the store holds now."""
        self._book.take_over()
        self.look()

    def look(self) -> None:
        """Do what is due now; to be called at the alarm, and after anything has changed."""
        try:
            self._look()
        except StoreUnavailable as fault:
            self._with.log.trouble = str(fault)
            self._with.wake_at(self._with.now() + self._with.rules.retry_after_fault)

    def _look(self) -> None:
        now = self._with.now()
        self._book.bring_up_to_date(now)
        if self.plans is not None:
            for task in self._with.store.open_tasks():
                self._look_at(task, now)
        self._show()
        self._cries.store_failed()

    def said(self, sentence: str) -> None:
        """Take note of the robot's latest sentence."""
        self._last_said = sentence

    def heard(self, meant: Meant) -> None:
        """Take note of an utterance: a cry for help is answered whatever goes on."""
        resident = self._whom(meant.resident_id)
        if resident is None:
            return
        cause = cause_of(meant.understanding)
        is_free = self._floor.holder is None
        if self._cries.is_known(meant.utterance_id):
            self._cries.clarify(meant, cause)
        elif meant.is_emergency or (is_free and cause is not None):
            cry = Cry(
                cause=cause or HelpCause.HELP,
                utterance_id=meant.utterance_id,
                transcript=meant.transcript,
                grade=grade_of_modality(meant.modality),
            )
            if meant.understanding.is_doubted:
                self._doubted(resident, cry)
                return
            self._cried(resident, cry)
            self._cries.clarify(meant, cause)
        elif is_free and meant.understanding.intent not in UNANSWERED:
            self._asked(resident, meant)

    def speak_about(self, occurrence_id: UUID) -> asyncio.Event:
        """Talk about a task now, whatever its ladder says; not soon after a call for help.

        Returns:
            Set once the talk has ended, or set already where there is nothing to talk about.
        """
        task = self._with.store.task(occurrence_id)
        found = self._item(task) if task is not None else None
        if task is not None and found is not None:
            self._claim(task, *found)
        return self._floor.ended(str(occurrence_id))

    def stop_speaking_about(self, occurrence_id: UUID) -> None:
        """End the talk about a task; its ladder goes on."""
        self._floor.withdraw(str(occurrence_id))

    def _item(self, task: Task) -> tuple[ResidentPlan, PlanItem] | None:
        return rounds.item_of(self.plans, task.occurrence) if self.plans else None

    def _whom(self, resident_id: UUID | None) -> ResidentPlan | None:
        """Return who spoke: the one visited, or at least somebody who can be asked for."""
        residents = self.plans.residents if self.plans else ()
        named = next((who for who in residents if who.resident_id == resident_id), None)
        return named or self._resident or next(iter(residents), None)

    def _look_at(self, task: Task, now: datetime) -> None:
        found = self._item(task)
        wakes_at = rounds.wakes_at(task, self._speaks_not_before(task))
        if found is None or wakes_at is None or wakes_at > now:
            return
        entry = self._with.talks.ledger.happened(task.occurrence.id, Tick())
        wants_to_speak = any(isinstance(effect, Speak) for effect in entry.effects)
        if wants_to_speak and not self._holds.is_on(task, self._with.now()):
            self._claim(entry.task, *found)

    def _speaks_not_before(self, task: Task) -> datetime | None:
        """Return until when nothing new is said: the task has its turn already, or is held."""
        if str(task.occurrence.id) in self._floor.claim_ids:
            return task.occurrence.window_closes_at
        return self._holds.until(task)

    def _claim(self, task: Task, resident: ResidentPlan, item: PlanItem) -> None:
        doing = DOING_BY_KIND[item.kind]
        is_announcement = doing is Doing.ANNOUNCEMENT
        priority = Priority.NORMAL if is_announcement else Priority.REMINDER
        claim = Claim(id=str(task.occurrence.id), kind=doing, priority=priority)
        self._doing[claim.id] = doing, resident
        self._floor.request(claim, partial(self._talk_about, task.occurrence.id, task.report))

    async def _talk_about(self, occurrence_id: UUID, known: Report | None) -> None:
        """Talk about a task, unless it was reported on since `known`: that answer stands."""
        task = self._with.store.task(occurrence_id)
        found = self._item(task) if task is not None else None
        if task is None or found is None or task.stage.is_over or task.report != known:
            return
        if self._holds.is_on(task, self._with.now()):
            return
        way = rounds.way_of(task, found[0], self._with.now())
        cry = await self._with.talks.about(task, *found, way)
        if cry is not None:
            self._cried(found[0], cry)
        after = self._with.store.task(occurrence_id)
        if after is not None and after.attempts == task.attempts:
            until = self._with.now() + self._with.rules.retry_after_fault
            self._holds.hold_task(occurrence_id, until)

    def _cried(self, resident: ResidentPlan, cry: Cry) -> None:
        if self._cries.is_known(cry.utterance_id):
            return
        claim = Claim(
            id=f"help {resident.resident_id}", kind=Doing.HELP, priority=Priority.CRITICAL
        )
        is_under_way = claim.id in self._floor.claim_ids
        if is_under_way and self._cries.goes_on(resident.resident_id, cry):
            return
        call = self._cries.begin(resident.resident_id, cry, self._with.now())
        self._floor.withdraw(claim.id)
        self._doing[claim.id] = Doing.HELP, resident
        self._floor.request(claim, partial(self._help, resident, call))

    def _doubted(self, resident: ResidentPlan, cry: Cry) -> None:
        """Ask first, above everything else; a call under way needs no second one."""
        if f"help {resident.resident_id}" in self._floor.claim_ids:
            return
        claim = Claim(
            id=f"doubt {resident.resident_id}", kind=Doing.HELP, priority=Priority.CRITICAL
        )
        self._doing[claim.id] = Doing.HELP, resident
        self._floor.request(claim, partial(self._settle, resident, cry))

    async def _settle(self, resident: ResidentPlan, cry: Cry) -> None:
        if await self._with.talks.is_call(resident):
            self._cried(resident, cry)

    async def _help(self, resident: ResidentPlan, call: Call) -> None:
        try:
            ending = await self._with.talks.help(resident, call.cry, call.recorded)
        except StoreUnavailable:
            self._cries.failed(call)
            raise
        if not ending.is_cancelled:
            self._leave_in_peace(resident.resident_id)

    def _leave_in_peace(self, resident_id: UUID) -> None:
        """Say nothing planned to them for a while, not even what the cry has interrupted."""
        until = self._with.now() + self._with.rules.quiet_after_help
        self._holds.hold_resident(resident_id, until)
        planned = [
            claim_id
            for claim_id, (doing, whom) in self._doing.items()
            if doing in DOING_BY_KIND.values() and whom.resident_id == resident_id
        ]
        for claim_id in planned:
            self._floor.withdraw(claim_id)

    def _asked(self, resident: ResidentPlan, meant: Meant) -> None:
        claim = Claim(
            id=f"question {meant.utterance_id}",
            kind=Doing.QUESTION,
            priority=Priority.SMALL_TALK,
            comes_back=False,
        )
        self._doing[claim.id] = Doing.QUESTION, resident
        self._floor.request(claim, partial(self._answer, resident, meant))

    async def _answer(self, resident: ResidentPlan, meant: Meant) -> None:
        planned = day.today(resident, self._with.now(), self._with.store.task)
        facts = day.facts(planned, self._last_said)
        cry = await self._with.talks.answer(resident, meant.understanding, facts)
        if cry is not None:
            self._cried(resident, cry)

    def _failed(self, claim: Claim, fault: Exception) -> None:
        """Tell a technician, and a nurse where it was about a task."""
        body = RobotFault(
            component=Component.CONVERSATION,
            code="conversation_failed",
            detail=f"{claim.kind}: {told(fault)}",
        )
        _, resident = self._doing[claim.id]
        self._with.log.keep(body, resident.resident_id)
        if claim.kind in DOING_BY_KIND.values():
            self._give_up(UUID(claim.id))

    def _give_up(self, occurrence_id: UUID) -> None:
        until = self._with.now() + self._with.rules.retry_after_fault
        self._holds.hold_task(occurrence_id, until)
        try:
            self._with.talks.ledger.given_up(occurrence_id)
        except StoreUnavailable as fault:
            self._with.log.trouble = str(fault)

    def _floor_changed(self) -> None:
        holder = self._floor.holder
        if holder is None:
            self._doing.clear()
            self.look()
            return
        self._resident = self._doing[holder.id][1]
        self._show()

    def _show(self) -> None:
        holder = self._floor.holder
        doing = self._doing[holder.id][0] if holder else Doing.NOTHING
        next_event_at = self._next_event_at()
        self._with.show(
            CareState(
                is_busy=holder is not None,
                conversation=doing,
                resident_id=self._resident.resident_id if self._resident else None,
                locale=self._resident.locale if self._resident else self._with.locale,
                next_event_at=next_event_at,
            )
        )
        self._with.wake_at(next_event_at)

    def _next_event_at(self) -> datetime | None:
        if self.plans is None:
            return None
        tasks = self._with.store.open_tasks()
        now = self._with.now()
        due_at = rounds.next_event_at(self.plans, tasks, self._speaks_not_before, now)
        moments = [at for at in (due_at, self._book.lease.ends_at) if at is not None]
        return max(now, min(moments)) if moments else None
