"""What counts from the last taken: server and robot come to the same occurrences."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from care_api.alerts import service as alerts
from care_api.care_plans import service as care_plans
from care_api.robots import orders
from care_api.tasks import service as tasks
from care_api.tasks.tables import TaskRow
from codebook.event import RobotBody
from codebook.task import TaskAnnounced, TaskClosed, TaskDue, TaskReported
from schedules.anchoring import counted_from
from schedules.care_plan import CarePlan, MedicationReminder
from schedules.occurrences import Occurrence, occurrences
from schedules.outcome import EvidenceGrade, Outcome
from schedules.recurrence import Anchor, Elapsed
from schedules.task import Stage
from tests.care_api.events.sending import send
from tests.care_api.village import MORNING, Village

HOUR = timedelta(hours=1)
RULE = Elapsed(every=8 * HOUR, anchor=Anchor(at=MORNING), counts_from_last_taken=True)
DROPS = MedicationReminder(id=UUID(int=88), medicine="Dråper", dose="to", recurrence=RULE)


def planned(village: Village) -> CarePlan:
    with village.work() as work:
        village.plan(work, DROPS)
        version = care_plans.latest(work.session, village.solveig)
        assert version is not None
        return version.plan


def stages(occurrence: Occurrence, outcome: Outcome) -> tuple[RobotBody, ...]:
    ids = {"occurrence_id": occurrence.id, "item_id": occurrence.item_id}
    return (
        TaskDue(**ids, due_at=occurrence.due_at, window_closes_at=occurrence.window_closes_at),
        TaskAnnounced(**ids, attempt=1),
        TaskReported(**ids, outcome=outcome, grade=EvidenceGrade.SAID),
        TaskClosed(**ids, outcome=outcome),
    )


def slots(village: Village, *stage: Stage) -> dict[UUID, str]:
    with village.database.reading() as session:
        query = select(TaskRow).where(
            TaskRow.item_id == DROPS.id, col(TaskRow.stage).in_([each.value for each in stage])
        )
        return {row.id: row.slot for row in session.exec(query.order_by(col(TaskRow.due_at)))}


def test_the_server_expects_what_the_robot_will_remind_of(village: Village) -> None:
    plan = planned(village)
    first = next(occurrences(plan, MORNING, MORNING + 9 * HOUR))
    taken_at = first.due_at + HOUR / 3
    village.clock.pass_by(taken_at - village.clock.now())
    events = [
        village.robot.event(body, village.solveig, taken_at)
        for body in stages(first, Outcome.TAKEN)
    ]
    send(village, *events)

    anchor = Anchor(at=taken_at, report_id=events[2].id)
    on_robot = counted_from(plan, {DROPS.id: anchor})
    coming = list(occurrences(on_robot, taken_at, taken_at + tasks.AHEAD + tasks.STRIDE))
    assert slots(village, Stage.DUE) == {each.id: each.slot for each in coming}
    assert coming[0].slot == f"{events[2].id}/1"
    with village.database.reading() as session:
        document = orders.plans(session, village.robot.id)
    told = next(each for each in document.residents if each.resident_id == village.solveig)
    assert [(each.report_id, each.at) for each in told.last_taken] == [(events[2].id, taken_at)]


def test_what_counted_from_before_is_neither_due_nor_missed(village: Village) -> None:
    plan = planned(village)
    first, second = list(occurrences(plan, MORNING, MORNING + 9 * HOUR))[:2]
    taken_at = first.due_at + HOUR / 3
    village.clock.pass_by(second.window_closes_at + HOUR - village.clock.now())
    with village.work() as work:
        tasks.sweep(work)  # the robot is offline, and the server knows of no dose
    late = [
        village.robot.event(body, village.solveig, taken_at)
        for body in stages(first, Outcome.TAKEN)
    ]
    send(village, *late)

    assert second.id in slots(village, Stage.WITHDRAWN)
    with village.database.reading() as session:
        open_ones = alerts.open_alerts(session, [village.solbakken])
    assert second.id not in {alert.occurrence_id for alert in open_ones}


def test_a_dose_whose_anchor_has_not_arrived_is_taken_as_the_robot_tells_it(
    village: Village,
) -> None:
    plan = planned(village)
    anchor = Anchor(at=MORNING + HOUR, report_id=UUID(int=4711))
    on_robot = counted_from(plan, {DROPS.id: anchor})
    due = next(occurrences(on_robot, MORNING + HOUR, MORNING + 20 * HOUR))
    village.clock.pass_by(due.due_at - village.clock.now())
    for body in stages(due, Outcome.TAKEN):
        send(village, village.robot.event(body, village.solveig, due.due_at))

    assert due.id in slots(village, Stage.CLOSED)


def test_a_dose_taken_back_does_not_count(village: Village) -> None:
    plan = planned(village)
    first = next(occurrences(plan, MORNING, MORNING + 9 * HOUR))
    village.clock.pass_by(first.due_at + HOUR - village.clock.now())
    *_, taken, closed = stages(first, Outcome.TAKEN)
    back = TaskReported(
        occurrence_id=first.id,
        item_id=DROPS.id,
        outcome=Outcome.NOT_TAKEN,
        grade=EvidenceGrade.SAID,
    )
    for minute, body in enumerate((taken, closed, back)):
        at = first.due_at + timedelta(minutes=minute)
        send(village, village.robot.event(body, village.solveig, at))

    expected = occurrences(plan, village.clock.now(), village.clock.now() + tasks.AHEAD)
    assert {each.id for each in expected} <= set(slots(village, Stage.DUE))
