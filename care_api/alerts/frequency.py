"""Who raises alerts often, and about what: a reason to look at the care, not at the person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import repository
from care_api.alerts.cause import Cause

MONTH = timedelta(days=30)
OFTEN = 30
"""Alerts in a month; one user of a safety alarm in a hundred has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """One resident's alerts of the last 30 days."""

    resident_id: UUID
    causes: tuple[tuple[Cause, int], ...]
    """Most first."""

    @property
    def count(self) -> int:
        """How many there were."""
        return sum(count for _, count in self.causes)

    @property
    def is_often(self) -> bool:
        """Whether it is more than is usual."""
        return self.count > OFTEN


def of_units(session: Session, unit_ids: Iterable[UUID], now: datetime) -> tuple[Frequency, ...]:
    """Return the units' residents who had alerts in the last 30 days, most first."""
    found: dict[UUID, list[tuple[Cause, int]]] = defaultdict(list)
    for resident_id, cause, count in repository.frequent(session, unit_ids, now - MONTH):
        found[resident_id].append((Cause(cause), count))
    each = (
        Frequency(resident_id=resident_id, causes=tuple(causes))
        for resident_id, causes in found.items()
    )
    return tuple(sorted(each, key=lambda one: (-one.count, str(one.resident_id))))
