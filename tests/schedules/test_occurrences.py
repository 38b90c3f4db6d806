from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from schedules.care_plan import CarePlan
from schedules.occurrences import instant, occurrence_id, occurrences
from schedules.recurrence import DailyTimes, Weekday
from tests.schedules.plans import medicine, plan_of

OSLO = ZoneInfo("Europe/Oslo")
ZONES = (
    "Europe/Oslo",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Apia",  # left out 2011-12-30
    "America/Sao_Paulo",  # changed at midnight until 2019
    "Asia/Kathmandu",  # +05:45
    "Africa/Casablanca",  # summer time but for Ramadan
)
START = datetime(2017, 1, 1, tzinfo=UTC)
TEN_YEARS_S = 10 * 365 * 24 * 3600

zones = st.sampled_from(ZONES)
moments = st.integers(0, TEN_YEARS_S).map(lambda s: START + timedelta(seconds=s))
spans = st.integers(0, 21 * 24 * 3600).map(lambda s: timedelta(seconds=s))
clock_times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
rules = st.builds(
    DailyTimes,
    times=st.lists(clock_times, min_size=1, max_size=5, unique=True).map(tuple),
    weekdays=st.frozensets(st.sampled_from(Weekday), min_size=1),
)
plans = st.builds(lambda rule, zone: plan_of(medicine(recurrence=rule), zone=zone), rules, zones)


def test_a_time_in_the_spring_gap_moves_to_the_first_valid_minute() -> None:
    due_at = instant(date(2026, 3, 29), time(2, 30), OSLO)
    assert due_at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert due_at.astimezone(OSLO).time() == time(3, 0)


def test_a_time_that_comes_twice_in_autumn_counts_the_first_time() -> None:
    assert instant(date(2026, 10, 25), time(2, 30), OSLO) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
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
def test_every_wall_slot_occurs_exactly_once(
    plan: CarePlan, start: datetime, span: timedelta
) -> None:
    zone = ZoneInfo(plan.zone)
    first = start.astimezone(zone).date() + timedelta(days=2)
    last = first + span
    slots = plan.items[0].recurrence.local_slots(first, last)
    wanted = [(slot.date(), slot.strftime("%H:%M")) for slot in slots]
    around = occurrences(plan, start - timedelta(days=1), start + span + timedelta(days=6))
    got = [(o.local_on, o.slot) for o in around if first <= o.local_on <= last]
    assert sorted(got) == sorted(wanted)


@given(plans, moments, spans, spans)
def test_two_halves_make_the_whole(
    plan: CarePlan, start: datetime, one: timedelta, other: timedelta
) -> None:
    middle, end = start + one, start + one + other
    halves = [*occurrences(plan, start, middle), *occurrences(plan, middle, end)]
    assert halves == list(occurrences(plan, start, end))


@given(plans, moments, spans)
def test_occurrences_come_in_order_of_time_each_with_its_own_id(
    plan: CarePlan, start: datetime, span: timedelta
) -> None:
    due = list(occurrences(plan, start, start + span))
    assert all(a.due_at <= b.due_at for a, b in pairwise(due))
    assert len({o.id for o in due}) == len(due)
    assert all(start <= o.due_at < start + span for o in due)


@given(plans, moments, spans, clock_times)
def test_an_edit_elsewhere_leaves_an_item_s_ids_alone(
    plan: CarePlan, start: datetime, span: timedelta, at: time
) -> None:
    item = plan.items[0]
    edited = plan_of(medicine(at, item=2), item, zone=plan.zone)
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
