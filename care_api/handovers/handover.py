"""A handover as a value, and who may sign it: pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Part(StrEnum):
    """What somebody signs."""

    GIVES = "gives"
    """Hands over."""
    TAKES = "takes"
    """Takes over."""


class Refusal(StrEnum):
    """Why somebody cannot sign a part."""

    SIGNED_ALREADY = "signed_already"
    """That part has its signature."""
    SAME_PERSON = "same_person"
    """Who hands over does not take over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of a unit's log: what arrived after one number, up to and with another.

    By arrival, not by when things happened: what a robot was silent about for a night belongs to
    the handover in which it came in.
    """

    unit_id: UUID
    starts_at: datetime
    ends_at: datetime
    after_stream: int
    through_stream: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed what, and when."""

    part: Part
    staff_id: UUID
    at: datetime
    note: str
    """Personal data."""
    digest: str
    """SHA-256 of what they signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What somebody wrote beside it afterwards. Personal data."""

    at: datetime
    staff_id: UUID
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One handover of a unit."""

    id: UUID
    number: int
    stretch: Stretch
    begun_by: UUID
    document: str
    """JSON of care_api.handovers.standing.Standing."""
    digest: str
    """SHA-256 of what there is to sign."""
    completed_at: datetime | None
    signatures: tuple[Signature, ...] = ()
    additions: tuple[Addition, ...] = ()
    """Oldest first."""

    def signature(self, part: Part) -> Signature | None:
        """Return who has signed a part."""
        return next((each for each in self.signatures if each.part is part), None)

    def open_parts(self, staff_id: UUID) -> tuple[Part, ...]:
        """Return what somebody could sign."""
        return tuple(part for part in Part if refusal(self.signatures, part, staff_id) is None)


def refusal(signatures: tuple[Signature, ...], part: Part, staff_id: UUID) -> Refusal | None:
    """Return why somebody cannot sign a part, or None where they can."""
    if any(each.part is part for each in signatures):
        return Refusal.SIGNED_ALREADY
    if any(each.staff_id == staff_id for each in signatures):
        return Refusal.SAME_PERSON
    return None


def is_complete(signatures: tuple[Signature, ...]) -> bool:
    """Return whether every part has its signature."""
    return {each.part for each in signatures} == set(Part)
