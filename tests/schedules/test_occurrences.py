from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from schedules.care_plan import CarePlan
from schedules.occurrences import (
    OCCURRENCE_NAMESPACE,
    instant,
    is_skipped,
    occurrence_id,
    occurrences,
)
from schedules.recurrence import Elapsed, WallClock
from tests.schedules.plans import MEALS, medicine, plan_of
from tests.schedules.rules import clock_times, elapsed, moments, pauses, spans, wall_rules, zones

OSLO = ZoneInfo("Europe/Oslo")
plans = st.builds(
    lambda rule, zone, pauses: plan_of(medicine(recurrence=rule), zone=zone, pauses=pauses),
    wall_rules,
    zones,
    pauses,
)
all_plans = plans | st.builds(
    lambda rule, zone, pauses: plan_of(medicine(recurrence=rule), zone=zone, pauses=pauses),
    elapsed,
    zones,
    pauses,
)


def wall_rule(plan: CarePlan) -> WallClock:
    rule = plan.items[0].recurrence
    assert isinstance(rule, WallClock)
    return rule


def test_a_time_in_the_spring_gap_moves_to_the_first_valid_minute() -> None:
    due_at = instant(date(2026, 3, 29), time(2, 30), OSLO)
    assert due_at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert due_at.astimezone(OSLO).time() == time(3, 0)


def test_a_time_that_comes_twice_in_autumn_counts_the_first_time() -> None:
    assert instant(date(2026, 10, 25), time(2, 30), OSLO) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_a_time_that_says_second_pass_means_the_same() -> None:
    for on, at in ((date(2026, 10, 25), time(2, 30)), (date(2026, 3, 29), time(2))):
        assert instant(on, at.replace(fold=1), OSLO) == instant(on, at, OSLO)
        assert is_skipped(datetime.combine(on, at, OSLO)) == is_skipped(
            datetime.combine(on, at.replace(fold=1), OSLO)
        )


def test_a_date_that_a_zone_leaves_out_has_its_slot_when_the_next_day_begins() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert instant(date(2011, 12, 30), time(8), apia) == datetime(2011, 12, 30, 10, tzinfo=UTC)


def test_eight_o_clock_stays_eight_o_clock_across_both_clock_changes() -> None:
    plan = plan_of(medicine(time(8)))
    year = occurrences(
        plan, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC)
    )
    local = [o.due_at.astimezone(OSLO) for o in year]
    assert {moment.time() for moment in local} == {time(8)}
    assert [moment.date() for moment in local] == [
        date(2026, 1, 1) + timedelta(days=n) for n in range(365)
    ]


def test_robot_and_server_compute_the_same_id() -> None:
    item = medicine()
    assert str(occurrence_id(item.id, date(2026, 3, 2), "08:00")) == (
        "932e49ba-c4cf-5cda-9a93-12c43f2261eb"
    )


def test_nothing_is_due_before_the_plan_takes_effect() -> None:
    item = medicine(time(8), time(20))
    noon = datetime(2026, 3, 2, 11, tzinfo=UTC)
    plan = CarePlan(
        id=item.id,
        resident_id=item.id,
        version=1,
        zone="Europe/Oslo",
        effective_at=noon,
        items=(item,),
    )
    due = list(occurrences(plan, noon - timedelta(days=1), noon + timedelta(days=1)))
    assert [o.slot for o in due] == ["20:00", "08:00"]
    assert due[0].local_on == date(2026, 3, 2)


@given(plans, moments, spans)
def test_every_wall_slot_outside_a_pause_occurs_exactly_once(
    plan: CarePlan, start: datetime, span: timedelta
) -> None:
    first = start.astimezone(ZoneInfo(plan.zone)).date() + timedelta(days=2)
    last = first + span
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    rule = wall_rule(plan)
    wanted = [
        (on, slot.name)
        for on in days
        if rule.day_at_or_after(on) == on and not any(p.holds_on(on) for p in plan.pauses)
        for slot in rule.slots_on(on, MEALS)
    ]
    around = occurrences(plan, start - timedelta(days=1), start + span + timedelta(days=6))
    got = [(o.local_on, o.slot) for o in around if first <= o.local_on <= last]
    assert sorted(got) == sorted(wanted)


@given(elapsed, zones, moments, spans)
def test_elapsed_gaps_are_exact_through_every_clock_change(
    rule: Elapsed, zone: str, start: datetime, span: timedelta
) -> None:
    plan = plan_of(medicine(recurrence=rule), zone=zone)
    due = list(occurrences(plan, start, start + span))
    assert all(later.due_at - earlier.due_at == rule.every for earlier, later in pairwise(due))
    first_at = rule.anchor.at + (rule.every if rule.anchor.report_id else timedelta(0))
    if due:
        assert due[0].due_at - max(start, first_at) < rule.every
    else:
        assert first_at >= start + span or span < rule.every


@given(all_plans, moments, spans, spans)
def test_two_halves_make_the_whole(
    plan: CarePlan, start: datetime, one: timedelta, other: timedelta
) -> None:
    middle, end = start + one, start + one + other
    halves = [*occurrences(plan, start, middle), *occurrences(plan, middle, end)]
    assert halves == list(occurrences(plan, start, end))


@given(all_plans, moments, spans)
def test_occurrences_come_in_order_of_time_each_with_its_own_id(
    plan: CarePlan, start: datetime, span: timedelta
) -> None:
    due = list(occurrences(plan, start, start + span))
    assert all(a.due_at <= b.due_at for a, b in pairwise(due))
    assert len({o.id for o in due}) == len(due)
    assert all(start <= o.due_at < start + span for o in due)


@given(all_plans, moments, spans, clock_times)
def test_an_edit_elsewhere_leaves_an_item_s_ids_alone(
    plan: CarePlan, start: datetime, span: timedelta, at: time
) -> None:
    item = plan.items[0]
    edited = plan_of(medicine(at, item=2), item, zone=plan.zone, pauses=plan.pauses)
    before = [o.id for o in occurrences(plan, start, start + span)]
    after = [o.id for o in occurrences(edited, start, start + span) if o.item_id == item.id]
    assert before == after


@given(zones, moments, clock_times)
def test_a_slot_shows_its_time_on_the_wall_or_the_first_minute_after_a_gap(
    zone_name: str, moment: datetime, at: time
) -> None:
    zone = ZoneInfo(zone_name)
    on = moment.astimezone(zone).date()
    due = instant(on, at, zone)
    shown = due.astimezone(zone).replace(tzinfo=None)
    wanted = datetime.combine(on, at)
    if shown != wanted:
        just_before = (due - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
        assert just_before < wanted < shown


@given(st.uuids(), st.dates(), st.text())
def test_an_id_is_the_uuid5_of_item_date_and_slot(item_id: UUID, on: date, slot: str) -> None:
    expected = uuid5(OCCURRENCE_NAMESPACE, f"{item_id}/{on.isoformat()}/{slot}")
    assert occurrence_id(item_id, on, slot) == expected
