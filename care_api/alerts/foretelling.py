"""Who would be told of an alert, and when, if nobody took it: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from care_api.alerts import ladder
from care_api.alerts.ladder import Page, Situation, Standing, Target
from care_api.alerts.quiet_hours import waits_until
from care_api.alerts.rules import AlertRules
from care_api.on_call.contact import Contact, reached_by
from codebook.alert import Severity

MOST_STEPS = 100
"""More than any ladder has, its repetitions and quiet hours counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What of an alert decides whom it is told to."""

    severity: Severity
    resident_id: UUID | None = None
    standing: Standing = Standing.UNTAKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """One step up the ladder."""

    at: datetime
    target: Target
    contacts: tuple[Contact, ...]
    """Empty: those who look at the pages see it, and nobody else is told."""


def situation(
    rules: AlertRules, contacts: Sequence[Contact], about: About, now: datetime
) -> Situation:
    """Return what a step on the ladder depends on at `now`, aware UTC."""
    steps = rules.of(about.severity).as_ladder
    reachable = tuple(
        rung.target is Target.PAGES or bool(reached_by(rung, contacts, about.resident_id, now))
        for rung in steps.rungs
    )
    quiet = rules.quiet_hours.as_hours if rules.quiet_hours else None
    return Situation(
        standing=about.standing,
        ladder=steps,
        reachable=reachable,
        quiet_until=waits_until(quiet, about.severity, now),
    )


def foretold(
    rules: AlertRules, contacts: Sequence[Contact], about: About, now: datetime
) -> tuple[Foretold, ...]:
    """Return the whole climb of an alert that came at `now`, aware UTC, and that nobody took."""
    climb, at = ladder.begin(now), now
    found: list[Foretold] = []
    for _ in range(MOST_STEPS):
        if climb.next_at is None:
            break
        at = max(at, climb.next_at)
        seen = situation(rules, contacts, about, at)
        climb, move = ladder.step(climb, seen, at)
        if isinstance(move, Page):
            rung = seen.ladder.rung(move.rung)
            told = reached_by(rung, contacts, about.resident_id, at)
            found.append(Foretold(at=at, target=rung.target, contacts=told))
    return tuple(found)
