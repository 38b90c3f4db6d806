"""Which quiet hours are kept: the only place that weighs rest against being reminded."""

from collections.abc import Iterator
from datetime import datetime, timedelta
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
    spans = tuple(_between(plan, occurrence.due_at, occurrence.window_closes_at))
    can_wait = after(spans, occurrence.due_at) <= occurrence.window_closes_at - LAST_CALL
    return spans if can_wait or rule is InQuietHours.WAIT_OR_MISS else ()


def rest_ends_at(plan: CarePlan, moment: datetime) -> datetime:
    """Return from when on something that can wait may be said, not before `moment`; aware UTC."""
    return after(_between(plan, moment, moment + _ONE_DAY), moment)


def _between(plan: CarePlan, starts_at: datetime, ends_at: datetime) -> Iterator[Span]:
    zone = ZoneInfo(plan.zone)
    on = starts_at.astimezone(zone).date() - _ONE_DAY
    last = ends_at.astimezone(zone).date()
    while on <= last:
        for hours in plan.quiet_hours:
            until_on = on + _ONE_DAY if hours.last_past_midnight else on
            span = Span(
                starts_at=instant(on, hours.starts_at, zone),
                ends_at=instant(until_on, hours.ends_at, zone),
            )
            if span.starts_at < ends_at and span.ends_at > starts_at:
                yield span
        on += _ONE_DAY
