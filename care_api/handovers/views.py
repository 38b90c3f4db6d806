"""A handover's report as the page shows it: small values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertState
from care_api.web.tone import Tone
from codebook.alert import Severity
from schedules.outcome import EvidenceGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened."""

    at: datetime
    text: str
    """Message id."""
    tone: Tone = Tone.CALM
    subject: str | None = None
    """In the nurse's own words."""
    detail: str | None = None
    """Message id."""
    grade: EvidenceGrade | None = None
    words: str | None = None
    """As a colleague wrote it."""
    who: str | None = None
    to: str | None = None
    """With a handing over: to whom."""
    href: str | None = None
    is_late: bool = False
    """Whether it happened before the stretch in which it came in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAlert:
    """One alert of the stretch, and what was done about it in the stretch."""

    id: UUID
    cause: Cause
    subject: str | None
    severity: Severity
    raised_at: datetime
    is_from_before: bool
    steps: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What happened with one resident, or with nobody in particular."""

    id: UUID | None
    name: str
    room: str
    alerts: tuple[ShownAlert, ...]
    lines: tuple[Line, ...]
    """What else a colleague should know, in order of time."""
    as_planned: tuple[Line, ...]
    """Reports of tasks that went as planned."""
    answered: int
    """Questions that were answered without cause for worry."""
    is_new: bool = False
    """Not the unit's at the handover before this one."""

    @property
    def as_planned_by_subject(self) -> tuple[tuple[str | None, list[Line]], ...]:
        """The same, those of one task together."""
        found: dict[str | None, list[Line]] = {}
        for line in self.as_planned:
            found.setdefault(line.subject, []).append(line)
        return tuple(found.items())

    @property
    def is_quiet(self) -> bool:
        """Whether all went as planned."""
        return not self.alerts and not self.lines and not self.is_new


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An alert as it stood where the stretch ends."""

    id: UUID
    resident_name: str | None
    cause: Cause
    subject: str | None
    severity: Severity
    state: AlertState
    owner_name: str | None
    due_at: datetime
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A task that is not over."""

    resident_id: UUID
    resident_name: str
    title: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A robot of which nothing was heard."""

    name: str
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReport:
    """The whole of it."""

    people: tuple[Person, ...]
    """Residents of whom there is something to tell, by name."""
    quiet: tuple[str, ...]
    """Names of those of whom nothing came in."""
    moved: int
    """Of how many more it tells who live elsewhere by now, and are not the reader's to see."""
    unit: Person | None
    """What concerns no single resident; None where there is nothing."""
    opened: tuple[Open, ...]
    unfinished: tuple[Coming, ...]
    """Tasks whose time has come before the stretch ends, and that are not over."""
    coming: tuple[Coming, ...]
    silent: tuple[Silent, ...]

    @property
    def resident_ids(self) -> frozenset[UUID]:
        """Whom it tells about."""
        return frozenset(
            {person.id for person in self.people if person.id}
            | {task.resident_id for task in (*self.unfinished, *self.coming)}
        )
