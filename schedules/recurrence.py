"""When a rule repeats: a rule yields local slots, which know nothing of time zones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum


class Weekday(IntEnum):
    """ISO 8601 weekday, as `date.isoweekday` numbers them."""

    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7


EVERY_DAY: frozenset[Weekday] = frozenset(Weekday)


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyTimes:
    """The same wall-clock times on each chosen weekday, each exactly once per local date.

    Raises:
        ValueError: No time, a time twice, finer than a minute or with a zone; no weekday; the
            course ends before it starts.
    """

    times: tuple[time, ...]
    """Local wall-clock times, whole minutes."""
    weekdays: frozenset[Weekday] = EVERY_DAY
    starts_on: date | None = None
    """First local date, or None for always."""
    ends_on: date | None = None
    """Last local date, inclusive, or None for until further notice."""

    def __post_init__(self) -> None:
        """Refuse a rule that could never fire or would fire twice."""
        if not self.times or len(set(self.times)) != len(self.times):
            msg = f"times: name at least one time, each only once; got {list(self.times)}"
            raise ValueError(msg)
        if any(t.second or t.microsecond or t.tzinfo for t in self.times):
            msg = f"times: whole local minutes such as 08:00; got {list(self.times)}"
            raise ValueError(msg)
        if not self.weekdays:
            msg = "weekdays: name at least one day"
            raise ValueError(msg)
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            msg = f"ends_on: {self.ends_on} is before starts_on {self.starts_on}"
            raise ValueError(msg)

    def local_slots(self, first: date, last: date) -> Iterator[datetime]:
        """Yield naive local slots from `first` to `last` inclusive, in wall-clock order."""
        on = max(first, self.starts_on or first)
        end = min(last, self.ends_on or last)
        while on <= end:
            if Weekday(on.isoweekday()) in self.weekdays:
                yield from (datetime.combine(on, at) for at in sorted(self.times))
            on += timedelta(days=1)
