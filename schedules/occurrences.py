"""Plan + zone + interval -> occurrences, each with an id that robot and server compute alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from schedules.care_plan import CarePlan, PlanItem

OCCURRENCE_NAMESPACE = UUID("6c1f2a3e-8d1b-5c07-9a44-7f3b2d0e5a61")
"""Of every occurrence's UUIDv5; never to be changed."""

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
    """The wall-clock time of the rule, `HH:MM`, also where a clock change moved the instant."""
    due_at: datetime
    """Aware UTC."""
    window_opens_at: datetime
    window_closes_at: datetime


def occurrence_id(item_id: UUID, local_on: date, slot: str) -> UUID:
    """Return the UUIDv5 of one slot of one item on one local date."""
    return uuid5(OCCURRENCE_NAMESPACE, f"{item_id}/{local_on.isoformat()}/{slot}")


def instant(local_on: date, at: time, zone: ZoneInfo) -> datetime:
    """Return when a wall clock shows `at`, exactly one instant for every slot.

    A slot that a clock change skips moves to the first valid minute after the gap; of a slot that
    comes twice the first counts (RFC 5545 moves it by the gap's length instead; for a dose of
    medicine the nearest time is the safer one).
    """
    local = datetime.combine(local_on, at)
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local:
        return moment
    return _end_of_gap(moment - _ONE_DAY, moment + _ONE_DAY, zone)


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

    Args:
        plan: The plan, whose zone gives the local times.
        start: Aware; inclusive.
        end: Aware; exclusive.
    """
    zone = ZoneInfo(plan.zone)
    start = max(start, plan.effective_at)
    streams = (_of_item(plan.resident_id, item, zone, start, end) for item in plan.items)
    yield from merge(*streams, key=lambda occurrence: (occurrence.due_at, occurrence.id))


def _of_item(
    resident_id: UUID, item: PlanItem, zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[Occurrence]:
    # One day more on both sides: a clock change may move a slot across the bounds.
    first = start.astimezone(zone).date() - _ONE_DAY
    last = end.astimezone(zone).date() + _ONE_DAY
    for local in item.recurrence.local_slots(first, last):
        due_at = instant(local.date(), local.time(), zone)
        if start <= due_at < end:
            slot = local.strftime("%H:%M")
            yield Occurrence(
                id=occurrence_id(item.id, local.date(), slot),
                item_id=item.id,
                resident_id=resident_id,
                local_on=local.date(),
                slot=slot,
                due_at=due_at,
                window_opens_at=due_at - item.window.before,
                window_closes_at=due_at + item.window.after,
            )
