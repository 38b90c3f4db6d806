"""From which day to which a page looks back, as its reader chose."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import Query

from care_api.tasks.adherence import Period
from care_api.web.wording import mark

USUAL_DAYS = 30
LONGEST = timedelta(days=366)
CHOICES = (7, 30, 90, 365)
"""Days, as the page offers them."""
_EARLIEST = date(1970, 1, 1)
_DAYS_ONE_BY_ONE, _WEEKS_ONE_BY_ONE = 31, 190


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address says."""

    days: Annotated[int | None, Query(ge=1, le=366)] = None
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """From which local date to which, both included."""

    first_on: date
    last_on: date
    fault: str | None = None
    """Message id of why it is not what was asked for."""

    @property
    def days(self) -> int:
        """How many."""
        return (self.last_on - self.first_on).days + 1

    @property
    def step(self) -> Period:
        """What is counted together, so that the bars can be told apart."""
        if self.days <= _DAYS_ONE_BY_ONE:
            return Period.DAY
        return Period.WEEK if self.days <= _WEEKS_ONE_BY_ONE else Period.MONTH


def chosen(asked: Asked, today: date) -> Chosen:
    """Return the time that was asked for, today at the latest; the usual one where it is none."""
    last_on = max(min(asked.last_on or today, today), _EARLIEST)
    days = timedelta(days=(asked.days or USUAL_DAYS) - 1)
    first_on = asked.first_on or last_on - days
    usual_on = today - timedelta(days=USUAL_DAYS - 1)
    if first_on > last_on:
        fault = mark("The first day is after the last. These are the last 30 days.")
        return Chosen(first_on=usual_on, last_on=today, fault=fault)
    if last_on - first_on > LONGEST:
        fault = mark("That is more than a year. These are the last 30 days.")
        return Chosen(first_on=usual_on, last_on=today, fault=fault)
    return Chosen(first_on=first_on, last_on=last_on)
