"""Which quiet hours a task keeps: the only place that weighs rest against being reminded."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from schedules.care_plan import CarePlan, PlanItem
from schedules.occurrences import Occurrence, instant
from schedules.quiet_hours import InQuietHours, Span, after

LAST_CALL = timedelta(minutes=5)
"""What waits is said at least this long before its window closes."""
_ONE_DAY = timedelta(days=1)


def quiet_spans(plan: CarePlan, item: PlanItem, occurrence: Occurrence) -> tuple[Span, ...]:
    """Return when nothing is said about an occurrence, within its window.

    What would wait past its window is spoken at its time, or not at all, as the item says.
    """
    rule = item.in_quiet_hours
    if rule is InQuietHours.SPEAK:
        return ()
    spans = tuple(_of_window(plan, occurrence))
    can_wait = after(spans, occurrence.due_at) <= occurrence.window_closes_at - LAST_CALL
    return spans if can_wait or rule is InQuietHours.WAIT_OR_MISS else ()


def _of_window(plan: CarePlan, occurrence: Occurrence) -> Iterator[Span]:
    zone = ZoneInfo(plan.zone)
    on = occurrence.due_at.astimezone(zone).date() - _ONE_DAY
    last = occurrence.window_closes_at.astimezone(zone).date()
    while on <= last:
        for hours in plan.quiet_hours:
            ends_on = on + _ONE_DAY if hours.last_past_midnight else on
            span = Span(
                starts_at=instant(on, hours.starts_at, zone),
                ends_at=instant(ends_on, hours.ends_at, zone),
            )
            if span.starts_at < occurrence.window_closes_at and span.ends_at > occurrence.due_at:
                yield span
        on += _ONE_DAY
