"""The hours in which alerts of low severity wake nobody: pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from codebook.alert import Severity
from schedules.occurrences import instant

NEVER_WAITS = Severity.SERIOUS
"""From this severity on an alert is told at any hour, whatever a unit has set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """A stretch of every night; over midnight where it ends before it starts."""

    starts_time: time
    ends_time: time
    zone: str
    """IANA name."""
    up_to: Severity
    """The gravest severity that waits."""


def waits_until(hours: QuietHours | None, severity: Severity, now: datetime) -> datetime | None:
    """Return when an alert of that severity may be told, or None where that is now."""
    if hours is None or severity >= NEVER_WAITS or severity > hours.up_to:
        return None
    here = ZoneInfo(hours.zone)
    today = now.astimezone(here).date()
    for started_on in (today - timedelta(days=1), today):
        is_over_midnight = hours.ends_time <= hours.starts_time
        ends_on = started_on + timedelta(days=int(is_over_midnight))
        starts_at = instant(started_on, hours.starts_time, here)
        ends_at = instant(ends_on, hours.ends_time, here)
        if starts_at <= now < ends_at:
            return ends_at
    return None
