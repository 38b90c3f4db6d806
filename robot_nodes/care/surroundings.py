"""What the caretaker works with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from codebook.event import Event
from robot_nodes.care.reach import Reach
from robot_nodes.care.talks import Talks
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import TaskStore
from robot_nodes.signals import CareState
from schedules.locale import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How far the caretaker looks and how long it waits."""

    lookback: timedelta = timedelta(days=2)
    quiet_after_help: timedelta = timedelta(minutes=10)
    retry_after_fault: timedelta = timedelta(minutes=1)
    plan_lease: timedelta = timedelta(hours=72)
    """For how long plans are trusted without word from the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the caretaker works with."""

    store: TaskStore
    talks: Talks
    log: LogKeeper
    now: Callable[[], datetime]
    show: Callable[[CareState], None]
    """Told of each change of what goes on."""
    wake_at: Callable[[datetime | None], None]
    """Has `look` called then; None for not at all."""
    locale: Locale
    """Until a resident is visited."""
    ear_faults: Callable[[], tuple[Event, ...]] = tuple
    """The faults of the robot's ears that are not over, as they were recorded."""
    rules: Rules = field(default_factory=Rules)
    reach: Reach = field(default_factory=Reach)
    """What the robot can do besides speaking."""
