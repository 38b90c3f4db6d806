from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

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
LINES = (
    "DTSTART:20260302T080000Z",
    "DTSTART;TZID=Europe/Oslo:20260302T080000",
    "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3",
    "RRULE:FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270101T000000Z;WKST=MO",
    "RRULE:FREQ=MINUTELY;INTERVAL=90",
    "EXDATE;TZID=Europe/Oslo:20260303T080000,20260304T080000",
    "RDATE:20260303T080000Z",
    "DURATION:PT1H",
    "DTEND:20260302T090000Z",
    "STATUS:CONFIRMED",
    "BEGIN:VALARM\r\nEND:VALARM",
)
TAIL = "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def due_at(plan: CarePlan, start: datetime = MORNING) -> list[datetime]:
    return [o.due_at for o in occurrences(plan, start, start + SPAN)]


def drafted(
    drafts: tuple[Draft | CannotExpress, ...], zone: str, start: datetime
) -> list[datetime]:
    """Return when the drafts are due, each as an item of its own plan."""
    found = []
    for draft in drafts:
        assert isinstance(draft, Draft), str(draft)
        plan = plan_of(medicine(recurrence=draft.recurrence), zone=zone, pauses=draft.pauses)
        found += due_at(plan, start)
    return sorted(found)


def imported(lines: str) -> Draft:
    (draft,) = from_icalendar(HEAD + lines.replace("\n", "\r\n") + TAIL)
    if isinstance(draft, CannotExpress):
        raise draft
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
    assert isinstance(draft, Draft)
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
        ("DTSTART:20260302T080000Z\nSTATUS:CANCELLED", "cancelled"),
        ("DTSTART:20260302T080000Z\nSTATUS:cancelled", "cancelled"),
        ("DTSTART:20260302T080000Z\nSTATUS:TENTATIVE", "not decided yet"),
        ("DTSTART:20260302T080000Z\nSTATUS:MAYBE", "not decided yet"),
        ("DTSTART:20260302T080000Z\nEXRULE:FREQ=WEEKLY", "EXRULE"),
        ("DTSTART:20260302T080000Z\nRRULE:FREQ=DAILY\nRDATE:20260401T080000Z", "rule and dates"),
        ("DTSTART:20260302T080000Z\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", "several rules"),
        ("DTSTART:20260302T080000Z\nRRULE:FREQ=DAILY;COUNT=99999999", "99999999 times"),
        ("DTSTART:20260302T080000Z\nRRULE:FREQ=HOURLY;COUNT=99999999", "99999999 times"),
        ("DTSTART:20260302T080000Z\nRRULE:FREQ=DAILY;COUNT=0", "0 times"),
        ("DTSTART:20260302T080000Z\nRRULE:FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z", "both"),
        ("DTSTART:20260302T080000Z\nRRULE:COUNT=3", "RFC 5545"),
        ("DTSTART:20260302T080000Z\nRRULE:", "RFC 5545"),
        ("DTSTART:20260302T080000Z\nRRULE:FREQ=DAILY,WEEKLY", "RFC 5545"),
        ("DTSTART:20260302T080000Z\nRRULE:FREQ=SOMETIMES", "RFC 5545"),
        ("DTSTART:20260302T080000Z\nRRULE:FREQ=HOURLY;INTERVAL=99999999", "at most 1000 days"),
        ("DTSTART:20260302T080000Z\nRRULE:FREQ=DAILY;INTERVAL=0", "every"),
        ("DTSTART:99990302T080000Z\nRRULE:FREQ=DAILY", "cannot hold it"),
        ("DTSTART:20260302T080000Z\nEXDATE:sometimes", "RFC 5545"),
        ("DTSTART:20260302T080000Z\nEXDATE;VALUE=DATE:20260303", "EXDATE"),
        ("DTSTART:20260302T080000Z\nRDATE;VALUE=PERIOD:20260303T080000Z/PT1H", "RDATE"),
        ("DTSTART:20260302T080000Z\nDTSTART:20260302T090000Z", "RFC 5545"),
        ("DTSTART:20260302T080000Z\nDURATION:-PT1H", "ends before"),
        ("DTSTART:20260302T080000Z\nDTEND:20260302T070000Z", "ends before"),
        ("DTSTART:20260302T080000Z\nDTEND;VALUE=DATE:20260303", "ends before"),
        ("DTSTART:20260302T080000Z\nDTEND:20260302T090000Z\nDURATION:PT1H", "two ends"),
        ("DTSTART:20260302T080000Z\nno line of a calendar", "RFC 5545"),
        ("DTSTART;TZID=W. Europe Standard Time:20260302T080000", "no IANA time zone"),
        ("RRULE:FREQ=DAILY", "no instant"),
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


def test_what_is_no_event_is_refused_and_the_events_beside_it_are_drafted() -> None:
    todo = "BEGIN:VTODO\r\nUID:2\r\nSUMMARY:Vask vinduene\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    text = (HEAD + "DTSTART:20260302T080000Z" + TAIL).replace("END:VCALENDAR\r\n", todo)

    draft, refusal = from_icalendar(text)

    assert isinstance(draft, Draft)
    assert str(refusal).startswith("Vask vinduene: it is no event (VTODO)")


def test_an_event_that_another_changes_on_some_day_is_refused_as_well() -> None:
    moved = "DTSTART:20260310T100000Z\r\nRECURRENCE-ID:20260310T080000Z" + TAIL
    text = (HEAD + "DTSTART:20260302T080000Z\r\nRRULE:FREQ=DAILY" + TAIL).replace(
        "END:VCALENDAR\r\n", HEAD.split("PRODID:x\r\n")[1] + moved
    )

    refusals = from_icalendar(text)

    assert len(refusals) == 2
    assert all("change or move days" in str(refusal) for refusal in refusals)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("METHOD:CANCEL", "changes or cancels"),
        ("METHOD:COUNTER", "changes or cancels"),
        ("CALSCALE:JULIAN", "RFC 5545"),
    ],
)
def test_a_file_that_takes_back_is_refused_as_a_whole(line: str, why: str) -> None:
    text = HEAD.replace("PRODID:x", f"PRODID:x\r\n{line}") + "DTSTART:20260302T080000Z" + TAIL
    with pytest.raises(CannotExpress, match=why):
        from_icalendar(text)


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:20260302T080000Z\nRRULE:FREQ=DAILY;BYDAY=MO;BYDAY=TU",
        "DTSTART:20260302T080000Z\nRRULE:FREQ=DAILY;\n BYDAY=MO;BYDAY=TU",
        "DTSTART;TZID=Europe/Oslo:20260302T080000Z",
    ],
)
def test_a_line_that_contradicts_itself_is_refused(lines: str) -> None:
    with pytest.raises(CannotExpress, match="RFC 5545"):
        imported(lines)


def test_a_zone_that_the_file_describes_otherwise_than_the_world_is_refused() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Oslo\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    text = HEAD + "DTSTART;TZID=Europe/Oslo:20260302T080000" + TAIL
    (refusal,) = from_icalendar(text.replace("BEGIN:VEVENT", zone + "BEGIN:VEVENT"))
    assert "describes Europe/Oslo otherwise" in str(refusal)


def test_what_a_draft_does_not_hold_is_named_beside_it() -> None:
    alarm = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT10M\nDESCRIPTION:x\nEND:VALARM"
    draft = imported(
        "DTSTART:20260302T080000Z\nDTEND:20260302T090000Z\nLOCATION:Stua\nX-MINE:1\n" + alarm
    )
    assert draft.left_out == ("DTEND", "LOCATION", "VALARM")


@given(
    st.text(st.sampled_from("ABCDEFGHILMNOPRSTUVWXYZ-"), min_size=2, max_size=12).filter(
        lambda name: not name.startswith(("X-", "BEGIN", "END", "-")) and "--" not in name
    ),
    st.sampled_from(("1", "20260303T080000Z", "FREQ=DAILY", "PT1H")),
)
def test_no_line_of_an_event_is_passed_over_in_silence(name: str, value: str) -> None:
    plain = imported("DTSTART:20260302T080000Z")
    try:
        draft = imported(f"DTSTART:20260302T080000Z\n{name}:{value}")
    except CannotExpress:
        return
    assert draft != plain or name in {"UID", "CREATED", "DTSTAMP", "SEQUENCE", "LAST-MODIFIED"}


@given(st.lists(st.sampled_from(LINES), max_size=8), st.randoms(use_true_random=False))
def test_any_calendar_is_drafted_or_refused_and_nothing_else(
    lines: list[str], any_: Random
) -> None:
    text = "\r\n".join(lines)
    for _ in range(any_.randrange(3)):
        place = any_.randrange(len(text) + 1)
        text = text[:place] + any_.choice(":;=,0ZT-\r\n") + text[place + any_.randrange(3) :]
    try:
        from_icalendar(HEAD + text + TAIL)
    except ValueError:
        return
