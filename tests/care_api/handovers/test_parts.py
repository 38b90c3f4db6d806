"""A report in parts: nobody is left out, and who has something to tell comes first."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from care_api.handovers.parts import COMING_SHOWN, PEOPLE_SHOWN, Asked, part_of
from care_api.handovers.views import Coming, Line, Person, ShownReport

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
NOBODY = ShownReport(
    people=(), quiet=(), moved=0, unit=None, opened=(), unfinished=(), coming=(), silent=()
)


def person(number: int, *, is_quiet: bool) -> Person:
    return Person(
        id=UUID(int=number),
        name=f"Solveig {number:03}",
        room=str(number),
        alerts=(),
        lines=() if is_quiet else (Line(at=AT, text="Missed"),),
        as_planned=(),
        answered=1,
    )


def task(number: int) -> Coming:
    return Coming(resident_id=UUID(int=number), resident_name="Solveig", title="Paracet", due_at=AT)


@given(st.lists(st.booleans(), max_size=3 * PEOPLE_SHOWN))
def test_the_parts_together_tell_of_everybody_once(quiet: list[bool]) -> None:
    people = tuple(person(n, is_quiet=each) for n, each in enumerate(quiet))
    report = replace(NOBODY, people=people)
    sides = part_of(report, Asked()).sides
    parts = [part_of(report, Asked(side=side)) for side in range(1, sides + 1)]
    told = [each for each_part in parts for each in each_part.report.people]
    assert told == sorted(people, key=lambda each: (each.is_quiet, each.name))
    assert all(len(each.report.people) <= PEOPLE_SHOWN for each in parts)


def test_paper_has_everything() -> None:
    people = tuple(person(n, is_quiet=True) for n in range(PEOPLE_SHOWN + 1))
    coming = tuple(task(n) for n in range(COMING_SHOWN + 1))
    report = replace(NOBODY, people=people, coming=coming)
    whole = part_of(report, Asked(is_whole=True))
    assert whole.report == report
    assert not whole.is_cut


def test_a_part_says_what_it_leaves_out() -> None:
    report = replace(NOBODY, coming=tuple(task(n) for n in range(COMING_SHOWN + 3)))
    shown = part_of(report, Asked())
    assert shown.more_coming == 3
    assert shown.is_cut


def test_a_part_that_does_not_exist_is_the_last() -> None:
    people = tuple(person(n, is_quiet=True) for n in range(PEOPLE_SHOWN + 1))
    shown = part_of(replace(NOBODY, people=people), Asked(side=9))
    assert (shown.side, shown.first, len(shown.report.people)) == (2, PEOPLE_SHOWN + 1, 1)
