from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from codebook.event import Event
from codebook.orders import KnownReport
from codebook.plan import LastTaken
from codebook.sync import PlanLeaseExpired, PlanLeaseRenewed
from codebook.task import TaskDue, TaskReported
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.care import doses, known_reports
from robot_nodes.care.daybook import Daybook
from robot_nodes.care.ledger import Ledger
from robot_nodes.care.surroundings import Rules
from schedules.care_plan import PlanItem
from schedules.occurrences import occurrences
from schedules.outcome import EvidenceGrade, Outcome
from schedules.pause import Pause
from schedules.recurrence import Anchor, AsNeeded, Elapsed
from schedules.task import Announced, Reported, Stage, Task
from tests.robot_nodes.care.morning import MORNING, ROBOT, SOLVEIG, medicine, plans_with
from tests.robot_nodes.fakes.clock import HandMovedClock

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
TAKEN = Reported(outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID)
NOT_TAKEN = Reported(outcome=Outcome.NOT_TAKEN, grade=EvidenceGrade.SAID)


@dataclass
class Desk:
    """A daybook over a real store, and what it has recorded."""

    store: SqliteStore
    clock: HandMovedClock
    version: int = 0

    def __post_init__(self) -> None:
        self.recorded: list[Event] = []
        self.store.observe(self.recorded.append)
        self.ledger = Ledger(self.store, self.clock.now)
        self.book = Daybook(self.store, self.ledger, Rules())

    def plan(self, *items: PlanItem) -> None:
        self.version += 1
        with self.store.transaction() as step:
            step.save_plans(f'"{self.version}"', plans_with(*items, version=self.version))
        self.book.take_over()

    def look(self, at: datetime) -> None:
        self.clock.advance(at - self.clock.now())
        self.book.bring_up_to_date(at)

    def hear(self, *reports: KnownReport) -> None:
        """Have the server tell what was reported."""
        with self.store.transaction() as step:
            known_reports.keep(step, reports)
        self.book.take_over()

    def tasks(self, item: PlanItem) -> tuple[Task, ...]:
        return self.store.tasks_of(item.id)

    def report(self, task: Task, report: Reported) -> None:
        self.ledger.happened(task.occurrence.id, Announced(), report)

    def kinds(self) -> list[str]:
        return [event.kind for event in self.recorded]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = SqliteStore.open(
        tmp_path / "robot.sqlite", robot_id=ROBOT, software_version="0.1.0", at=MORNING
    )
    yield Desk(store, HandMovedClock(MORNING))
    store.close()


def test_a_dose_that_is_moved_before_it_was_answered_is_reminded_of_once(desk: Desk) -> None:
    desk.plan(medicine(time(8)))
    desk.look(MORNING)
    desk.plan(medicine(time(9)))
    desk.look(MORNING + HOUR)

    at_eight, at_nine = desk.tasks(medicine())
    assert (at_eight.stage, at_nine.stage) == (Stage.WITHDRAWN, Stage.DUE)
    assert desk.kinds().count("task.withdrawn") == 1
    assert "task.missed" not in desk.kinds()


def test_a_dose_that_is_moved_after_it_was_answered_keeps_its_answer(desk: Desk) -> None:
    desk.plan(medicine(time(8)))
    desk.look(MORNING)
    desk.report(desk.tasks(medicine())[0], TAKEN)
    desk.plan(medicine(time(9)))
    desk.look(MORNING + HOUR)

    at_eight, at_nine = desk.tasks(medicine())
    assert (at_eight.stage, at_nine.stage) == (Stage.CLOSED, Stage.CLOSED)
    carried = [e.body for e in desk.recorded if isinstance(e.body, TaskReported)][-1]
    assert carried.carried_from == at_eight.occurrence.id
    assert carried.outcome is Outcome.TAKEN


def test_an_answer_is_carried_over_once(desk: Desk) -> None:
    desk.plan(medicine(time(8)))
    desk.look(MORNING)
    desk.report(desk.tasks(medicine())[0], TAKEN)
    desk.plan(medicine(time(9), time(10)))
    desk.look(MORNING + 2 * HOUR)

    stages = [task.stage for task in desk.tasks(medicine())]
    assert stages == [Stage.CLOSED, Stage.CLOSED, Stage.DUE]


def test_an_answer_to_what_is_still_planned_is_not_carried_over(desk: Desk) -> None:
    desk.plan(medicine(time(8)))
    desk.look(MORNING)
    desk.report(desk.tasks(medicine())[0], TAKEN)
    desk.plan(medicine(time(8), time(9)))
    desk.look(MORNING + HOUR)

    assert [task.stage for task in desk.tasks(medicine())] == [Stage.CLOSED, Stage.DUE]


def test_a_stay_in_hospital_withdraws_what_is_open(desk: Desk) -> None:
    desk.plan(medicine())
    desk.look(MORNING)
    desk.plan(replace(medicine(), pauses=(Pause(first_on=MORNING.date()),)))
    desk.look(MORNING + MINUTE)

    assert desk.store.open_tasks() == ()


def test_an_edit_that_does_not_touch_an_item_leaves_its_task_alone(desk: Desk) -> None:
    desk.plan(medicine())
    desk.look(MORNING)
    before = desk.tasks(medicine())
    desk.plan(medicine(), medicine(time(21), item=2))
    desk.look(MORNING + MINUTE)

    assert desk.tasks(medicine()) == before


def every_eight_hours() -> PlanItem:
    rule = Elapsed(every=8 * HOUR, anchor=Anchor(at=MORNING), counts_from_last_taken=True)
    return medicine(recurrence=rule)


def test_the_next_dose_counts_from_the_last_taken(desk: Desk) -> None:
    desk.plan(every_eight_hours())
    desk.look(MORNING)
    desk.clock.advance(20 * MINUTE)
    desk.report(desk.tasks(every_eight_hours())[0], TAKEN)
    desk.look(MORNING + 8 * HOUR)
    assert len(desk.tasks(every_eight_hours())) == 1, "eight hours after the rule, not the dose"
    desk.look(MORNING + 8 * HOUR + 20 * MINUTE)

    first, second = desk.tasks(every_eight_hours())
    assert first.report is not None
    assert second.occurrence.slot == f"{first.report.id}/1"
    assert second.stage is Stage.DUE
    told = [event.id for event in desk.recorded if isinstance(event.body, TaskReported)]
    assert told == [first.report.id]


def test_a_dose_taken_back_does_not_count(desk: Desk) -> None:
    desk.plan(every_eight_hours())
    desk.look(MORNING)
    (task,) = desk.tasks(every_eight_hours())
    desk.report(task, TAKEN)
    desk.ledger.happened(task.occurrence.id, NOT_TAKEN)
    desk.look(MORNING + 8 * HOUR)

    assert desk.tasks(every_eight_hours())[1].occurrence.due_at == MORNING + 8 * HOUR
    taken, taken_back = (e for e in desk.recorded if isinstance(e.body, TaskReported))
    assert isinstance(taken_back.body, TaskReported)
    assert taken_back.body.supersedes == taken.id


def test_past_its_lease_a_plan_is_carried_out_and_the_reports_say_so(desk: Desk) -> None:
    desk.plan(medicine())
    desk.store.confirm_plans(MORNING - 73 * HOUR)
    desk.look(MORNING)
    desk.look(MORNING + MINUTE)

    (due,) = (e.body for e in desk.recorded if isinstance(e.body, TaskDue))
    assert due.is_lease_expired
    (expired,) = (e for e in desk.recorded if isinstance(e.body, PlanLeaseExpired))
    assert expired.resident_id == UUID(int=200)


def test_a_lease_that_runs_again_is_told_once(desk: Desk) -> None:
    desk.plan(medicine())
    desk.store.confirm_plans(MORNING - 73 * HOUR)
    desk.look(MORNING)
    desk.store.confirm_plans(MORNING + MINUTE)
    desk.look(MORNING + 2 * MINUTE)
    desk.look(MORNING + 3 * MINUTE)

    (renewed,) = (e.body for e in desk.recorded if isinstance(e.body, PlanLeaseRenewed))
    assert renewed.expired_at == MORNING


def test_the_end_of_the_lease_is_known_ahead(desk: Desk) -> None:
    desk.plan(medicine())
    desk.store.confirm_plans(MORNING)
    desk.look(MORNING + MINUTE)
    assert desk.book.lease.ends_at == MORNING + 72 * HOUR


def test_what_a_damaged_store_has_forgotten_is_not_spoken_about(tmp_path: Path) -> None:
    path = tmp_path / "robot.sqlite"
    path.write_bytes(b"noise" * 1000)
    store = SqliteStore.open(path, robot_id=ROBOT, software_version="0.1.0", at=MORNING + MINUTE)
    desk = Desk(store, HandMovedClock(MORNING + MINUTE))
    desk.plan(medicine(time(8), time(9)))
    desk.look(MORNING + 2 * HOUR)

    (task,) = desk.tasks(medicine())
    assert task.occurrence.due_at == MORNING + HOUR, "eight o'clock may have been answered"
    store.close()


def test_a_store_that_lost_the_last_report_counts_from_what_the_server_knows(
    tmp_path: Path,
) -> None:
    path = tmp_path / "robot.sqlite"
    path.write_bytes(b"noise" * 1000)
    store = SqliteStore.open(path, robot_id=ROBOT, software_version="0.1.0", at=MORNING + HOUR)
    desk = Desk(store, HandMovedClock(MORNING + HOUR))
    known = LastTaken(
        item_id=every_eight_hours().id, report_id=UUID(int=4711), at=MORNING + 20 * MINUTE
    )
    written = plans_with(every_eight_hours())
    (solveig,) = written.residents
    told = solveig.model_copy(update={"last_taken": (known,)})
    with store.transaction() as step:
        step.save_plans('"1"', written.model_copy(update={"residents": (told,)}))
    desk.book.take_over()
    desk.look(MORNING + 8 * HOUR)
    assert desk.tasks(every_eight_hours()) == (), "by the rule as it was written"
    desk.look(MORNING + 8 * HOUR + 20 * MINUTE)

    assert desk.tasks(every_eight_hours())[0].occurrence.slot == f"{UUID(int=4711)}/1"
    store.close()


def told(
    item: PlanItem, at: datetime, outcome: Outcome = Outcome.TAKEN, nth: int = 0
) -> KnownReport:
    """Return what another robot was told of an item's dose, its first of the day unless said."""
    coming = occurrences(plans_with(item).residents[0].plan, MORNING, MORNING + 24 * HOUR)
    due = [each.id for each in coming]
    return KnownReport(
        occurrence_id=due[nth] if due else UUID(int=815),
        item_id=item.id,
        resident_id=SOLVEIG,
        report_id=UUID(int=4711),
        robot_id=UUID(int=8),
        outcome=outcome,
        grade=EvidenceGrade.SAID,
        at=at,
    )


def test_a_dose_that_another_robot_has_an_answer_for_is_never_begun(desk: Desk) -> None:
    desk.plan(medicine())
    desk.hear(told(medicine(), MORNING - MINUTE))
    desk.look(MORNING + MINUTE)

    (task,) = desk.tasks(medicine())
    assert (task.stage, task.attempts) == (Stage.CLOSED, 0)
    assert desk.kinds() == [], "the other robot's log tells of it"


def test_a_dose_under_way_ends_when_another_robot_gets_the_answer(desk: Desk) -> None:
    desk.plan(medicine())
    desk.look(MORNING)
    desk.hear(told(medicine(), MORNING + MINUTE))
    desk.look(MORNING + 2 * MINUTE)

    (task,) = desk.tasks(medicine())
    assert task.stage is Stage.CLOSED
    assert desk.kinds() == ["task.due"]


@pytest.mark.parametrize("outcome", [Outcome.NOT_TAKEN, Outcome.LATER, Outcome.UNCLEAR])
def test_a_dose_without_an_answer_elsewhere_is_begun_in_its_time(
    desk: Desk, outcome: Outcome
) -> None:
    desk.plan(medicine())
    desk.hear(told(medicine(), MORNING - MINUTE, outcome))
    desk.look(MORNING)
    assert [task.stage for task in desk.tasks(medicine())] == [Stage.DUE]


def test_reports_of_the_day_before_are_let_go(desk: Desk) -> None:
    desk.plan(medicine())
    desk.hear(told(medicine(), MORNING - 24 * HOUR))
    desk.look(MORNING)
    assert [task.stage for task in desk.tasks(medicine())] == [Stage.DUE]


def test_what_was_taken_as_needed_elsewhere_counts_here(desk: Desk) -> None:
    item = medicine(recurrence=AsNeeded(minimum_gap=HOUR, daily_maximum=4))
    desk.plan(item)
    desk.hear(told(item, MORNING - MINUTE))
    desk.look(MORNING)
    (report,) = doses.reports(desk.tasks(item), MORNING)
    assert (report.outcome, report.reported_at) == (Outcome.TAKEN, MORNING - MINUTE)


def test_the_next_dose_counts_from_what_another_robot_was_told(desk: Desk) -> None:
    item = every_eight_hours()
    desk.plan(item)
    desk.hear(told(item, MORNING + 20 * MINUTE))
    desk.look(MORNING + 8 * HOUR)
    assert [task.stage for task in desk.tasks(item)] == [Stage.CLOSED], "not due yet"
    desk.look(MORNING + 8 * HOUR + 20 * MINUTE)
    assert desk.tasks(item)[-1].occurrence.slot == f"{UUID(int=4711)}/1"


def test_a_dose_that_was_answered_elsewhere_and_is_moved_is_not_asked_about_again(
    desk: Desk,
) -> None:
    desk.plan(medicine(time(9)))
    desk.hear(told(medicine(time(8)), MORNING + 5 * MINUTE))
    desk.look(MORNING + HOUR)
    assert {task.stage for task in desk.tasks(medicine())} == {Stage.CLOSED}


def test_a_robots_own_reports_come_back_without_a_change(desk: Desk) -> None:
    desk.plan(medicine())
    desk.look(MORNING)
    (task,) = desk.tasks(medicine())
    desk.report(task, TAKEN)
    before, events = desk.tasks(medicine()), desk.kinds()
    desk.hear(told(medicine(), MORNING))
    desk.look(MORNING + MINUTE)
    assert (desk.tasks(medicine()), desk.kinds()) == (before, events)
