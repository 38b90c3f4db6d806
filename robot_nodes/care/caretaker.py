"""Looks after the residents: speaks about what is due; a cry for help comes before everything."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from codebook.plan import ResidentPlan, RobotPlans
from codebook.robot import Component, RobotFault
from robot_nodes.care import day, doses, rounds
from robot_nodes.care.calls import Calls
from robot_nodes.care.daybook import Daybook
from robot_nodes.care.ears_keeper import EarsKeeper
from robot_nodes.care.floor_keeper import FloorKeeper, Talk
from robot_nodes.care.holds import Holds
from robot_nodes.care.memory import Memory
from robot_nodes.care.surroundings import Surroundings
from robot_nodes.care.talks import DueDose
from robot_nodes.care.unasked import Unasked
from robot_nodes.dialogue.conversations import Asked, cause_of, is_question
from robot_nodes.dialogue.conversations.hearing_out import SEEN_TO_AFTERWARDS
from robot_nodes.dialogue.floor import Claim
from robot_nodes.ports import Priority, StoreUnavailable
from robot_nodes.signals import DOING_BY_KIND, CareState, Doing, Meant
from robot_nodes.told import told
from schedules.care_plan import CheckIn, MedicationReminder, PlanItem
from schedules.outcome import Report
from schedules.task import Announced, Speak, Task, Tick


class Caretaker:
    """Used on the conversation loop only."""

    def __init__(self, around: Surroundings) -> None:
        """Do nothing before the first `look`."""
        self._with = around
        self._holds = Holds()
        self._book = Daybook(around.store, around.talks.ledger, around.rules)
        self._resident: ResidentPlan | None = None
        self._doing: dict[str, tuple[Doing, ResidentPlan]] = {}
        self._last_said = ""
        self._floor = FloorKeeper(self._floor_changed, self._failed)
        self._calls = Calls(around, self._floor, self._doing, self._holds)
        self._ears_keeper = EarsKeeper(around.talks, self._say, around.rules.retry_after_fault)
        self._unasked = Unasked(around.store, around.talks, lambda: self.plans)
        self._has_looked = False
        self._together: frozenset[UUID] = frozenset()
        """Doses that are talked about along with another."""
        self._faults: set[str] = set()
        """Mistakes of ours that a nurse has been told of in this run."""

    @property
    def plans(self) -> RobotPlans | None:
        """The plans on board."""
        return self._book.plans

    def new_plans(self) -> None:
        """Carry out the plans that the store holds now."""
        self._book.take_over()
        self.look()

    @property
    def is_free(self) -> bool:
        """Whether no conversation is under way."""
        return self._floor.holder is None

    @property
    def _memory(self) -> Memory:
        return self._with.talks.memory

    def look(self) -> None:
        """Do what is due now; to be called at the alarm, and after anything has changed."""
        try:
            self._look()
        except StoreUnavailable as fault:
            self._with.log.trouble = str(fault)
            self._with.wake_at(self._with.now() + self._with.rules.retry_after_fault)
        except Exception as fault:  # noqa: BLE001 - a mistake of ours must not end the robot's day
            self._mistaken(told(fault), None)
            self._with.wake_at(self._with.now() + self._with.rules.retry_after_fault)

    def _look(self) -> None:
        now = self._with.now()
        self._book.bring_up_to_date(now)
        self._ears_keeper.look(self.plans)
        if self.plans is not None and not self._has_looked:
            self._has_looked = True  # also if that fails: what is due comes before it
            self._go_on()
        if self.plans is not None:
            for task in self._with.store.open_tasks():
                self._look_safely_at(task, now)
        self._show()
        self._calls.store_failed()

    def _go_on(self) -> None:
        """Take up the talks and calls for help that a restart has broken off."""
        for resident in self.plans.residents if self.plans else ():
            self._calls.go_on(resident)
        for occurrence_id in self._memory.bookmarks.left_open():
            self.speak_about(occurrence_id)

    def _look_safely_at(self, task: Task, now: datetime) -> None:
        """Look at a task; a mistake about one must not keep the others from being done."""
        try:
            self._look_at(task, now)
        except StoreUnavailable:
            raise
        except Exception as fault:  # noqa: BLE001 - as in `look`
            self._mistaken(told(fault), task.occurrence.resident_id)
            self._give_up(task.occurrence.id)

    def _mistaken(self, detail: str, resident_id: UUID | None) -> None:
        """Tell a nurse, once in a run, that the robot's own software failed at something."""
        if detail in self._faults:
            return
        self._faults.add(detail)
        body = RobotFault(component=Component.CONVERSATION, code="care_failed", detail=detail)
        self._with.log.keep(body, resident_id)

    def said(self, sentence: str) -> None:
        """Take note of the robot's latest sentence."""
        self._last_said = sentence

    def heard(self, meant: Meant) -> None:
        """Take note of an utterance: a cry for help is answered whatever goes on."""
        resident = self._whom(meant.resident_id)
        if resident is None:
            return
        self._memory.privacy.heard(resident.resident_id, meant)
        cause = cause_of(meant.understanding)
        is_free = self._floor.holder is None
        if self._calls.is_known(meant.utterance_id):
            self._calls.clarify(meant, cause)
        elif meant.is_emergency or (is_free and cause is not None):
            self._calls.heard(resident, meant, cause)
        elif self._wants_a_reply(resident, meant, is_free=is_free):
            self._reply(resident, meant)

    def hold(
        self,
        resident_id: UUID,
        claim_id: str,
        priority: Priority,
        talk: Callable[[ResidentPlan], Awaitable[None]],
    ) -> bool:
        """Hold a talk that somebody has asked for; return False where the resident is not ours.

        It is not taken up again after an interruption. One that waits or goes on changes nothing.
        """
        resident = rounds.resident_plan(self.plans, resident_id) if self.plans else None
        if resident is None:
            return False
        claim = Claim(id=claim_id, kind=Doing.QUESTION, priority=priority, comes_back=False)
        self._doing.setdefault(claim.id, (Doing.QUESTION, resident))
        self._floor.request(claim, partial(talk, resident))
        return True

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
        if wants_to_speak and self._can_hear_answers(*found):
            self._hold_or_claim(entry.task, *found)

    def _can_hear_answers(self, resident: ResidentPlan, item: PlanItem) -> bool:
        """Return whether a talk makes sense: while nobody is heard, only medicine is asked for."""
        return not isinstance(item, CheckIn) or self._with.talks.can_ask(resident)

    def _hold_or_claim(self, task: Task, resident: ResidentPlan, item: PlanItem) -> None:
        if not self._holds.is_on(task, self._with.now()):
            self._claim(task, resident, item)

    def _speaks_not_before(self, task: Task) -> datetime | None:
        """Return until when nothing new is said: the task has its turn already, or is held."""
        is_under_way = task.occurrence.id in self._together
        if is_under_way or str(task.occurrence.id) in self._floor.claim_ids:
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
        self._doing[claim.id] = doing, resident
        self._floor.request(claim, partial(self._talk_about, task.occurrence.id, task.report))

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
            self._calls.cried(resident, cry)
        for each in (task, *(dose.task for dose in others)):
            self._talked_about(each)
        for dose in others:
            self._floor.withdraw(str(dose.task.occurrence.id))

    def _together_with(self, first: Task, item: PlanItem) -> tuple[DueDose, ...]:
        """Return the resident's other medicines that are due now: one talk for all of them."""
        if not isinstance(item, MedicationReminder) or self._is_taken_up_again(first):
            return ()
        now = self._with.now()
        resident_id = first.occurrence.resident_id
        others = [
            each
            for each in doses.open_doses(self._with.store.open_tasks(), self.plans, resident_id)
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

    def _wants_a_reply(self, resident: ResidentPlan, meant: Meant, *, is_free: bool) -> bool:
        """Return whether the robot answers; in the midst of a talk only what concerns privacy."""
        if not is_free:
            return meant.understanding.intent in SEEN_TO_AFTERWARDS
        is_of_a_dose = self._unasked.talk(resident, meant) is not None
        return is_of_a_dose or is_question(_asked(meant), meant.locale)

    def _reply(self, resident: ResidentPlan, meant: Meant) -> None:
        dose = self._unasked.open_dose(resident, meant)
        if dose is not None:
            self.speak_about(dose.occurrence.id)
            return
        talk = self._unasked.talk(resident, meant) or partial(self._answer, resident, meant)
        self._say(resident, f"question {meant.utterance_id}", talk)

    def _say(self, resident: ResidentPlan, claim_id: str, talk: Talk) -> None:
        """Hold a short talk as soon as nothing goes on; it is not taken up again."""
        claim = Claim(
            id=claim_id, kind=Doing.QUESTION, priority=Priority.SMALL_TALK, comes_back=False
        )
        self._doing[claim.id] = Doing.QUESTION, resident
        self._floor.request(claim, talk)

    async def _answer(self, resident: ResidentPlan, meant: Meant) -> None:
        facts = day.facts(resident, self._with.now(), self._with.store.task, self._last_said)
        cry = await self._with.talks.answer(resident, _asked(meant), facts)
        if cry is not None:
            self._calls.cried(resident, cry)

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

    def _wants_answer(self, occurrence_id: UUID) -> bool:
        task = self._with.store.task(occurrence_id)
        return task is not None and not task.stage.is_over

    def _show(self) -> None:
        self._with.reach.tidy(self._wants_answer)
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
        own = (due_at, self._book.lease.ends_at, self._ears_keeper.looks_again_at(self.plans))
        moments = [at for at in own if at is not None]
        return max(now, min(moments)) if moments else None


def _asked(meant: Meant) -> Asked:
    return Asked(
        understanding=meant.understanding,
        utterance_id=meant.utterance_id,
        transcript=meant.transcript,
        modality=meant.modality,
    )
