"""The rules of the ladder, for any order of what can happen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from hypothesis import given
from hypothesis import strategies as st

from care_api.alerts import ladder
from care_api.alerts.ladder import (
    Climb,
    End,
    Ladder,
    Page,
    Rung,
    Situation,
    Standing,
    Target,
    step,
)
from codebook.alert import EscalationCause

START = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
THREE = Ladder(
    rungs=(
        Rung(target=Target.FIRST_ON_CALL, wait=3 * MINUTE),
        Rung(target=Target.SECOND_ON_CALL, wait=3 * MINUTE),
        Rung(target=Target.UNIT_CONTACTS, wait=5 * MINUTE),
    ),
    repeats=1,
)


def untaken(
    reachable: tuple[bool, ...] = (True, True, True), quiet_until: datetime | None = None
) -> Situation:
    return Situation(
        standing=Standing.UNTAKEN, ladder=THREE, reachable=reachable, quiet_until=quiet_until
    )


def told(situation: Situation, minutes: int) -> list[tuple[int, Page | End]]:
    """Return what is done in each minute from the start, with the minute."""
    climb, moves = ladder.begin(START), []
    for minute in range(minutes):
        climb, move = step(climb, situation, START + minute * MINUTE)
        if move is not None:
            moves.append((minute, move))
    return moves


def test_the_next_contact_is_told_when_the_one_before_had_time() -> None:
    moves = told(untaken(), 30)
    assert [(minute, move.rung) for minute, move in moves] == [
        (0, 0),
        (3, 1),
        (6, 2),
        (11, 3),
        (16, 4),
    ]
    assert isinstance(moves[-1][1], End)


def test_a_rung_that_leads_to_nobody_is_passed_at_once() -> None:
    moves = told(untaken(reachable=(False, False, True)), 30)
    assert [(minute, move.rung) for minute, move in moves] == [(0, 2), (5, 3), (10, 4)]


def test_where_nobody_can_be_told_the_pages_still_count_the_time() -> None:
    moves = told(untaken(reachable=(False, False, False)), 30)
    assert [minute for minute, _ in moves] == [0, 3, 6, 11, 16]


def test_a_quiet_alert_waits_for_the_morning() -> None:
    climb, move = step(ladder.begin(START), untaken(quiet_until=START + 60 * MINUTE), START)
    assert (climb.rung, climb.next_at, move) == (0, START + 60 * MINUTE, None)


def test_a_way_that_failed_leads_on_at_once_and_says_so() -> None:
    climb, _ = step(ladder.begin(START), untaken(), START)
    climb = ladder.not_reached(climb, (1, 0), START + MINUTE)
    climb, move = step(climb, untaken(), START + MINUTE)
    assert move == Page(round=1, rung=1, why=EscalationCause.NOT_REACHED)


def test_a_way_that_failed_long_ago_changes_nothing() -> None:
    climb = Climb(round=2, rung=2, next_at=START + MINUTE)
    for page in ((1, 1), (2, 0), (2, 2)):
        assert ladder.not_reached(climb, page, START) == climb


def test_an_owner_who_is_late_is_a_reason_of_its_own() -> None:
    climb, _ = step(ladder.begin(START), untaken(), START)
    climb = ladder.taken(climb, START + 30 * MINUTE)
    owned = Situation(standing=Standing.TAKEN, ladder=THREE, reachable=(True, True, True))
    assert step(climb, owned, START + 29 * MINUTE)[1] is None
    climb, move = step(climb, owned, START + 30 * MINUTE)
    assert move == Page(round=1, rung=1, why=EscalationCause.NOT_HANDLED)
    assert climb.cause is EscalationCause.NOT_HANDLED


class Happening(StrEnum):
    TICK = "tick"
    TAKE = "take"
    HAND_BACK = "hand_back"
    WORSEN = "worsen"
    FAIL = "fail"
    END = "end"


@dataclass
class Story:
    """An alert to which things happen in any order."""

    now: datetime = START
    climb: Climb = field(default_factory=lambda: ladder.begin(START))
    standing: Standing = Standing.UNTAKEN
    pages: list[tuple[Page, Standing, datetime]] = field(default_factory=list)

    def happen(self, what: Happening) -> None:
        match what:
            case Happening.TICK:
                pass
            case Happening.END:
                self.standing, self.climb = Standing.OVER, ladder.over(self.climb)
            case _ if self.standing is Standing.OVER:
                pass
            case Happening.TAKE:
                self.standing = Standing.TAKEN
                self.climb = ladder.taken(self.climb, self.now + 5 * MINUTE)
            case Happening.HAND_BACK | Happening.WORSEN:
                is_back = what is Happening.HAND_BACK or self.standing is Standing.UNTAKEN
                self.standing = Standing.UNTAKEN if is_back else self.standing
                self.climb = ladder.again(self.climb, self.now) if is_back else self.climb
            case Happening.FAIL:
                page = (self.climb.round, self.climb.rung - 1)
                self.climb = ladder.not_reached(self.climb, page, self.now)
        situation = Situation(standing=self.standing, ladder=THREE, reachable=(True, False, True))
        self.climb, move = step(self.climb, situation, self.now)
        if isinstance(move, Page):
            self.pages.append((move, self.standing, self.now))


happenings = st.lists(
    st.tuples(st.sampled_from(Happening), st.integers(min_value=0, max_value=20)), max_size=40
)


def run(events: Sequence[tuple[Happening, int]]) -> Story:
    story = Story()
    for what, minutes in events:
        story.now += minutes * MINUTE
        story.happen(what)
    return story


@given(events=happenings)
def test_what_is_over_pages_nobody_ever_again(events: list[tuple[Happening, int]]) -> None:
    story = run(events)
    before = len(story.pages)
    story.happen(Happening.END)
    for what, minutes in events:
        story.now += minutes * MINUTE
        story.happen(what)
    assert len(story.pages) == before
    assert all(standing is not Standing.OVER for _, standing, _ in story.pages)


@given(events=happenings)
def test_no_rung_is_told_twice_in_one_round(events: list[tuple[Happening, int]]) -> None:
    told = [(page.round, page.rung) for page, _, _ in run(events).pages]
    assert told == sorted(set(told))


@given(events=happenings)
def test_whoever_took_it_has_their_time(events: list[tuple[Happening, int]]) -> None:
    story = Story()
    taken_at: datetime | None = None
    for what, minutes in events:
        story.now += minutes * MINUTE
        before = len(story.pages)
        is_fresh = what is Happening.TAKE and story.standing is not Standing.OVER
        taken_at = story.now if is_fresh else taken_at
        story.happen(what)
        is_owned = story.standing is Standing.TAKEN and what is not Happening.FAIL
        if is_owned and taken_at and story.now < taken_at + 5 * MINUTE:
            assert len(story.pages) == before


@given(events=happenings)
def test_what_nobody_takes_is_told_to_the_last_rung(events: list[tuple[Happening, int]]) -> None:
    story = run(events)
    if story.standing is not Standing.UNTAKEN:
        return
    for _ in range(THREE.height + 1):
        story.now += 10 * MINUTE
        story.happen(Happening.TICK)
    rungs = [page.rung for page, _, _ in story.pages if page.round == story.climb.round]
    assert story.climb.next_at is None
    assert rungs[-1] == THREE.height - 1
