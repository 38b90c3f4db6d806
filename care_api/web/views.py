"""What the templates show: small values, gathered by the pages from the services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from care_api.alerts.cause import Cause
from care_api.alerts.service import LadderProgress
from care_api.alerts.state import AlertAction, AlertState
from care_api.handovers.handover import Handover
from care_api.notifications.service import Notification
from care_api.retention.service import Gone
from care_api.robots.signs import Sign
from care_api.web.timeline import Conversation
from codebook.alert import Finding, Severity
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import Stage


class Need(StrEnum):
    """Who needs a nurse, most urgent first; each has its own shape, colour and words."""

    NOW = "now"
    """There is an alert that nobody has taken."""
    FOLLOWED = "followed"
    """Alerts, and every one of them has an owner."""
    UNKNOWN = "unknown"
    """The robot is silent: nothing is known."""
    FINE = "fine"
    NO_ROBOT = "no_robot"
    """No alert, and no robot from which anything could be heard."""

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return _RANKS[self]


_RANKS = {need: rank for rank, need in enumerate(Need)}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertStep:
    """One thing that was done about an alert."""

    at: datetime
    action: AlertAction
    staff_name: str | None
    """None where the server did it."""
    to_name: str | None
    """With a handing over: to whom."""
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """One alert, and what this nurse can do about it."""

    id: UUID
    resident_id: UUID | None
    resident_name: str | None
    cause: Cause
    subject: str | None
    """The plan item or robot it is about, as staff named it."""
    code: str
    """VKP alert code."""
    severity: Severity
    state: AlertState
    raised_at: datetime
    acknowledge_by: datetime
    """When somebody should have taken it."""
    owner_id: UUID | None
    owner_name: str | None
    is_mine: bool
    handle_by: datetime
    """When its owner should have handled it."""
    finding: Finding | None
    """What was behind it, once somebody has said so."""
    is_in_care: bool = True
    """Whether the nurse may read about the resident; not so where only the alerts are lent."""
    history: tuple[AlertStep, ...] = ()
    """What was done about it, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTask:
    """One thing planned for a resident."""

    occurrence_id: UUID
    resident_id: UUID
    resident_name: str
    subject: str
    due_at: datetime
    stage: Stage
    outcome: Outcome | None
    grade: EvidenceGrade | None
    reported_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentRow:
    """One resident on the board."""

    id: UUID
    name: str
    need: Need
    alerts: tuple[AlertView, ...]
    room: str
    next_tasks: tuple[DueTask, ...]
    last_report: DueTask | None
    robot: Sign | None
    """None where none looks after them."""
    is_mine: bool
    """Whether the reader has marked them as theirs."""
    evaluation_due_on: date | None = None
    """Since when the service decision waits to be looked at again; None where it does not."""


class BoardFilter(StrEnum):
    """Whose residents the board shows."""

    ALL = "all"
    MINE = "mine"
    """Those whom the reader has marked as theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """The unit today, whoever needs a nurse most on top."""

    shown: BoardFilter
    words: str
    """What was looked for; empty where nothing was."""
    side: int
    """Which part of a large unit this is, from 1."""
    sides: int
    first: int
    """The place of the first resident shown, from 1."""
    found: int
    """How many residents are on all sides."""
    needs: Mapping[Need, int]
    """How many of them are in which state."""
    everybody: int
    """How many residents the units have."""
    mine: int
    """How many of them are the reader's."""
    waiting_elsewhere: int
    """How many alerts of residents who are not shown nobody has taken."""
    unsigned: tuple[Handover, ...]
    """Handovers that lack a signature."""
    residents: tuple[ResidentRow, ...]
    alerts: tuple[AlertView, ...]
    """Those that concern no single resident, such as a silent robot."""
    tasks: tuple[DueTask, ...]
    """The unit's day, in order of time."""
    is_whole_day: bool
    """False: only what is due around now."""
    robots: tuple[Sign, ...]
    """Those not heard from first."""
    more_robots: int
    """How many are not shown."""

    @property
    def named(self) -> frozenset[UUID]:
        """All residents whom it shows anything of."""
        rows = {row.id for row in self.residents}
        alerted = {alert.resident_id for alert in self.alerts if alert.resident_id}
        return frozenset(rows | alerted | {task.resident_id for task in self.tasks})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """One answer of a check-in."""

    question: str
    meaning: str
    """Message id."""
    at: datetime
    is_worrying: bool
    grade: EvidenceGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """One resident's day."""

    resident_id: UUID
    resident_name: str
    need: Need
    local_on: date
    previous_on: date
    next_on: date | None
    """None today: there is nothing to read of tomorrow."""
    alerts: tuple[AlertView, ...]
    tasks: tuple[DueTask, ...]
    answers: tuple[AnswerView, ...]
    conversations: tuple[Conversation, ...]
    are_words_withheld: bool
    """Whether the resident does not want staff to read what was heard."""
    is_listening_refused: bool
    """Whether the resident does not want a robot that listens."""
    has_stopped_listening: bool | None
    """Whether a robot has told so since; None where there is no robot."""
    evaluation_due_on: date | None
    """Since when the service decision waits to be looked at again; None where it does not."""
    gone: Gone
    """How far back anything is kept."""
    ended_at: datetime | None
    """When the service ended for the resident; None while it lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """What stands beside one alert: whom it was told to, and what to do."""

    progress: LadderProgress
    told: tuple[Notification, ...]
    plan: str
    """The unit's own words, or a message id."""
    is_own_plan: bool
    """Whether `plan` is in the unit's own words."""
    colleagues: Mapping[UUID, str]
    """To whom the reader could hand it over, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequentRow:
    """One resident's alerts of the last 30 days."""

    resident_id: UUID
    resident_name: str
    count: int
    is_often: bool
    causes: tuple[tuple[Cause, int], ...]


class AlertFilter(StrEnum):
    """Which alerts a list shows."""

    OPEN = "open"
    OVERDUE = "overdue"
    MINE = "mine"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsView:
    """The unit's alerts, newest and gravest first."""

    shown: AlertFilter
    alerts: tuple[AlertView, ...]
