"""How long each kind of data is kept, at least and at most: pure.

The bounds are ours. Norwegian law has a record of care kept for as long as it may be of use to the
care, and not longer; what archives ask of a municipality comes on top. Each municipality decides
within the bounds, and until it has decided nothing is deleted.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

YEAR = 12
"""Months."""
OFFERED = (1, 2, 3, 6, 12, 24, 36, 60, 120, 180, 240, 360)
"""Months that a municipality can choose from, within a kind's bounds."""


class Kind(StrEnum):
    """One kind of data.

    In this order they are cleared: a contact to whom a message of tonight still refers goes
    tomorrow, so that what was foretold for a night is what goes in it.
    """

    CONTACTS = "contacts"
    """Contacts, relations and the family's links that have ended; who former residents were."""
    WORDS = "words"
    """What was said and heard, what robots were asked to say, what was refused of them."""
    PRESENCE = "presence"
    """In which room somebody was."""
    MESSAGES = "messages"
    """E-mails and text messages about alerts, each attempt, and where they went."""
    ALERTS = "alerts"
    """With every step and the notes on them."""
    NOTES = "notes"
    EVENTS = "events"
    """Tasks, what was reported about them, all else that happened, and handovers."""
    PLANS = "plans"
    """Plans, consents and decisions, of residents for whom the service has ended."""
    ACCESS = "access"
    """Who looked at whom and changed what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How long a kind may be kept, months."""

    shortest: int
    usual: int
    """What is proposed to whoever decides for the first time."""
    longest: int

    @property
    def choices(self) -> tuple[int, ...]:
        """The months that are offered, rising."""
        return tuple(each for each in OFFERED if self.shortest <= each <= self.longest)


_OF_CARE = Bounds(shortest=10 * YEAR, usual=10 * YEAR, longest=30 * YEAR)
"""Documentation of care: an injury or a complaint may come up years later."""
BOUNDS: Mapping[Kind, Bounds] = MappingProxyType(
    {
        Kind.WORDS: Bounds(shortest=1, usual=3, longest=6),
        Kind.PRESENCE: Bounds(shortest=1, usual=1, longest=6),
        Kind.MESSAGES: Bounds(shortest=3, usual=YEAR, longest=5 * YEAR),
        Kind.ALERTS: _OF_CARE,
        Kind.NOTES: _OF_CARE,
        Kind.EVENTS: _OF_CARE,
        Kind.PLANS: _OF_CARE,
        Kind.ACCESS: Bounds(shortest=2 * YEAR, usual=5 * YEAR, longest=30 * YEAR),
        Kind.CONTACTS: Bounds(shortest=1, usual=YEAR, longest=5 * YEAR),
    }
)
"""Why each is so stands in docs/decisions/0047, and in plain words on the page."""

Limits = Mapping[Kind, int]
"""Kind -> months."""
USUAL: Limits = MappingProxyType({kind: bounds.usual for kind, bounds in BOUNDS.items()})


def is_allowed(kind: Kind, months: int) -> bool:
    """Return whether a municipality may choose that."""
    return months in BOUNDS[kind].choices


def kept_from(today: date, months: int) -> date:
    """Return the first local date that is kept: what is older may go.

    The same day of the month, so many months ago; where that month is shorter, its last day.

    Args:
        today: The local date.
        months: At least 1.

    Raises:
        ValueError: There is no such date.
    """
    if months < 1:
        raise ValueError(f"keep it for at least one month, got {months}")
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(years, month + 1, min(today.day, monthrange(years, month + 1)[1]))
