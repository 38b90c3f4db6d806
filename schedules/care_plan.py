"""A resident's care plan: what is to happen, when, and what follows when it does not."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from schedules.pause import Pause
from schedules.recurrence import MealRelative, MealTimes, Recurrence
from schedules.reminder_policy import CHECK_IN_LADDER, MEDICATION_LADDER, Ladder


class QuestionKind(StrEnum):
    """What sort of answer a question wants, which also decides what answer worries."""

    FEELING = "feeling"
    SLEEP = "sleep"
    YES_EXPECTED = "yes_expected"
    NO_EXPECTED = "no_expected"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How far from the due time a report still counts (FHIR Timing has no word for it).

    Raises:
        ValueError: A bound is negative, or the window is empty.
    """

    before: timedelta = timedelta(0)
    after: timedelta = timedelta(minutes=60)

    def __post_init__(self) -> None:
        """Refuse a window in which nothing fits."""
        if self.before < timedelta(0) or self.after <= timedelta(0):
            msg = f"window: before >= 0 and after > 0; got {self.before} and {self.after}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a check-in, in the nurse's words and the resident's language."""

    id: str
    """Stable within the item, e.g. `sleep`; stands in events and research data."""
    text: str
    kind: QuestionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicationReminder:
    """Remind about a medicine that the resident takes by themselves."""

    id: UUID
    medicine: str
    """As it is spoken, e.g. `Paracet`."""
    dose: str
    """As it is spoken, e.g. `to tabletter`."""
    recurrence: Recurrence
    window: Window = field(default_factory=Window)
    ladder: Ladder = MEDICATION_LADDER
    pauses: tuple[Pause, ...] = ()
    kind: Literal["medication"] = "medication"

    @property
    def title(self) -> str:
        """A short name for lists."""
        return f"{self.medicine}, {self.dose}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """Look in on the resident with a few questions."""

    id: UUID
    title: str
    questions: tuple[Question, ...]
    recurrence: Recurrence
    window: Window = field(default_factory=Window)
    ladder: Ladder = CHECK_IN_LADDER
    pauses: tuple[Pause, ...] = ()
    kind: Literal["check_in"] = "check_in"

    def __post_init__(self) -> None:
        """Refuse a check-in that asks nothing, or two questions under one id."""
        ids = [question.id for question in self.questions]
        if not ids or len(set(ids)) != len(ids):
            msg = f"questions: at least one, each with its own id; got {ids}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Tell the resident about something, such as the day's programme; no answer is needed."""

    id: UUID
    title: str
    message: str
    """What the robot says, in the resident's language."""
    recurrence: Recurrence
    window: Window = field(default_factory=Window)
    pauses: tuple[Pause, ...] = ()
    kind: Literal["activity"] = "activity"


PlanItem = MedicationReminder | CheckIn | Activity


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlan:
    """One immutable version of a resident's plan.

    Raises:
        ValueError: The version is below 1, an item id stands twice, the zone is unknown, or an
            item follows a meal whose time is not known.
    """

    id: UUID
    resident_id: UUID
    version: int
    """1 for the first; every edit makes the next."""
    zone: str
    """IANA name of the resident's time zone, e.g. `Europe/Oslo`."""
    effective_at: datetime
    """Aware UTC; nothing of this version is due before."""
    items: tuple[PlanItem, ...]
    meals: MealTimes = field(default_factory=MealTimes)
    """When the resident eats, for the items that follow meals."""
    pauses: tuple[Pause, ...] = ()
    """When nothing at all is due."""

    def __post_init__(self) -> None:
        """Refuse a plan that could not be carried out as written."""
        ids = [item.id for item in self.items]
        if len(set(ids)) != len(ids):
            msg = "items: an item id stands twice"
            raise ValueError(msg)
        if self.version < 1:
            msg = f"version: 1 or more; got {self.version}"
            raise ValueError(msg)
        if self.effective_at.tzinfo is None:
            msg = "effective_at: an instant with its offset, such as 2026-03-02T07:00:00Z"
            raise ValueError(msg)
        try:
            ZoneInfo(self.zone)
        except (KeyError, OSError) as fault:
            msg = f"zone: {self.zone!r} is no IANA time zone such as Europe/Oslo"
            raise ValueError(msg) from fault
        for item in self.items:
            if isinstance(item.recurrence, MealRelative):
                for meal in item.recurrence.meals:
                    item.recurrence.time_of(meal, self.meals)

    def item(self, item_id: UUID) -> PlanItem:
        """Return the item with that id.

        Raises:
            KeyError: The plan has no such item.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)
