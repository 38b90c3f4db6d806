"""The service ends for a resident: nothing is expected, nothing is lost, all can be undone."""

from datetime import date, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from care_api.alerts import service as alerts
from care_api.alerts import whereabouts
from care_api.alerts.state import AlertState
from care_api.audit.act import Act
from care_api.care_plans import service as care_plans
from care_api.care_plans.schemas import PlanDraft
from care_api.care_plans.service import Precondition
from care_api.commands.tables import CommandRow
from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.errors import ChangedMeanwhileError, NotFoundError, ServiceEndedError, TransitionError
from care_api.family import service as family
from care_api.family.service import Reader
from care_api.on_call import service as on_call
from care_api.residents import service as residents
from care_api.residents import transitions
from care_api.residents.tables import ResidentRow
from care_api.residents.transition import End, EndReason
from care_api.robots import orders
from care_api.robots import service as robots
from care_api.tasks import service as tasks
from care_api.tasks.tables import TaskRow
from codebook.help import HelpCause, HelpRequested
from codebook.task import TaskAnnounced, TaskEscalated
from schedules.outcome import EvidenceGrade
from schedules.task import EscalationReason, Stage
from tests.care_api.events.sending import send
from tests.care_api.lived_in import live_in
from tests.care_api.residents.placing import acts_about, alerts_about, carry_out, end, move, resume
from tests.care_api.village import CHECK, CHECK_TODAY, DOSE, DOSE_TODAY, MORNING, Village

CRY = HelpRequested(
    cause=HelpCause.FALLEN, utterance_id="u", transcript="hjelp", grade=EvidenceGrade.SAID
)


def is_ended(village: Village, resident_id: UUID) -> bool:
    with village.database.reading() as session:
        return session.get_one(ResidentRow, resident_id).ended_at is not None


def stages(village: Village) -> list[Stage]:
    with village.database.reading() as session:
        query = select(TaskRow.stage).where(TaskRow.resident_id == village.solveig)
        return [Stage(stage) for stage in session.exec(query)]


def handle_all(village: Village, resident_id: UUID) -> None:
    with village.work() as work:
        for each in whereabouts.to_handle_first(work.session, resident_id):
            alerts.own(work, each, village.staff["kari"])
            alerts.handle(work, each, village.staff["kari"], "sett til")


def test_the_robot_gets_a_plan_without_the_resident_and_is_free(village: Village) -> None:
    with village.database.reading() as session:
        before = orders.tags(session, village.robot.id, village.clock.now())
    end(village, village.solveig)
    with village.database.reading() as session:
        after = orders.tags(session, village.robot.id, village.clock.now())
        left = orders.plans(session, village.robot.id).residents
        looked_after = robots.residents_now(session, [village.robot.id])[village.robot.id]
    assert after.orders != before.orders  # a robot that waits for news is answered at once
    assert village.solveig not in {each.resident_id for each in left}
    assert looked_after == {village.arne}


def test_nothing_is_expected_any_more_and_no_missing_answer_alarms(village: Village) -> None:
    send(village, village.robot.event(announced(), village.solveig, village.clock.now()))
    assert Stage.ANNOUNCED in stages(village)
    end(village, village.solveig)
    assert set(stages(village)) <= {Stage.WITHDRAWN}
    village.clock.pass_by(timedelta(days=2))
    with village.work() as work:
        care_plans.make_tasks_ahead(work)
        assert tasks.sweep(work) == 0
    assert set(stages(village)) <= {Stage.WITHDRAWN}
    assert alerts_about(village, village.solveig) == []


def announced() -> TaskAnnounced:
    return TaskAnnounced(occurrence_id=DOSE_TODAY, item_id=DOSE.id, attempt=1)


def test_who_is_former_stands_on_no_list_and_can_still_be_read_about(village: Village) -> None:
    end(village, village.solveig, reason=EndReason.DIED)
    with village.database.reading() as session:
        assert village.solveig not in {p.id for p in residents.listed(session, [village.solbakken])}
        assert residents.find(session, village.solveig, [village.solbakken]) is not None
        [former] = transitions.former(session, [village.solbakken]).people
        elsewhere = transitions.former(session, [village.fjellheim, village.elvebakken])
        assert elsewhere.people == ()
    assert (former.id, former.reason) == (village.solveig, EndReason.DIED)


def test_an_open_cry_for_help_holds_the_end_up_until_it_is_handled(village: Village) -> None:
    send(village, village.robot.event(CRY, village.solveig, village.clock.now()))
    with pytest.raises(TransitionError):
        end(village, village.solveig)
    assert not is_ended(village, village.solveig)
    handle_all(village, village.solveig)
    end(village, village.solveig)
    [call] = alerts_about(village, village.solveig)
    assert AlertState(call.state) is AlertState.CLOSED


def test_a_planned_end_waits_for_an_open_cry_and_then_comes_about(village: Village) -> None:
    end(village, village.solveig, from_on=date(2026, 3, 4))
    village.clock.pass_by(timedelta(days=2))
    send(village, village.robot.event(CRY, village.solveig, village.clock.now()))
    assert carry_out(village) == 0
    assert not is_ended(village, village.solveig)
    handle_all(village, village.solveig)
    assert carry_out(village) == 1
    assert is_ended(village, village.solveig)


def test_a_missing_answer_holds_nothing_up_and_is_closed_with_its_cause(village: Village) -> None:
    village.clock.pass_by(timedelta(hours=8))
    with village.work() as work:
        tasks.sweep(work)
    silent = alerts_about(village, village.solveig)
    assert silent
    end(village, village.solveig)
    closed = alerts_about(village, village.solveig)
    assert {AlertState(each.state) for each in closed} == {AlertState.CLOSED}
    with village.database.reading() as session:
        notes = {step.note for each in closed for step in alerts.history(session, each.id)}
    assert whereabouts.SERVICE_ENDED in notes


def test_a_cry_that_comes_late_is_heard_and_a_late_silence_is_not(village: Village) -> None:
    end(village, village.solveig)
    now = village.clock.now()
    stage = {"occurrence_id": CHECK_TODAY, "item_id": CHECK.id}
    silence = TaskEscalated(**stage, reason=EscalationReason.UNANSWERED)
    send(
        village,
        village.robot.event(silence, village.solveig, now),
        village.robot.event(CRY, village.solveig, now),
    )
    [call] = alerts_about(village, village.solveig)
    assert (call.cause, call.unit_id) == ("fallen", village.solbakken)
    village.clock.pass_by(timedelta(days=1))
    with village.work() as work:
        tasks.sweep(work)
    assert len(alerts_about(village, village.solveig)) == 1


def test_consents_links_contacts_and_commands_end_with_it(village: Village) -> None:
    live_in(village)
    handle_all(village, village.solveig)
    with village.work() as work:
        reader = Reader(name="Liv Haugen", is_resident=False)
        kari = village.staff["kari"]
        _, code = family.make(work, village.solveig, reader, timedelta(days=7), kari)
    end(village, village.solveig)
    with village.work() as work:
        agreed = consents.of_resident(work.session, village.solveig)
        assert not any(agreed.is_given(scope) for scope in Scope)
        assert family.open_by_code(work.session, code, work.now) is None
        with pytest.raises(ServiceEndedError):
            family.make(work, village.solveig, reader, timedelta(days=7), kari)
        told = on_call.of_unit(work.session, village.solbakken)
        assert village.solveig not in {each.resident_id for each in told}
        waiting = select(CommandRow).where(
            CommandRow.resident_id == village.solveig, col(CommandRow.state) == "sent"
        )
        assert work.session.exec(waiting).all() == []


def test_undone_all_is_as_it_was_and_nothing_is_asked_about_that_was_due_before(
    village: Village,
) -> None:
    live_in(village)
    handle_all(village, village.solveig)
    with village.work() as work:
        reader = Reader(name="Liv Haugen", is_resident=False)
        kari = village.staff["kari"]
        _, code = family.make(work, village.solveig, reader, timedelta(days=7), kari)
        held = robots.others_looked_after(work.session, village.solveig)
        contacts = on_call.of_unit(work.session, village.solbakken)
    end(village, village.solveig)
    before = {each.id for each in alerts_about(village, village.solveig)}
    village.clock.pass_by(timedelta(days=1, hours=12))
    resume(village, village.solveig)
    with village.work() as work:
        assert robots.others_looked_after(work.session, village.solveig) == held
        assert family.open_by_code(work.session, code, work.now) is not None
        assert consents.of_resident(work.session, village.solveig).is_given(Scope.LISTENING)
        assert on_call.of_unit(work.session, village.solbakken) == contacts
        version = care_plans.latest(work.session, village.solveig)
        assert version is not None
        assert version.plan.effective_at == village.clock.now()
        assert version.plan.items
        care_plans.make_tasks_ahead(work)
        tasks.sweep(work)
        ahead = tasks.next_of(work.session, [village.solveig], 9)[village.solveig]
    assert ahead
    assert all(each.due_at > village.clock.now() for each in ahead)
    assert {each.id for each in alerts_about(village, village.solveig)} == before
    assert not is_ended(village, village.solveig)
    with pytest.raises(TransitionError):
        resume(village, village.solveig)


def test_a_robot_that_was_given_to_somebody_else_meanwhile_stays_with_them(
    village: Village,
) -> None:
    with village.work() as work:
        robots.assign(work, village.robot.id, [village.solveig], [village.solbakken])
    end(village, village.solveig)
    with village.work() as work:
        robots.assign(work, village.robot.id, [village.arne], [village.solbakken])
    resume(village, village.solveig)
    with village.database.reading() as session:
        assert robots.residents_now(session, [village.robot.id])[village.robot.id] == {village.arne}


def test_former_residents_stand_on_sides_the_last_first(village: Village) -> None:
    count = transitions.FORMER_SHOWN + 1
    everybody = [uuid4() for _ in range(count)]
    with village.work() as work:
        for nth, resident_id in enumerate(everybody):
            village.move_in(work, resident_id, village.solbakken, f"Berit Dahl {nth}")
            ended_at = MORNING - timedelta(days=nth)
            work.session.get_one(ResidentRow, resident_id).ended_at = ended_at
    with village.database.reading() as session:
        first, last, beyond = (
            transitions.former(session, [village.solbakken], side) for side in (1, 2, 9)
        )
    assert [each.id for each in (*first.people, *last.people)] == everybody
    assert (first.first, last.first, last.sides, last.all) == (1, count, 2, count)
    assert beyond == last


def test_nothing_is_planned_or_assigned_for_who_is_former(village: Village) -> None:
    end(village, village.solveig)
    with village.work() as work, pytest.raises(ServiceEndedError):
        village.plan(work, DOSE)
    with village.work() as work, pytest.raises(NotFoundError):
        robots.assign(work, village.robot.id, [village.solveig], [village.solbakken])
    for again in (end, move):
        with pytest.raises(TransitionError):
            again(village, village.solveig)


def test_each_act_stands_in_the_audit_log(village: Village) -> None:
    end(village, village.solveig, from_on=date(2026, 3, 9))
    with village.work() as work:
        transitions.withdraw(work, village.solveig, village.staff["kari"])
        transitions.withdraw(work, village.solveig, village.staff["kari"])  # twice is once
    end(village, village.solveig)
    resume(village, village.solveig)
    acts = [
        Act.TRANSITION_PLANNED,
        Act.TRANSITION_WITHDRAWN,
        Act.SERVICE_ENDED,
        Act.SERVICE_RESUMED,
    ]
    told = acts_about(village, village.solveig)
    assert sorted(told) == sorted((act.value, village.solbakken) for act in acts)


def test_of_a_plan_and_an_end_at_once_neither_leaves_tasks_of_a_former_resident(
    village: Village,
) -> None:
    with village.database.reading() as session:
        before = care_plans.latest(session, village.solveig)
    assert before is not None
    together = Barrier(2)
    refused: list[Exception] = []

    def save() -> None:
        together.wait(timeout=10)
        try:
            with village.work() as work:
                care_plans.save(
                    work,
                    village.solveig,
                    PlanDraft(items=(CHECK,)),
                    precondition=Precondition(if_match=before.etag),
                    staff_id=village.staff["kari"],
                )
        except (ServiceEndedError, ChangedMeanwhileError) as refusal:
            refused.append(refusal)

    def stop() -> None:
        together.wait(timeout=10)
        with village.work() as work:
            what = End(reason=EndReason.DECLINED)
            transitions.plan(work, village.solveig, what, village.staff["kari"])

    threads = [Thread(target=save), Thread(target=stop)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert is_ended(village, village.solveig)
    assert set(stages(village)) <= {Stage.WITHDRAWN}
    assert len(refused) <= 1
    with village.database.reading() as session:
        newest = care_plans.latest(session, village.solveig)
        assert newest is not None
        assert newest.plan.version == before.plan.version + (not refused)
        assert transitions.ended(session, village.solveig) is not None
