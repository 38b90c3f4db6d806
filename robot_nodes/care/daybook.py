"""The plans as they hold now, and the tasks that they call for."""

from datetime import datetime
from uuid import UUID

from codebook.plan import ResidentPlan, RobotPlans
from robot_nodes.care import known_reports, rounds
from robot_nodes.care.anchors import anchored
from robot_nodes.care.lease import Lease
from robot_nodes.care.ledger import Ledger
from robot_nodes.care.replanning import carried_over, is_planned
from robot_nodes.care.surroundings import Rules
from robot_nodes.ports import TaskStore
from schedules.occurrences import Occurrence
from schedules.task import Withdrawn


class Daybook:
    """Used on the conversation loop only."""

    def __init__(self, store: TaskStore, ledger: Ledger, rules: Rules) -> None:
        """Begin with the plans that the store holds."""
        self._store = store
        self._ledger = ledger
        self._rules = rules
        self._written = store.plans()
        self._is_stale = True
        self.lease = Lease(store, rules.plan_lease)
        self.plans: RobotPlans | None = self._written
        """As they go on from what was taken last."""

    def take_over(self) -> None:
        """Go by the plans and reports that the store holds, from the next `bring_up_to_date` on."""
        self._is_stale = True

    def bring_up_to_date(self, now: datetime) -> None:
        """Begin what has fallen due, and withdraw what the plans no longer have.

        Raises:
            StoreUnavailable: To be tried again.
        """
        if self._is_stale:
            self._written = self._store.plans()
        if self._written is None:
            return
        if self._is_stale:
            known_reports.take_in(self._store, self._ledger, self._written, now)
        plans = anchored(self._written, self._store.tasks_of, self._store.lost_before())
        has_changed = self._is_stale or plans != self.plans
        self.plans = plans
        self.lease.look(plans, now)
        if has_changed:
            self._withdraw(plans)
        since = self._since(now)
        for resident, occurrence in rounds.fallen_due(plans, self._is_known, now, since):
            self._begin(resident, occurrence)
        self._is_stale = False

    def _withdraw(self, plans: RobotPlans) -> None:
        for task in self._store.open_tasks():
            if not is_planned(plans, task.occurrence):
                self._ledger.happened(task.occurrence.id, Withdrawn())

    def _begin(self, resident: ResidentPlan, occurrence: Occurrence) -> None:
        task = rounds.new_task(resident.plan, occurrence)
        answer = carried_over(resident.plan, occurrence, self._store.tasks_of(occurrence.item_id))
        known = () if answer is None else (answer,)
        self._ledger.begin(task, *known, is_lease_expired=self.lease.is_expired)

    def _is_known(self, occurrence_id: UUID) -> bool:
        return self._store.task(occurrence_id) is not None

    def _since(self, now: datetime) -> datetime:
        """Return from when on to begin tasks: what a damaged store forgot may have been answered.

        The server expects a report of those too, and calls a nurse where there is none.
        """
        start = now - self._rules.lookback
        return max(start, self._store.lost_before() or start)
