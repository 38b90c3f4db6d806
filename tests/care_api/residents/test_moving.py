"""A resident moves to another unit of the municipality: what goes along, and who sees them."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from care_api.alerts import raising
from care_api.alerts import service as alerts
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertState
from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.audit.search import Wanted, look_up
from care_api.commands.state import CommandState
from care_api.commands.tables import CommandRow
from care_api.db import Work
from care_api.errors import ChangedMeanwhileError, NotFoundError
from care_api.events.tables import EventRow
from care_api.on_call import service as on_call
from care_api.on_call.contact import Contact
from care_api.residents import following, transitions
from care_api.residents import service as residents
from care_api.residents.tables import ResidentRow
from care_api.residents.transition import End, EndReason
from care_api.robots import service as robots
from care_api.staff.role import Role
from care_api.tenants.tables import UnitRow
from codebook.event import Event
from codebook.help import HelpCause, HelpRequested
from codebook.upload import ItemStatus
from schedules.outcome import EvidenceGrade
from tests.care_api.events.sending import send
from tests.care_api.lived_in import live_in
from tests.care_api.residents.placing import acts_about, alerts_about, carry_out, move
from tests.care_api.village import Village

CRY = HelpRequested(
    cause=HelpCause.FALLEN, utterance_id="u", transcript="hjelp", grade=EvidenceGrade.SAID
)


def units_of_events(village: Village, resident_id: UUID) -> set[UUID]:
    with village.database.reading() as session:
        query = select(EventRow.unit_id).where(
            EventRow.resident_id == resident_id, col(EventRow.robot_id).is_not(None)
        )
        return set(session.exec(query))


def people_of(village: Village, unit_id: UUID) -> set[UUID]:
    with village.database.reading() as session:
        return {person.id for person in residents.of_units(session, [unit_id])}


def test_the_new_unit_sees_the_resident_and_the_old_one_no_more(village: Village) -> None:
    move(village, village.solveig)
    assert village.solveig not in people_of(village, village.solbakken)
    assert village.solveig in people_of(village, village.fjellheim)
    with village.database.reading() as session:
        assert residents.find(session, village.solveig, [village.solbakken]) is None
        assert residents.by_id(session, village.solveig).room == "9"


def test_nobody_moves_to_another_municipality_or_to_where_they_are(village: Village) -> None:
    for unit_id in (village.elvebakken, village.solbakken, uuid4()):
        with pytest.raises(NotFoundError):
            move(village, village.solveig, to=unit_id)


def test_an_open_call_goes_along_and_is_told_from_the_foot_of_the_new_ladder(
    village: Village,
) -> None:
    send(village, village.robot.event(CRY, village.solveig, village.clock.now()))
    village.clock.pass_by(timedelta(minutes=4))
    move(village, village.solveig)
    [call] = alerts_about(village, village.solveig)
    assert call.unit_id == village.fjellheim
    assert AlertState(call.state) is AlertState.REPORTED
    with village.database.reading() as session:
        assert alerts.open_alerts(session, [village.solbakken]) == ()
        [seen] = alerts.open_alerts(session, [village.fjellheim])
        progress = alerts.ladder_progress(session, seen)
        told = session.exec(
            select(EventRow.kind).where(EventRow.unit_id == village.fjellheim)
        ).all()
    assert progress.rung == 1
    assert "alert.notified" in told


@pytest.mark.parametrize("works_there", [False, True])
def test_an_owner_keeps_an_alert_only_where_she_works_in_the_new_unit_too(
    village: Village, *, works_there: bool
) -> None:
    send(village, village.robot.event(CRY, village.solveig, village.clock.now()))
    [call] = alerts_about(village, village.solveig)
    with village.work() as work:
        village.employ(work, "begge", village.solbakken, Role.NURSE)
        if works_there:
            village.employ_also(work, "begge", village.fjellheim, Role.NURSE)
        alerts.own(work, call.id, village.staff["begge"])
    move(village, village.solveig)
    [call] = alerts_about(village, village.solveig)
    kept = (AlertState.IN_PROGRESS.value, village.staff["begge"])
    assert (call.state, call.owner_id) == (kept if works_there else ("reported", None))


def test_the_log_keeps_its_units_and_what_comes_late_goes_to_the_new_one(
    village: Village,
) -> None:
    live_in(village)
    assert units_of_events(village, village.solveig) == {village.solbakken}
    move(village, village.solveig)
    assert units_of_events(village, village.solveig) == {village.solbakken}
    late = village.robot.event(CRY, village.solveig, village.clock.now() - timedelta(hours=1))
    [told] = send(village, late).results
    assert told.status is ItemStatus.STORED
    assert units_of_events(village, village.solveig) == {village.solbakken, village.fjellheim}
    raised = alerts_about(village, village.solveig)
    assert all(each.unit_id == village.fjellheim for each in raised)
    assert any(each.cause_event_id == late.id for each in raised)


@given(at=st.integers(0, 3), is_twice=st.booleans())
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_whenever_somebody_moves_each_report_is_taken_once_and_cries_are_heard_where_they_are(
    village: Village, at: int, *, is_twice: bool
) -> None:
    who = newcomer(village)
    cries = [village.robot.event(CRY, who, village.clock.now()) for _ in range(3)]
    statuses = upload(village, cries[:at])
    move(village, who)
    statuses += upload(village, cries if is_twice else cries[at:])
    assert set(statuses) <= {ItemStatus.STORED, ItemStatus.DUPLICATE}
    assert statuses.count(ItemStatus.STORED) == len(cries)
    calls = alerts_about(village, who)
    assert len(calls) == len(cries)
    assert {each.unit_id for each in calls} == {village.fjellheim}


def upload(village: Village, events: list[Event]) -> list[ItemStatus]:
    return [each.status for each in send(village, *events).results] if events else []


def newcomer(village: Village) -> UUID:
    """Let somebody live in Solbakken, looked after by the robot."""
    who = uuid4()
    with village.work() as work:
        village.move_in(work, who, village.solbakken, "Berit Dahl")
        work.session.flush()
        known = robots.residents_now(work.session, [village.robot.id])[village.robot.id]
        robots.assign(work, village.robot.id, {*known, who}, [village.solbakken])
    return who


def robots_of(village: Village, resident_id: UUID) -> dict[UUID, frozenset[UUID]]:
    with village.database.reading() as session:
        return robots.others_looked_after(session, resident_id)


def test_a_robot_that_looks_after_others_stays_and_forgets_the_resident(village: Village) -> None:
    move(village, village.solveig, takes_robot=True)
    assert robots_of(village, village.solveig) == {}
    with village.database.reading() as session:
        assert robots.require(session, village.robot.id, [village.solbakken]).name == "Nabo 1"


@pytest.mark.parametrize("takes_robot", [False, True])
def test_a_robot_of_ones_own_goes_along_if_that_is_wanted(
    village: Village, *, takes_robot: bool
) -> None:
    with village.work() as work:
        robots.assign(work, village.robot.id, [village.solveig], [village.solbakken])
        reason = Reason(
            dedup_key="robot:silent",
            cause=Cause.ROBOT_SILENT,
            unit_id=village.solbakken,
            robot_id=village.robot.id,
        )
        raising.raise_alert(work, reason)
    move(village, village.solveig, takes_robot=takes_robot)
    home = village.fjellheim if takes_robot else village.solbakken
    assert list(robots_of(village, village.solveig)) == [village.robot.id] * takes_robot
    with village.database.reading() as session:
        assert robots.require(session, village.robot.id, [home]).name == "Nabo 1"
        [silence] = alerts.open_alerts(session, [village.solbakken, village.fjellheim])
    assert silence.unit_id == home


def test_contacts_and_followers_and_what_was_asked_of_the_robot(village: Village) -> None:
    live_in(village)
    with village.work() as work:
        following.follow(work, village.staff["kari"], village.solveig)
        before = {c.id for c in theirs(village, work, village.solbakken)}
    move(village, village.solveig)
    with village.work() as work:
        assert following.followed(work.session, village.staff["kari"]) == frozenset()
        assert {c.id for c in theirs(village, work, village.fjellheim)} == before
        assert theirs(village, work, village.solbakken) == []
        states = work.session.exec(
            select(CommandRow.state).where(CommandRow.resident_id == village.solveig)
        ).all()
    assert set(states) == {CommandState.UNDELIVERED.value}
    assert len(before) == 1


def theirs(village: Village, work: Work, unit_id: UUID) -> list[Contact]:
    found = on_call.of_unit(work.session, unit_id)
    return [each for each in found if each.resident_id == village.solveig]


def test_both_units_audit_the_move_and_the_old_one_its_own_looks(village: Village) -> None:
    look_at(village)
    village.clock.pass_by(timedelta(minutes=1))
    move(village, village.solveig)
    village.clock.pass_by(timedelta(minutes=1))
    look_at(village)
    moved = Act.RESIDENT_MOVED.value
    assert set(acts_about(village, village.solveig)) == {
        (moved, village.solbakken),
        (moved, village.fjellheim),
    }
    assert found_by(village, village.solbakken).count("read_timeline") == 1
    assert found_by(village, village.fjellheim).count("read_timeline") == 2
    assert moved in found_by(village, village.solbakken)


def look_at(village: Village) -> None:
    with village.work() as work:
        audit.note_access(
            work.session,
            staff_id=village.staff["kari"],
            resident_id=village.solveig,
            what="read_timeline",
            now=work.now,
        )


def found_by(village: Village, unit_id: UUID) -> list[str]:
    with village.database.reading() as session:
        tenant_id = session.get_one(UnitRow, unit_id).tenant_id
        wanted = Wanted(tenant_id=tenant_id, unit_ids=frozenset({unit_id}))
        return [line.what for line in look_up(session, wanted, limit=50)]


def test_a_move_from_a_day_on_comes_about_at_its_midnight_and_can_be_withdrawn_before(
    village: Village,
) -> None:
    wednesday = date(2026, 3, 4)
    planned = move(village, village.solveig, from_on=wednesday)
    assert planned.done_at is None
    assert carry_out(village) == 0
    with village.work() as work:
        transitions.withdraw(work, village.solveig, village.staff["kari"])
    village.clock.pass_by(timedelta(days=2))
    assert carry_out(village) == 0
    move(village, village.solveig, from_on=date(2026, 3, 5))
    village.clock.pass_by(timedelta(hours=16, minutes=29))
    assert carry_out(village) == 0
    village.clock.pass_by(timedelta(minutes=1))
    assert carry_out(village) == 1
    assert village.solveig in people_of(village, village.fjellheim)


def test_what_is_planned_is_replaced_only_by_whoever_has_seen_it(village: Village) -> None:
    planned = move(village, village.solveig, from_on=date(2026, 3, 4))
    with village.work() as work, pytest.raises(ChangedMeanwhileError):
        transitions.plan(work, village.solveig, End(reason=EndReason.DIED), village.staff["kari"])
    with village.work() as work:
        transitions.plan(
            work,
            village.solveig,
            End(reason=EndReason.DIED),
            village.staff["kari"],
            instead_of=str(planned.id),
        )
    with village.database.reading() as session:
        assert transitions.ahead(session, village.solveig) is None
        assert session.get_one(ResidentRow, village.solveig).ended_at is not None
