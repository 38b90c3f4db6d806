"""A resident's care plan: what is to happen, when, and what follows when it does not."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from schedules.locale import Locale
from schedules.pause import Pause
from schedules.quiet_hours import InQuietHours, QuietHours
from schedules.recurrence import MealRelative, MealTimes, Recurrence, Taper
from schedules.reminder_policy import CHECK_IN_LADDER, MEDICATION_LADDER, Ladder


class QuestionKind(StrEnum):
    """What sort of answer a question wants, which also decides what answer worries."""

    FEELING = "feeling"
    SLEEP = "sleep"
    YES_NO = "yes_no"
    """Neither answer worries by itself."""
    YES_EXPECTED = "yes_expected"
    """A no worries."""
    NO_EXPECTED = "no_expected"
    """A yes worries."""
    SCALE = "scale"
    """A whole number from `LOWEST_SCORE` to `HIGHEST_SCORE`."""
    OPEN = "open"
    """Anything, in the resident's own words."""


LOWEST_SCORE = 1
HIGHEST_SCORE = 5


class WhenMissed(StrEnum):
    """What follows when the window closes without a report."""

    TELL_NURSE = "tell_nurse"
    NOTE = "note"
    """It stands in the log as missed, and nobody is called."""


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
    """One question of a check-in, in the nurse's words.

    Raises:
        ValueError: A score that worries is none, or stands with a question that has no scores.
    """

    id: str
    """Stable within the item, e.g. `sleep`; stands in events and research data."""
    text: str
    """What is asked wherever `wordings` has nothing for the resident's locale."""
    kind: QuestionKind
    wordings: Mapping[Locale, str] = field(default_factory=dict)
    """Locale -> what is asked in it."""
    worrying_scores: tuple[int, ...] | None = None
    """With `SCALE`: the scores that a nurse should see at once; None for the two lowest."""

    def __post_init__(self) -> None:
        """Refuse scores that no answer can have."""
        scores = self.worrying_scores or ()
        is_scale = self.kind is QuestionKind.SCALE
        if scores and (not is_scale or not all(is_score(score) for score in scores)):
            msg = (
                f"worrying_scores: {LOWEST_SCORE} to {HIGHEST_SCORE}, and only with a question of"
                f" the kind `scale`; got {list(scores)} with `{self.kind}`"
            )
            raise ValueError(msg)

    def wording(self, locale: Locale) -> str:
        """Return what is asked of a resident who speaks `locale`."""
        return self.wordings.get(locale) or self.text


def is_score(value: int) -> bool:
    """Return whether a number can be the answer to a question of the kind `SCALE`."""
    return LOWEST_SCORE <= value <= HIGHEST_SCORE


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicationReminder:
    """Remind about a medicine that the resident takes by themselves."""

    id: UUID
    medicine: str
    """As it is spoken, e.g. `Paracet`."""
    dose: str
    """As it is spoken, e.g. `to tabletter`; a taper's step may name its own."""
    recurrence: Recurrence
    window: Window = field(default_factory=Window)
    ladder: Ladder = MEDICATION_LADDER
    pauses: tuple[Pause, ...] = ()
    is_time_critical: bool = False
    """Whether its effect depends on the hour, as with medicine for Parkinson's disease."""
    when_missed: WhenMissed = WhenMissed.TELL_NURSE
    quiet: InQuietHours | None = None
    """What quiet hours mean to it; None: a time-critical one speaks, others wait if they can."""
    kind: Literal["medication"] = "medication"

    @property
    def in_quiet_hours(self) -> InQuietHours:
        """What quiet hours mean to it."""
        if self.quiet is not None:
            return self.quiet
        return InQuietHours.SPEAK if self.is_time_critical else InQuietHours.WAIT_OR_SPEAK

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
    when_missed: WhenMissed = WhenMissed.TELL_NURSE
    in_quiet_hours: InQuietHours = InQuietHours.WAIT_OR_SPEAK
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
    when_missed: Literal[WhenMissed.NOTE] = WhenMissed.NOTE
    in_quiet_hours: InQuietHours = InQuietHours.WAIT_OR_MISS
    kind: Literal["activity"] = "activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Somebody comes to the resident, or they are expected somewhere; no answer is needed.

    Raises:
        ValueError: The notice is negative.
    """

    id: UUID
    title: str
    """Who comes, or what it is, in the resident's language: `Hjemmesykepleien`, `Frisør`."""
    recurrence: Recurrence
    """When it begins."""
    is_visit: bool = True
    """Whether somebody comes to the resident's home."""
    notice: timedelta = timedelta(minutes=30)
    """How long before its beginning the robot tells of it: that is when it is due."""
    window: Window = field(default_factory=Window)
    pauses: tuple[Pause, ...] = ()
    when_missed: Literal[WhenMissed.NOTE] = WhenMissed.NOTE
    in_quiet_hours: InQuietHours = InQuietHours.WAIT_OR_MISS
    kind: Literal["appointment"] = "appointment"

    def __post_init__(self) -> None:
        """Refuse a notice that comes after the beginning."""
        if self.notice < timedelta(0):
            msg = f"notice: 0 or more before the beginning; got {self.notice}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hydration:
    """Suggest something to drink; no answer is needed, and nothing follows when it is declined."""

    id: UUID
    drink: str
    """As it is spoken, e.g. `et glass vann`."""
    recurrence: Recurrence
    window: Window = field(default_factory=Window)
    pauses: tuple[Pause, ...] = ()
    when_missed: Literal[WhenMissed.NOTE] = WhenMissed.NOTE
    in_quiet_hours: InQuietHours = InQuietHours.WAIT_OR_MISS
    kind: Literal["hydration"] = "hydration"

    @property
    def title(self) -> str:
        """A short name for lists."""
        return self.drink


Told = Activity | Appointment | Hydration
"""What the robot only tells."""
PlanItem = MedicationReminder | CheckIn | Told


def notice(item: PlanItem) -> timedelta:
    """Return how long before the time of its rule an item is due."""
    return item.notice if isinstance(item, Appointment) else timedelta(0)


def as_due(item: PlanItem, local_on: date) -> PlanItem:
    """Return an item as it is due on a local date: a taper's step may name its own dose."""
    if not isinstance(item, MedicationReminder) or not isinstance(item.recurrence, Taper):
        return item
    dose = item.recurrence.dose_on(local_on)
    return replace(item, dose=dose) if dose else item


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
    quiet_hours: tuple[QuietHours, ...] = ()
    """When the resident is not to be spoken to, but for what may break that."""

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

    def has(self, item_id: UUID) -> bool:
        """Return whether the plan has an item with that id."""
        return any(item.id == item_id for item in self.items)

    def item(self, item_id: UUID) -> PlanItem:
        """Return the item with that id.

        Raises:
            KeyError: The plan has no such item.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)
