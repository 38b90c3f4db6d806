"""In which rooms somebody was, for how long, at which hours: pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from codebook.event import Event
from codebook.presence import PresenceChanged

LONGEST = timedelta(hours=12)
"""After that long without a word nobody knows where somebody is."""
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A time in one room."""

    room: str
    start: datetime
    end: datetime
    """Aware UTC, exclusive."""

    @property
    def length(self) -> timedelta:
        """How long."""
        return self.end - self.start


def stays(
    events: Iterable[Event],
    between: tuple[datetime, datetime],
    refused: Iterable[tuple[datetime, datetime | None]] = (),
) -> tuple[Stay, ...]:
    """Return what may be known of where somebody was in [start, end).

    Args:
        events: Of one resident, in order of occurrence; other kinds are passed over.
        between: Aware instants; what began before the first counts from it.
        refused: Since when and until when nothing may be noted; None: until further notice. A stay
            ends where one begins, and what was noted in one, before word of it came, is left out.
    """
    closed = tuple(refused)
    changes = [
        (each.occurred_at, each.body.room)
        for each in events
        if isinstance(each.body, PresenceChanged)
    ]
    found: list[Stay] = []
    for index, (at, room) in enumerate(changes):
        following = changes[index + 1][0] if index + 1 < len(changes) else between[1]
        start = max(at, between[0])
        ends = (since for since, _ in closed if since > at)
        end = min(following, at + LONGEST, between[1], *ends)
        if room is None or start >= end or _is_in(at, closed):
            continue
        found.append(Stay(room=room, start=start, end=end))
    return tuple(found)


def _is_in(at: datetime, closed: Iterable[tuple[datetime, datetime | None]]) -> bool:
    return any(since <= at and (until is None or at < until) for since, until in closed)


def rooms(found: Iterable[Stay]) -> tuple[str, ...]:
    """Return the rooms, the one with the most time first."""
    total: dict[str, timedelta] = {}
    for stay in found:
        total[stay.room] = total.get(stay.room, timedelta()) + stay.length
    return tuple(sorted(total, key=lambda room: (-total[room], room)))


def minutes_by_day(found: Iterable[Stay], zone: ZoneInfo) -> Mapping[date, Mapping[str, int]]:
    """Return local date -> room -> whole minutes, the dates in order."""
    total: dict[date, dict[str, timedelta]] = {}
    for stay in _by_hours(found):
        day = total.setdefault(stay.start.astimezone(zone).date(), {})
        day[stay.room] = day.get(stay.room, timedelta()) + stay.length
    return {on: _in_minutes(day) for on, day in sorted(total.items())}


def minutes_by_hour(found: Sequence[Stay], zone: ZoneInfo) -> Mapping[str, tuple[int, ...]]:
    """Return room -> whole minutes in each hour of the clock, of all days together."""
    total = {room: [timedelta()] * 24 for room in rooms(found)}
    for stay in _by_hours(found):
        total[stay.room][stay.start.astimezone(zone).hour] += stay.length
    return {room: tuple(int(each / _MINUTE) for each in hours) for room, hours in total.items()}


def _in_minutes(lengths: Mapping[str, timedelta]) -> dict[str, int]:
    return {room: int(length / _MINUTE) for room, length in lengths.items()}


def _by_hours(found: Iterable[Stay]) -> Iterable[Stay]:
    """Yield stays cut where an hour begins: clock changes move whole hours only."""
    for stay in found:
        start = stay.start.astimezone(UTC)
        while start < stay.end:
            hour = start.replace(minute=0, second=0, microsecond=0)
            end = min(hour + _HOUR, stay.end)
            yield Stay(room=stay.room, start=start, end=end)
            start = end
