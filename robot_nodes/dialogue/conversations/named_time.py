"""The moment that a resident names when they put something off: "klokka ti", "i kveld"."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType

from robot_nodes.ports import Answer

_PARTS: Mapping[str, time] = MappingProxyType(
    {
        "morning": time(8),
        "noon": time(12),
        "afternoon": time(15),
        "evening": time(19),
        "night": time(22),
    }
)
"""Part of the day -> when the robot speaks of it."""
_HALF_A_DAY_H = 12


def named_time(answer: Answer, local_now: datetime) -> datetime | None:
    """Return the next moment that the answer can mean, None where it names none.

    "Klokka ti" said in the evening is ten in the evening.

    Args:
        answer: With what was understood.
        local_now: Aware, in the resident's zone.
    """
    slots = answer.understanding.slots if answer.understanding else {}
    clocks = _clocks(slots.get("time", "")) or _part(slots.get("part_of_day", ""))
    days = (local_now.date() + timedelta(days=ahead) for ahead in (0, 1))
    moments = [datetime.combine(day, clock, local_now.tzinfo) for day in days for clock in clocks]
    return min((moment for moment in moments if moment > local_now), default=None)


def _part(name: str) -> tuple[time, ...]:
    return (_PARTS[name],) if name in _PARTS else ()


def _clocks(spoken: str) -> tuple[time, ...]:
    """Return the times of day that "10:00" may stand for: a clock has twelve hours."""
    try:
        named = time.fromisoformat(spoken)
    except ValueError:
        return ()
    if named.hour > _HALF_A_DAY_H:
        return (named,)
    return tuple(named.replace(hour=named.hour % _HALF_A_DAY_H + add) for add in (0, _HALF_A_DAY_H))
