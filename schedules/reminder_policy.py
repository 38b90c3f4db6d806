"""When to speak, repeat and give up: the ladder that a nurse sets for each item."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a ladder: it speaks, or it hands the task to a nurse.

    Raises:
        ValueError: It does neither or both, or comes closer without a word.
    """

    after: timedelta
    """From the time it was due."""
    volume: float | None = None
    """How loud it is spoken, ratio above 0 to 1; None where nothing is said."""
    approaches: bool = False
    """Whether the robot comes closer first, where it can move."""
    shows_caption: bool = False
    """Whether the reminder also stands on the robot's screen, where it has one."""
    escalates: bool = False
    """Whether the task goes to a nurse as unanswered."""

    def __post_init__(self) -> None:
        """Refuse a rung of which nobody would know what it does."""
        if self.volume is not None and not 0 < self.volume <= 1:
            raise ValueError(f"volume: above 0 and at most 1; got {self.volume}")
        if (self.volume is None) != self.escalates:
            raise ValueError("rung: it either speaks (volume) or escalates")
        if self.escalates and (self.approaches or self.shows_caption):
            raise ValueError("rung: to come closer or to show a caption belongs to speaking")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The steps from a first reminder to a nurse, all counted from the time it was due.

    Raises:
        ValueError: The first rung does not speak at once, the rungs are not in increasing order,
            or one that escalates is not the last.
    """

    rungs: tuple[Rung, ...]
    """Earliest first. Without one that escalates, a nurse learns of silence when the window closes,
    if the item says so."""
    snooze: timedelta = timedelta(minutes=10)
    """How long "later" waits where the resident names no time."""

    def __post_init__(self) -> None:
        """Refuse a ladder that nobody can climb."""
        if not self.rungs or self.rungs[0].after or self.rungs[0].escalates:
            raise ValueError("ladder: the first rung speaks at once (after 0)")
        if any(later.after <= earlier.after for earlier, later in pairwise(self.rungs)):
            shown = [str(rung.after) for rung in self.rungs]
            raise ValueError(f"ladder: each rung must come after the one before; got {shown}")
        if any(rung.escalates for rung in self.rungs[:-1]):
            raise ValueError("ladder: nothing comes after the rung that escalates")
        if self.snooze < timedelta(minutes=1):
            raise ValueError(f"ladder: snooze is a minute or more; got {self.snooze}")

    @property
    def spoken(self) -> tuple[Rung, ...]:
        """The rungs that speak."""
        return tuple(rung for rung in self.rungs if not rung.escalates)

    @property
    def escalates_after(self) -> timedelta | None:
        """When the task goes to a nurse unanswered; None where only the window's close tells."""
        return self.rungs[-1].after if self.rungs[-1].escalates else None


MEDICATION_LADDER = Ladder(
    rungs=(
        Rung(after=timedelta(0), volume=0.7),
        Rung(after=timedelta(minutes=10), volume=0.85, approaches=True, shows_caption=True),
        Rung(after=timedelta(minutes=20), volume=1.0, approaches=True, shows_caption=True),
        Rung(after=timedelta(minutes=30), escalates=True),
    )
)
CHECK_IN_LADDER = Ladder(
    rungs=(
        Rung(after=timedelta(0), volume=0.7),
        Rung(after=timedelta(minutes=5), volume=0.85, approaches=True, shows_caption=True),
        Rung(after=timedelta(minutes=15), escalates=True),
    )
)


def next_reminder_at(
    ladder: Ladder, counted_from: datetime, spoken_at: datetime | None
) -> datetime | None:
    """Return when to speak next, or None once the ladder is used up.

    A robot that comes back late speaks once, not once for every step it slept through.

    Args:
        ladder: The item's steps.
        counted_from: Aware UTC; when the task was due, or when its snooze ended.
        spoken_at: Aware UTC; when it was last spoken since `counted_from`.
    """
    if spoken_at is None or spoken_at < counted_from:
        return counted_from
    steps = (counted_from + rung.after for rung in ladder.spoken)
    return next((step for step in steps if step > spoken_at), None)


def rung_number(ladder: Ladder, counted_from: datetime, now: datetime) -> int:
    """Return the number, from 1, of the highest speaking rung whose time has come.

    Args:
        ladder: The item's steps.
        counted_from: Aware UTC; as for `next_reminder_at`.
        now: Aware UTC; before `counted_from` the first rung counts, for who is asked early.
    """
    reached = sum(counted_from + rung.after <= now for rung in ladder.spoken)
    return max(1, reached)
