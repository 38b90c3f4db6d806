"""Looks after the residents: speaks about what is due; a cry for help comes before everything."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from codebook.plan import ResidentPlan, RobotPlans
from codebook.robot import Component, RobotFault
from robot_nodes.care import rounds
from robot_nodes.care.calls import Calls
from robot_nodes.care.daybook import Daybook
from robot_nodes.care.deafness_keeper import DeafnessKeeper
from robot_nodes.care.due_talks import DueTalks
from robot_nodes.care.ears_keeper import EarsKeeper
from robot_nodes.care.holds import Holds
from robot_nodes.care.memory import Memory
from robot_nodes.care.replies import Replies
from robot_nodes.care.surroundings import Surroundings
from robot_nodes.care.unasked import Unasked
from robot_nodes.care.visits import Visits
from robot_nodes.dialogue.conversations import cause_of
from robot_nodes.dialogue.floor import Claim
from robot_nodes.ports import Priority, StoreUnavailable
from robot_nodes.signals import DOING_BY_KIND, CareState, Doing, Meant
from robot_nodes.told import told
from schedules.task import Task


class Caretaker:
    """Used on the conversation loop only."""

    def __init__(self, around: Surroundings) -> None:
        """Do nothing before the first `look`."""
        self._with = around
        self._book = Daybook(around.store, around.talks.ledger, around.rules)
        self._resident: ResidentPlan | None = None
        self._visits = Visits(self._floor_changed, self._failed)
        holds = Holds()
        self._calls = Calls(around, self._visits, holds)
        self._due = DueTalks(around, self._visits, holds, self._book, self._calls)
        unasked = Unasked(around.store, around.talks, lambda: self.plans)
        self._replies = Replies(around, self._visits, unasked, self._due, self._calls)
        say, again_after = self._replies.say, around.rules.retry_after_fault
        self._ears_keeper = EarsKeeper(around.talks, say, again_after)
        self._deafness = DeafnessKeeper(around.talks, around.ear_faults, say, again_after)
        self._has_looked = False
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
        return self._visits.floor.holder is None

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
        self._deafness.look(self.plans)
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
            self._due.speak_about(occurrence_id)

    def _look_safely_at(self, task: Task, now: datetime) -> None:
        """Look at a task; a mistake about one must not keep the others from being done."""
        try:
            self._due.look_at(task, now)
        except StoreUnavailable:
            raise
        except Exception as fault:  # noqa: BLE001 - as in `look`
            self._mistaken(told(fault), task.occurrence.resident_id)
            self._due.give_up(task.occurrence.id)

    def _mistaken(self, detail: str, resident_id: UUID | None) -> None:
        """Tell a nurse, once in a run, that the robot's own software failed at something."""
        if detail in self._faults:
            return
        self._faults.add(detail)
        body = RobotFault(component=Component.CONVERSATION, code="care_failed", detail=detail)
        self._with.log.keep(body, resident_id)

    def said(self, sentence: str) -> None:
        """Take note of the robot's latest sentence."""
        self._replies.last_said = sentence

    def heard(self, meant: Meant) -> None:
        """Take note of an utterance: a cry for help is answered whatever goes on."""
        resident = self._whom(meant.resident_id)
        if resident is None:
            return
        self._memory.privacy.heard(resident.resident_id, meant)
        cause = cause_of(meant.understanding)
        is_free = self._visits.floor.holder is None
        if self._calls.is_known(meant.utterance_id):
            self._calls.clarify(meant, cause)
        elif meant.is_emergency or (is_free and cause is not None):
            self._calls.heard(resident, meant, cause)
        elif self._replies.wants_a_reply(resident, meant, is_free=is_free):
            self._replies.reply(resident, meant)

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
        self._visits.hold(claim, Doing.QUESTION, resident, partial(talk, resident))
        return True

    def speak_about(self, occurrence_id: UUID) -> asyncio.Event:
        """See `DueTalks.speak_about`."""
        return self._due.speak_about(occurrence_id)

    def stop_speaking_about(self, occurrence_id: UUID) -> None:
        """See `DueTalks.stop_speaking_about`."""
        self._due.stop_speaking_about(occurrence_id)

    def _whom(self, resident_id: UUID | None) -> ResidentPlan | None:
        """Return who spoke: the one visited, or at least somebody who can be asked for."""
        residents = self.plans.residents if self.plans else ()
        last = self._resident.resident_id if self._resident else None
        named = next((who for who in residents if who.resident_id == resident_id), None)
        visited = next((who for who in residents if who.resident_id == last), None)
        # With nobody left, whoever was visited last may still need somebody.
        return named or visited or next(iter(residents), self._resident)

    def _failed(self, claim: Claim, fault: Exception) -> None:
        """Tell a technician, and a nurse where it was about a task."""
        body = RobotFault(
            component=Component.CONVERSATION,
            code="conversation_failed",
            detail=f"{claim.kind}: {told(fault)}",
        )
        self._with.log.keep(body, self._visits.whom(claim).resident_id)
        if claim.kind in DOING_BY_KIND.values():
            self._due.give_up(UUID(claim.id))

    def _floor_changed(self) -> None:
        present = self._visits.present
        if present is None:
            self._visits.clear()
            self.look()
            return
        self._resident = present[1]
        self._show()

    def _wants_answer(self, occurrence_id: UUID) -> bool:
        task = self._with.store.task(occurrence_id)
        return task is not None and not task.stage.is_over

    def _show(self) -> None:
        self._with.reach.tidy(self._wants_answer)
        present = self._visits.present
        next_event_at = self._next_event_at()
        self._with.show(
            CareState(
                is_busy=present is not None,
                conversation=present[0] if present else Doing.NOTHING,
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
        due_at = rounds.next_event_at(self.plans, tasks, self._due.speaks_not_before, now)
        own = (
            due_at,
            self._book.lease.ends_at,
            self._ears_keeper.looks_again_at(self.plans),
            self._deafness.looks_again_at(self.plans),
        )
        moments = [at for at in own if at is not None]
        return max(now, min(moments)) if moments else None
