"""Until when an alert is to be owned and handled: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from codebook.alert import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """What a unit allows itself for one severity, from when the alert may be told."""

    acknowledge_within: timedelta
    """Until somebody owns it."""
    handle_within: timedelta
    """Until it is handled."""


DEFAULTS: Mapping[Severity, Deadlines] = MappingProxyType(
    {
        severity: Deadlines(acknowledge_within=acknowledge, handle_within=handle)
        for severity, acknowledge, handle in (
            (Severity.CRITICAL, timedelta(minutes=3), timedelta(minutes=30)),
            (Severity.SERIOUS, timedelta(minutes=15), timedelta(hours=2)),
            (Severity.MODERATE, timedelta(hours=1), timedelta(hours=6)),
            (Severity.NORMAL, timedelta(hours=4), timedelta(hours=24)),
            (Severity.NOT_REPORTED, timedelta(hours=24), timedelta(hours=72)),
        )
    }
)
"""Response centres answer 99 % of alarms in 180 s and are at the door within 30 minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The instants of one alert, aware UTC."""

    acknowledge_by: datetime
    handle_by: datetime


def due(deadlines: Deadlines, raised_at: datetime, told_from: datetime | None) -> Due:
    """Return an alert's deadlines; they run from when it may be told, after quiet hours."""
    start = told_from or raised_at
    return Due(
        acknowledge_by=start + deadlines.acknowledge_within,
        handle_by=start + deadlines.handle_within,
    )


def sooner(before: Due, after: Due) -> Due:
    """Return the earlier of each: an alert that turns out graver never gets more time."""
    return Due(
        acknowledge_by=min(before.acknowledge_by, after.acknowledge_by),
        handle_by=min(before.handle_by, after.handle_by),
    )
