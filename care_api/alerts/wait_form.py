"""A length of time as people say it in a form: a number of minutes, hours or days. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from care_api.alerts.rules import LONGEST_WAIT_S
from care_api.care_plans.form_fault import FormFault, amount
from care_api.care_plans.shown_item import Fields, one
from care_api.web.wording import mark


class Unit(StrEnum):
    """In what it is counted."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"

    @property
    def seconds(self) -> int:
        """How long one of it is."""
        return {Unit.MINUTES: 60, Unit.HOURS: 3600, Unit.DAYS: 86_400}[self]


UNITS = {Unit.MINUTES: mark("minutes"), Unit.HOURS: mark("hours"), Unit.DAYS: mark("days")}
"""Unit -> message id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFields:
    """A length of time, as it is shown and as it was typed."""

    count: str = ""
    unit: str = Unit.MINUTES.value

    @classmethod
    def of(cls, seconds: int) -> Self:
        """Return it in the largest unit that says it whole; what is less than a minute is one."""
        minutes = max(1, round(seconds / Unit.MINUTES.seconds)) * Unit.MINUTES.seconds
        unit = next(each for each in reversed(Unit) if minutes % each.seconds == 0)
        return cls(count=str(minutes // unit.seconds), unit=unit.value)

    @classmethod
    def typed(cls, fields: Fields, name: str) -> Self:
        """Return what was sent under a name; without a unit these are minutes."""
        return cls(count=one(fields, name), unit=one(fields, f"{name}_unit") or Unit.MINUTES.value)

    def seconds(self, name: str) -> int:
        """Return how long it is.

        Raises:
            FormFault: It is no length of time, or too long.
        """
        if self.unit not in set(Unit):
            raise FormFault(name, mark("Choose one of what is offered."))
        length = Unit(self.unit).seconds
        return amount(name, self.count, 1, LONGEST_WAIT_S // length) * length
