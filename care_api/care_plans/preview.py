"""What an item will come to: its next days, and what the robot will say."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from care_api.residents.manner import Manner
from care_api.residents.service import Resident
from schedules.care_plan import CarePlan, PlanItem
from schedules.occurrences import occurrences

AHEAD = timedelta(days=14)
_ONE_DAY = timedelta(days=1)


class RobotsWords(Protocol):
    """Knows what the robot says; given to the server by whoever starts it together with one."""

    def sentences(self, item: PlanItem, resident: Resident, at: datetime) -> tuple[str, ...]:
        """Return what is said and asked about an item that is due at `at` (aware)."""
        ...

    def sound(
        self, sentences: tuple[str, ...], resident: Resident, manner: Manner | None = None
    ) -> bytes:
        """Return the sentences spoken, as a WAV file.

        Args:
            sentences: As `sentences` gives them.
            resident: To whom.
            manner: How fast and loud, and for which hearing; None: as usual.

        Raises:
            SoundUnavailable: The voice is not to be had just now.
        """
        ...


class SoundUnavailable(RuntimeError):  # noqa: N818 - a state of the world
    """The voice is not to be had just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewDay:
    """One local date of an item."""

    local_on: date
    due_at: tuple[datetime, ...]
    """Aware UTC."""
    clock_change: timedelta = timedelta(0)
    """How far the clocks are moved that night; positive in spring."""


def days(plan: CarePlan, item: PlanItem, now: datetime) -> tuple[PreviewDay, ...]:
    """Return the dates of the next 14 days on which an item is due.

    Args:
        plan: The plan that it stands in, or will.
        item: The item, which need not be in the plan yet.
        now: Aware UTC.
    """
    alone = CarePlan(
        id=plan.id,
        resident_id=plan.resident_id,
        version=plan.version,
        zone=plan.zone,
        effective_at=min(plan.effective_at, now),
        items=(item,),
        meals=plan.meals,
        pauses=plan.pauses,
        quiet_hours=plan.quiet_hours,
    )
    zone = ZoneInfo(plan.zone)
    by_date: dict[date, list[datetime]] = {}
    for due in occurrences(alone, now, now + AHEAD):
        by_date.setdefault(due.local_on, []).append(due.due_at)
    return tuple(
        PreviewDay(local_on=on, due_at=tuple(moments), clock_change=clock_change(on, zone))
        for on, moments in sorted(by_date.items())
    )


def clock_change(on: date, zone: ZoneInfo) -> timedelta:
    """Return how far the clocks are moved on a local date; zero on nearly all."""
    starts = datetime.combine(on, time(), zone)
    ends = datetime.combine(on + _ONE_DAY, time(), zone)
    return _ONE_DAY - (ends.astimezone(UTC) - starts.astimezone(UTC))
