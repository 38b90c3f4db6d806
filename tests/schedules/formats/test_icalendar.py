from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings

from schedules.care_plan import CarePlan
from schedules.formats.calendar_export import to_icalendar
from schedules.formats.calendar_import import Draft, from_icalendar
from schedules.formats.refusal import CannotExpress
from schedules.occurrences import occurrences
from schedules.pause import Pause
from schedules.recurrence import (
    Anchor,
    AsNeeded,
    Elapsed,
    EveryNDays,
    Recurrence,
    Taper,
    TaperStep,
)
from tests.schedules.plans import MORNING, activity, medicine, plan_of
from tests.schedules.rules import elapsed, moments, pauses, wall_rules, zones

SPAN = timedelta(days=200)
OSLO = ZoneInfo("Europe/Oslo")
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Paracet\r\n"
TAIL = "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def due_at(plan: CarePlan, start: datetime = MORNING) -> list[datetime]:
    return [o.due_at for o in occurrences(plan, start, start + SPAN)]


def drafted(drafts: tuple[Draft, ...], zone: str, start: datetime) -> list[datetime]:
    """Return when the drafts are due, each as an item of its own plan."""
    found = []
    for draft in drafts:
        plan = plan_of(medicine(recurrence=draft.recurrence), zone=zone, pauses=draft.pauses)
        found += due_at(plan, start)
    return sorted(found)


def imported(lines: str) -> Draft:
    (draft,) = from_icalendar(HEAD + lines.replace("\n", "\r\n") + TAIL)
    return draft


@settings(max_examples=40)
@given(wall_rules, zones, pauses, moments)
def test_a_plan_comes_back_from_its_calendar_or_is_refused(
    rule: Recurrence, zone: str, some: tuple[Pause, ...], start: datetime
) -> None:
    plan = plan_of(medicine(recurrence=rule), zone=zone, pauses=some)
    try:
        text = to_icalendar(plan, MORNING)
    except CannotExpress as refusal:
        assert "does not exist on" in str(refusal)  # noqa: PT017 - refusing is one of two right answers
    else:
        assert drafted(from_icalendar(text), zone, start) == due_at(plan, start)


@given(elapsed.filter(lambda rule: rule.anchor.report_id is None))
def test_elapsed_time_comes_back_from_its_calendar(rule: Elapsed) -> None:
    plan = plan_of(medicine(recurrence=rule))
    (draft,) = from_icalendar(to_icalendar(plan, MORNING))
    assert draft.recurrence == rule


def test_another_library_reads_the_same_times_from_the_file() -> None:
    rule = EveryNDays(every=3, anchored_on=date(2026, 1, 2), times=(time(9),))
    plan = plan_of(medicine(recurrence=rule))
    lines = to_icalendar(plan, MORNING).split("BEGIN:VEVENT")[1].splitlines()
    (rule_line,) = (line for line in lines if line.startswith("RRULE:"))
    assert "DTSTART;TZID=Europe/Oslo:20260102T090000" in lines
    theirs = rrulestr(rule_line, dtstart=datetime.combine(date(2026, 1, 2), time(9)))
    end = (MORNING + SPAN).replace(tzinfo=None)
    first = MORNING.replace(tzinfo=None)
    wanted = [at.replace(tzinfo=OSLO) for at in theirs.between(first, end)]
    assert [at.astimezone(OSLO) for at in due_at(plan)] == wanted


def test_a_calendar_shows_the_title_the_message_and_the_zone() -> None:
    text = to_icalendar(plan_of(activity()), MORNING)
    assert "SUMMARY:Dagens program" in text
    assert "DESCRIPTION:Klokka elleve er det sang i stua." in text
    assert "DTSTART;TZID=Europe/Oslo:20150101T080000" in text
    assert "BEGIN:VTIMEZONE" in text


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (AsNeeded(minimum_gap=timedelta(hours=4), daily_maximum=3), "never due"),
        (
            Elapsed(
                every=timedelta(hours=8), anchor=Anchor(at=MORNING), counts_from_last_taken=True
            ),
            "last taken",
        ),
    ],
)
def test_what_no_calendar_can_show_is_refused_until_it_is_left_out(
    rule: Recurrence, why: str
) -> None:
    item = medicine(recurrence=rule)
    with pytest.raises(CannotExpress, match=why):
        to_icalendar(plan_of(item), MORNING)
    assert "VEVENT" not in to_icalendar(plan_of(item), MORNING, leave_out=frozenset({item.id}))


def test_a_time_that_a_clock_change_skips_is_refused_both_ways() -> None:
    with pytest.raises(CannotExpress, match=r"02:30 does not exist on 2015-03-29"):
        to_icalendar(plan_of(medicine(time(2, 30))), MORNING)
    with pytest.raises(CannotExpress, match=r"02:30 does not exist on 2026-03-29"):
        imported("DTSTART;TZID=Europe/Oslo:20260301T023000\nRRULE:FREQ=DAILY")


def test_a_count_becomes_the_last_day() -> None:
    draft = imported(
        "DTSTART;TZID=Europe/Oslo:20260302T080000\nRRULE:FREQ=DAILY;INTERVAL=2;COUNT=3"
    )
    assert draft.title == "Paracet"
    assert draft.recurrence == EveryNDays(
        every=2, anchored_on=date(2026, 3, 2), times=(time(8),), ends_on=date(2026, 3, 6)
    )


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("DTSTART;TZID=Europe/Oslo:20260302T080000\nRRULE:FREQ=MONTHLY", "MONTHLY"),
        ("DTSTART;TZID=Europe/Oslo:20260302T080000\nRRULE:FREQ=DAILY;BYMONTH=1", "BYMONTH"),
        ("DTSTART;TZID=Europe/Oslo:20260302T080000\nRRULE:FREQ=WEEKLY;BYDAY=TU", "DTSTART"),
        ("DTSTART;TZID=Europe/Oslo:20260302T080000\nRRULE:FREQ=HOURLY", "HOURLY"),
        ("DTSTART;VALUE=DATE:20260302\nRRULE:FREQ=DAILY", "no instant"),
        ("DTSTART:20260302T080000\nRRULE:FREQ=DAILY", "no instant"),
        ("DTSTART:20260302T080030Z\nRRULE:FREQ=DAILY", "whole local minutes"),
        ("DTSTART:20260302T080000Z\nRECURRENCE-ID:20260302T080000Z", "RECURRENCE-ID"),
        (
            "DTSTART:20260302T080000Z\nRRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,SU",
            "begin on Monday",
        ),
        ("DTSTART:20260302T080000Z\nRDATE:20260303T090000Z", "several times"),
    ],
)
def test_what_a_plan_cannot_mean_is_refused_with_the_reason(lines: str, why: str) -> None:
    with pytest.raises(CannotExpress, match=rf"^Paracet: .*{why}"):
        imported(lines)


def test_each_step_of_a_taper_stands_there_with_its_own_dose() -> None:
    steps = (
        TaperStep(days=2, times=(time(8),), dose="to tabletter"),
        TaperStep(days=2, times=(time(8),), dose="en tablett"),
    )
    item = medicine(recurrence=Taper(starts_on=MORNING.date(), steps=steps))
    text = to_icalendar(plan_of(item), MORNING)
    summaries = [line for line in text.splitlines() if line.startswith("SUMMARY")]
    assert [line.split(":", 1)[1].replace("\\,", ",") for line in summaries] == [
        "Paracet, to tabletter",
        "Paracet, en tablett",
    ]
