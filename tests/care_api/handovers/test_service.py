"""Nothing falls between two shifts, and two different people sign what they saw."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from care_api.alerts import service as alerts
from care_api.alerts.state import AlertAction, AlertState
from care_api.care_plans.tables import CarePlanRow
from care_api.errors import ChangedMeanwhileError, TransitionError
from care_api.events import log
from care_api.handovers import reading, service
from care_api.handovers.handover import Handover, Part, Stretch
from care_api.handovers.report import KINDS
from care_api.handovers.tables import HandoverRow, HandoverSignatureRow
from codebook.help import HelpCause, HelpRequested
from codebook.task import TaskReported
from schedules.outcome import EvidenceGrade, Outcome
from tests.care_api.events.sending import send
from tests.care_api.village import DOSE, DOSE_TODAY, SONG, Village

QUIET = timedelta(minutes=3)
CRY = HelpRequested(
    cause=HelpCause.FALLEN, utterance_id="u", transcript="hjelp", grade=EvidenceGrade.SAID
)
TAKEN = TaskReported(
    occurrence_id=DOSE_TODAY, item_id=DOSE.id, outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID
)


def begin(village: Village, user_name: str = "kari", after: int = 0) -> Handover:
    with village.work() as work:
        return service.begin(work, village.solbakken, village.staff[user_name], after, QUIET)


def sign(village: Village, handover: Handover, user_name: str, part: Part) -> Handover:
    with village.work() as work:
        return service.sign(
            work, handover.id, village.staff[user_name], part, handover.digest, "Alt rolig."
        )


def cry(village: Village, ago: timedelta = timedelta(0)) -> UUID:
    at = village.clock.now() - ago
    event = village.robot.event(CRY, village.solveig, at)
    send(village, event)
    return event.id


def ids_in(village: Village, stretch: Stretch) -> list[UUID]:
    with village.database.reading() as session:
        between = (stretch.after_stream, stretch.through_stream)
        return [e.id for e in log.of_unit(session, stretch.unit_id, between, KINDS) if e.robot_id]


def running(village: Village) -> Stretch:
    with village.database.reading() as session:
        return service.running(session, village.solbakken, village.clock.now()).stretch


def test_each_handover_begins_where_the_one_before_ends(village: Village) -> None:
    cry(village)
    first = begin(village)
    village.clock.pass_by(timedelta(hours=8))
    second = begin(village, after=first.number)
    assert (first.number, second.number) == (1, 2)
    assert second.stretch.starts_at == first.stretch.ends_at
    assert second.stretch.after_stream == first.stretch.through_stream


def test_two_who_begin_at_once_get_the_same(village: Village) -> None:
    by_kari = begin(village, "kari")
    village.clock.pass_by(timedelta(seconds=1))
    by_siri = begin(village, "siri")
    assert by_siri == by_kari


def test_what_a_robot_was_silent_about_belongs_to_the_handover_in_which_it_comes(
    village: Village,
) -> None:
    first = begin(village)
    village.clock.pass_by(timedelta(hours=8))
    late = cry(village, ago=timedelta(hours=12))
    second = begin(village, after=1)
    assert ids_in(village, first.stretch) == []
    assert ids_in(village, second.stretch) == [late]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("cry"), st.integers(0, 40)),
            st.tuples(st.just("begin"), st.integers(0, 3)),
            st.tuples(st.just("wait"), st.integers(0, 9)),
        ),
        max_size=14,
    )
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_falls_between_shifts_and_nothing_is_told_twice(
    village: Village, steps: list[tuple[str, int]]
) -> None:
    """However events arrive (up to 40 hours late), and whoever begins knowing however little."""
    with village.work() as work:
        work.session.exec(delete(HandoverRow))
    stretches: dict[int, Stretch] = {}
    latest = begin(village).number
    told = []
    for what, amount in steps:
        match what:
            case "cry":
                told.append(cry(village, ago=timedelta(hours=amount)))
            case "begin":
                begun = begin(village, after=max(0, latest - amount))
                latest = max(latest, begun.number)
                stretches[begun.number] = begun.stretch
            case _:
                village.clock.pass_by(timedelta(hours=amount))
    pieces = [*stretches.values(), running(village)]
    found = [event_id for piece in pieces for event_id in ids_in(village, piece)]
    assert len(found) == len(set(found))
    assert set(told) <= set(found)


def test_a_plan_is_told_once_and_counted_from_what_the_one_before_saw(village: Village) -> None:
    first = begin(village)
    village.clock.pass_by(timedelta(hours=1))
    with village.work() as work:
        village.plan(work, DOSE, SONG)
    second = begin(village, after=1)
    third = begin(village, after=2)
    told = [
        [(change.resident_id, change.version) for change in service.standing_of(each).plan_changes]
        for each in (first, second, third)
    ]
    assert told == [[(village.solveig, 1)], [(village.solveig, 2)], []]


def test_a_plan_that_was_being_saved_meanwhile_is_told_by_the_next(village: Village) -> None:
    village.clock.pass_by(timedelta(minutes=10))
    begin(village)
    with village.work() as work:  # its saving began before, and ends after
        village.plan(work, DOSE, SONG)
        [row] = work.session.exec(select(CarePlanRow).where(CarePlanRow.version == 2)).all()
        row.saved_at = work.now - timedelta(seconds=5)
        work.session.add(row)
    second = begin(village, after=1)
    assert [each.version for each in service.standing_of(second).plan_changes] == [2]


def test_both_parts_are_signed_by_two_different_people(village: Village) -> None:
    handover = begin(village)
    half = sign(village, handover, "kari", Part.GIVES)
    assert half.completed_at is None
    for user_name, part in (("kari", Part.TAKES), ("siri", Part.GIVES)):
        with pytest.raises(TransitionError):
            sign(village, handover, user_name, part)
    whole = sign(village, handover, "siri", Part.TAKES)
    assert whole.completed_at == village.clock.now()
    assert {each.part: each.note for each in whole.signatures} == {
        Part.GIVES: "Alt rolig.",
        Part.TAKES: "Alt rolig.",
    }


def test_the_database_itself_takes_no_second_signature_of_one_person(village: Village) -> None:
    handover = begin(village)
    sign(village, handover, "kari", Part.GIVES)
    with pytest.raises(IntegrityError), village.work() as work:
        work.session.add(
            HandoverSignatureRow(
                handover_id=handover.id,
                part=Part.TAKES.value,
                staff_id=village.staff["kari"],
                at=work.now,
                digest=handover.digest,
            )
        )


def test_the_database_itself_takes_no_two_handovers_of_one_number(village: Village) -> None:
    handover = begin(village)
    with village.database.reading() as session:
        same = session.get_one(HandoverRow, handover.id).model_dump()
    with pytest.raises(IntegrityError), village.work() as work:
        work.session.add(HandoverRow(**{**same, "id": UUID(int=9)}))


def test_a_signature_is_for_what_was_seen(village: Village) -> None:
    handover = begin(village)
    with pytest.raises(ChangedMeanwhileError), village.work() as work:
        service.sign(work, handover.id, village.staff["kari"], Part.GIVES, "another")


def test_what_the_leaving_person_owns_goes_to_whoever_takes_over(village: Village) -> None:
    for _ in range(3):
        cry(village)
    with village.work() as work:
        mine, acknowledged, open_one = alerts.open_alerts(work.session, [village.solbakken])
        alerts.own(work, mine.id, village.staff["kari"])
        alerts.acknowledge(work, acknowledged.id, village.staff["kari"])
    handover = begin(village)
    sign(village, handover, "siri", Part.TAKES)
    with village.database.reading() as session:
        before = alerts.open_alerts(session, [village.solbakken])
    assert {alert.owner_id for alert in before} == {village.staff["kari"], None}

    sign(village, handover, "kari", Part.GIVES)

    with village.database.reading() as session:
        after = {alert.id: alert for alert in alerts.open_alerts(session, [village.solbakken])}
        steps = alerts.history(session, mine.id)
    assert (after[mine.id].owner_id, after[mine.id].state) == (
        village.staff["siri"],
        AlertState.IN_PROGRESS,
    )
    assert after[acknowledged.id].owner_id == village.staff["siri"]
    assert after[open_one.id].owner_id is None
    assert (steps[-1].action, steps[-1].staff_id, steps[-1].to_staff_id) == (
        AlertAction.HAND_OVER,
        village.staff["kari"],
        village.staff["siri"],
    )


def test_an_addition_stands_beside_what_was_signed_and_changes_nothing(village: Village) -> None:
    handover = begin(village)
    with pytest.raises(TransitionError), village.work() as work:
        service.add(work, handover.id, village.staff["kari"], "Glemte noe.")
    signed = sign(village, handover, "kari", Part.GIVES)
    with village.work() as work:
        service.add(work, handover.id, village.staff["kari"], "Glemte noe.")
        service.add(work, handover.id, village.staff["siri"], "Jeg også.")
    with village.database.reading() as session:
        found = service.find(session, handover.id, [village.solbakken])
    assert found
    assert [entry.words for entry in found.additions] == ["Glemte noe.", "Jeg også."]
    assert (found.signatures, found.digest) == (signed.signatures, handover.digest)


def test_a_handover_is_open_until_both_have_signed(village: Village) -> None:
    handover = begin(village)
    for user_name, part in (("kari", Part.GIVES), ("siri", Part.TAKES)):
        with village.database.reading() as session:
            assert [e.id for e in service.unsigned(session, [village.solbakken])] == [handover.id]
        sign(village, handover, user_name, part)
    with village.database.reading() as session:
        assert service.unsigned(session, [village.solbakken]) == ()


def test_what_is_open_is_kept_as_it_stood(village: Village) -> None:
    cry(village)
    handover = begin(village)
    with village.work() as work:
        [alert] = alerts.open_alerts(work.session, [village.solbakken])
        alerts.own(work, alert.id, village.staff["kari"])
    [kept] = service.standing_of(handover).alerts
    assert (kept.alert_id, kept.owner_id, kept.state) == (alert.id, None, AlertState.REPORTED)
    assert {task.title for task in service.standing_of(handover).tasks} >= {"Morgentilsyn", "Sang"}


def test_units_keep_their_logs_apart(village: Village) -> None:
    cry(village)
    with village.work() as work:
        other = service.begin(work, village.fjellheim, village.staff["kari"], 0, QUIET)
    assert ids_in(village, other.stretch) == []
    with village.database.reading() as session:
        assert service.find(session, other.id, [village.solbakken]) is None
        happened, _ = reading.what_happened(session, begin(village).stretch)
    assert happened[village.solveig].calls[0].cause is HelpCause.FALLEN


def test_the_first_handover_reaches_a_day_back(village: Village) -> None:
    old = cry(village)
    village.clock.pass_by(service.FIRST_LOOKS_BACK + timedelta(hours=1))
    young = cry(village)
    assert ids_in(village, begin(village).stretch) == [young]
    assert old != young
