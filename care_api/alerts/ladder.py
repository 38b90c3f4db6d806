"""Whom an alert is taken to next, and when: pure. `(climb, situation, now) -> (climb, move)`."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from codebook.alert import EscalationCause


class Target(StrEnum):
    """Whom a rung is for. The unit's pages show the alert in any case."""

    PAGES = "pages"
    """Nobody besides those who look at the pages."""
    FIRST_ON_CALL = "first_on_call"
    """The first of the unit's contacts who is on call at that time."""
    SECOND_ON_CALL = "second_on_call"
    ON_CALL = "on_call"
    """Everybody on call at that time."""
    UNIT_CONTACTS = "unit_contacts"
    """All contacts of the unit, on call or not."""
    CONTACT = "contact"
    """One contact of the unit or the resident, if on call at that time."""
    RESIDENT_CONTACTS = "resident_contacts"
    """The resident's own contacts, relatives for example."""


class Standing(StrEnum):
    """How an alert stands, as far as a ladder cares."""

    UNTAKEN = "untaken"
    TAKEN = "taken"
    """Somebody owns it and has still to handle it."""
    OVER = "over"
    """Handled or closed: it pages nobody, ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a ladder."""

    target: Target
    wait: timedelta
    """How long those who were told have, before the next rung."""
    contact_id: UUID | None = None
    """With `CONTACT`: who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The rungs in order."""

    rungs: tuple[Rung, ...]
    """At least one."""
    repeats: int = 0
    """How often the last rung is told again."""

    @property
    def height(self) -> int:
        """How many rungs there are, repetitions included."""
        return len(self.rungs) + self.repeats

    def rung(self, number: int) -> Rung:
        """Return the rung of a number below `height`; beyond the last one it is the last again."""
        return self.rungs[min(number, len(self.rungs) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """How far an alert has come on its ladder."""

    round: int = 1
    """Rises when the ladder starts from its foot again."""
    rung: int = 0
    """The next one to tell."""
    next_at: datetime | None
    """When, aware UTC; None: never, as things stand."""
    cause: EscalationCause = EscalationCause.NOT_TAKEN
    """Why the next rung would be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a step depends on besides the climb."""

    standing: Standing
    ladder: Ladder
    reachable: tuple[bool, ...]
    """For each rung of the ladder: whether it leads to anybody just now."""
    quiet_until: datetime | None = None
    """When the quiet hours end that this alert has to respect; None: tell at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Tell those on a rung."""

    round: int
    rung: int
    why: EscalationCause


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """There is no further rung."""

    rung: int


def begin(at: datetime) -> Climb:
    """Return the climb of a new alert."""
    return Climb(next_at=at)


def again(climb: Climb, at: datetime) -> Climb:
    """Return the climb from the foot: the alert became graver, or nobody owns it any more."""
    return Climb(round=climb.round + 1, next_at=at)


def taken(climb: Climb, handle_by: datetime) -> Climb:
    """Return the climb of an alert that has an owner, who has until `handle_by`."""
    return replace(climb, next_at=handle_by, cause=EscalationCause.NOT_HANDLED)


def over(climb: Climb) -> Climb:
    """Return the climb of an alert that is handled or closed."""
    return replace(climb, next_at=None)


def not_reached(climb: Climb, page: tuple[int, int], now: datetime) -> Climb:
    """Return the climb after a way to somebody on a rung failed: on at once, if it waits there.

    Args:
        climb: As it stands.
        page: Round and rung that were told.
        now: Aware UTC.
    """
    if climb.next_at is None or page != (climb.round, climb.rung - 1):
        return climb
    return replace(climb, next_at=min(climb.next_at, now), cause=EscalationCause.NOT_REACHED)


def step(climb: Climb, situation: Situation, now: datetime) -> tuple[Climb, Page | End | None]:
    """Return what to do about an alert at `now`, and the climb after it."""
    if situation.standing is Standing.OVER:
        return over(climb), None
    if climb.next_at is None or now < climb.next_at:
        return climb, None
    if situation.quiet_until is not None and situation.quiet_until > now:
        return replace(climb, next_at=situation.quiet_until), None
    rung = _next_reachable(climb.rung, situation)
    if rung >= situation.ladder.height:
        return replace(climb, rung=rung, next_at=None), End(rung=rung)
    after = Climb(
        round=climb.round,
        rung=rung + 1,
        next_at=now + situation.ladder.rung(rung).wait,
        cause=_waiting_for(situation.standing),
    )
    return after, Page(round=climb.round, rung=rung, why=climb.cause)


def _next_reachable(rung: int, situation: Situation) -> int:
    """Return the next rung that leads to somebody; the next at all where none does."""
    ladder, reachable = situation.ladder, situation.reachable
    for number in range(rung, ladder.height):
        if reachable[min(number, len(ladder.rungs) - 1)]:
            return number
    return rung


def _waiting_for(standing: Standing) -> EscalationCause:
    is_taken = standing is Standing.TAKEN
    return EscalationCause.NOT_HANDLED if is_taken else EscalationCause.NOT_TAKEN
