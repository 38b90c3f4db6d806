"""Plan + zone + interval -> occurrences, each with an id that robot and server compute alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha1
from heapq import merge
from uuid import UUID
from zoneinfo import ZoneInfo

from schedules.care_plan import CarePlan, PlanItem, notice
from schedules.pause import Pause, first_day_outside
from schedules.recurrence import AsNeeded, Elapsed, MealTimes, WallClock

OCCURRENCE_NAMESPACE = UUID("6c1f2a3e-8d1b-5c07-9a44-7f3b2d0e5a61")
"""Of every occurrence's UUIDv5; never to be changed."""

_VERSION_AND_VARIANT = 0xF000 << 64 | 0xC000 << 48
_VERSION_5 = 0x5000 << 64 | 0x8000 << 48
"""RFC 9562: the four bits of the version, and the two that say who laid the UUID out."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time at which one item of a plan is due."""

    id: UUID
    item_id: UUID
    resident_id: UUID
    local_on: date
    """The resident's local date."""
    slot: str
    """The rule's wall-clock time, `HH:MM`, also where a clock change moved the instant; the meal
    that it follows; or the anchor and the number of what counts elapsed time."""
    due_at: datetime
    """Aware UTC; of an appointment, when to tell of it."""
    window_opens_at: datetime
    window_closes_at: datetime


def occurrence_id(item_id: UUID, local_on: date, slot: str) -> UUID:
    """Return the UUIDv5 of one slot of one item on one local date.

    As `uuid.uuid5` in half the time, which was a third of all that an occurrence costs.
    """
    name = f"{item_id}/{local_on.isoformat()}/{slot}".encode()
    digest = sha1(OCCURRENCE_NAMESPACE.bytes + name, usedforsecurity=False).digest()
    return UUID(int=int.from_bytes(digest[:16]) & ~_VERSION_AND_VARIANT | _VERSION_5)


def instant(local_on: date, at: time, zone: ZoneInfo) -> datetime:
    """Return when a wall clock shows `at`, exactly one instant for every slot.

    A slot that a clock change skips moves to the first valid minute after the gap; of a slot that
    comes twice the first counts (RFC 5545 moves it by the gap's length instead; for a dose of
    medicine the nearest time is the safer one).
    """
    local = datetime.combine(local_on, at, tzinfo=zone)
    local = local.replace(fold=0) if local.fold else local
    moment = local.astimezone(UTC)
    if is_skipped(local):
        return _end_of_gap(moment - _ONE_DAY, moment + _ONE_DAY, zone)
    return moment


def is_skipped(local: datetime) -> bool:
    """Return whether the wall clock of an aware local time's zone jumps over it (PEP 495)."""
    other = local.replace(fold=1 - local.fold)
    first, second = (other, local) if local.fold else (local, other)
    before, after = first.utcoffset(), second.utcoffset()
    return before is not None and after is not None and before < after


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant between two at which the zone's offset jumps, by halving."""
    old_offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def occurrences(plan: CarePlan, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield what is due in [start, end) and not before the plan took effect, in order of time.

    Lazy: the first costs one look at each item, however far ahead it lies.

    Args:
        plan: The plan, whose zone gives the local times.
        start: Aware; inclusive.
        end: Aware; exclusive.
    """
    zone = ZoneInfo(plan.zone)
    start = max(start, plan.effective_at)
    streams = (_of_item(plan, item, zone, start, end) for item in plan.items)
    yield from merge(*streams, key=lambda occurrence: (occurrence.due_at, occurrence.id))


_Due = tuple[date, str, datetime]
"""Local date, name of the slot, instant."""


def _of_item(
    plan: CarePlan, item: PlanItem, zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[Occurrence]:
    ahead = notice(item)
    for local_on, slot, begins_at in _due(plan, item, zone, start + ahead, end + ahead):
        due_at = begins_at - ahead
        yield Occurrence(
            id=occurrence_id(item.id, local_on, slot),
            item_id=item.id,
            resident_id=plan.resident_id,
            local_on=local_on,
            slot=slot,
            due_at=due_at,
            window_opens_at=due_at - item.window.before,
            window_closes_at=due_at + item.window.after,
        )


def _due(
    plan: CarePlan, item: PlanItem, zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[_Due]:
    pauses = (*plan.pauses, *item.pauses)
    match item.recurrence:
        case AsNeeded():
            return
        case Elapsed() as rule:
            yield from _elapsed(rule, pauses, zone, start, end)
        case rule:
            # One day more on both sides: a clock change may move a slot across the bounds.
            first = start.astimezone(zone).date() - _ONE_DAY
            last = end.astimezone(zone).date() + _ONE_DAY
            for due in _on_the_wall(rule, pauses, plan.meals, zone, (first, last)):
                if start <= due[2] < end:
                    yield due


def _on_the_wall(
    rule: WallClock,
    pauses: tuple[Pause, ...],
    meals: MealTimes,
    zone: ZoneInfo,
    days: tuple[date, date],
) -> Iterator[_Due]:
    on = next_day(rule, pauses, days[0])
    while on is not None and on <= days[1]:
        for slot in rule.slots_on(on, meals):
            yield on, slot.name, instant(on, slot.at, zone)
        on = next_day(rule, pauses, on + _ONE_DAY)


def next_day(rule: WallClock, pauses: tuple[Pause, ...], on: date) -> date | None:
    """Return the first day of the rule outside every pause, leaping over each pause."""
    day = rule.day_at_or_after(on)
    while day is not None:
        outside = first_day_outside(pauses, day)
        if outside is None or outside == day:
            return outside
        day = rule.day_at_or_after(outside)
    return None


def _elapsed(
    rule: Elapsed, pauses: tuple[Pause, ...], zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[_Due]:
    n = rule.n_at_or_after(start)
    while n is not None and (due_at := rule.due_at(n)) < end:
        local_on = due_at.astimezone(zone).date()
        outside = first_day_outside(pauses, local_on)
        if outside is None:
            return
        if outside == local_on:
            yield local_on, rule.slot_name(n), due_at
            n = rule.n_at_or_after(rule.due_at(n + 1))
        else:
            n = rule.n_at_or_after(max(due_at, instant(outside, time(0), zone)))
