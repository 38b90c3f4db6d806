"""A task's life: one pure function from state, input and time to the next state and its effects.

`due -> announced -> heard -> reported -> closed`, or `unanswered -> escalated`, or `missed` when
the window closes, or `withdrawn` when the plan drops it. A report is never rewritten: a later one
supersedes it, and a nurse sees both.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from schedules.occurrences import Occurrence
from schedules.outcome import EvidenceGrade, Outcome, Report
from schedules.quiet_hours import Span, after
from schedules.reminder_policy import Ladder, next_reminder_at, rung_number
from schedules.speaking_time import LAST_CALL


class Stage(StrEnum):
    """How far a task has come."""

    DUE = "due"
    ANNOUNCED = "announced"
    HEARD = "heard"
    REPORTED = "reported"
    """Reported, and still open: later, unclear or not taken yet."""
    ESCALATED = "escalated"
    """With a nurse, and still open to a late report."""
    CLOSED = "closed"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"
    """The plan no longer has it: nothing came of it, and nothing was missed."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be said about the task."""
        return self in {Stage.CLOSED, Stage.MISSED, Stage.WITHDRAWN}


class EscalationReason(StrEnum):
    """Why a nurse should see the task."""

    UNANSWERED = "unanswered"
    REFUSED = "refused"
    MISSED = "missed"
    CONTRADICTED = "contradicted"
    """A later report says something else than an earlier one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intention:
    """What the robot set out to say."""

    rung: int
    """Of the ladder, from 1; 1 where there is none."""
    since: datetime
    """Aware UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One occurrence on its way through the day."""

    occurrence: Occurrence
    ladder: Ladder | None
    """None for what needs no answer."""
    quiet: tuple[Span, ...] = ()
    """When nothing is said about it."""
    tells_when_missed: bool = True
    """Whether a nurse learns of a window that closed without a report."""
    stage: Stage = Stage.DUE
    attempts: int = 0
    """How often it was announced."""
    spoken_at: datetime | None = None
    snoozed_until: datetime | None = None
    report: Report | None = None
    is_escalated: bool = False
    carried_from: UUID | None = None
    """The occurrence whose answer it took over, where the plan was given another time."""
    intends: Intention | None = None
    """What it is about to say, stored before the first word and until the last."""

    @property
    def counted_from(self) -> datetime:
        """The instant from which the ladder's steps count, aware UTC."""
        return self.snoozed_until or after(self.quiet, self.occurrence.due_at)

    @property
    def escalates_at(self) -> datetime | None:
        """When a nurse takes over unless something is reported, aware UTC."""
        if self.ladder is None or self.is_escalated or self.stage.is_over:
            return None
        wait = self.ladder.escalates_after
        return None if wait is None else self.counted_from + wait

    @property
    def speaks_at(self) -> datetime | None:
        """When to speak next unless something is reported, aware UTC."""
        if self.stage.is_over:
            return None
        if self.ladder is None:
            wanted = self.occurrence.due_at if self.spoken_at is None else None
        elif self.is_escalated and self.spoken_at is not None:
            wanted = self.snoozed_until if self._is_owed_a_word(self.spoken_at) else None
        else:
            wanted = next_reminder_at(self.ladder, self.counted_from, self.spoken_at)
        return wanted if wanted is None else after(self.quiet, wanted)

    def _is_owed_a_word(self, spoken_at: datetime) -> bool:
        """Return whether the resident has asked for it later since it was spoken last."""
        return self.snoozed_until is not None and spoken_at < self.snoozed_until

    def intending(self, rung: int, now: datetime) -> Self:
        """Return the task with what is about to be said about it; the same once more is no news."""
        if self.intends is not None and self.intends.rung == rung:
            return self
        return replace(self, intends=Intention(rung=rung, since=now))

    def is_quiet(self, now: datetime) -> bool:
        """Return whether quiet hours keep the robot from speaking about it at `now`, aware UTC."""
        return after(self.quiet, now) > now

    @property
    def wakes_at(self) -> datetime | None:
        """When the task next needs a `Tick`, aware UTC; None once it is over."""
        if self.stage.is_over:
            return None
        moments = (self.speaks_at, self.escalates_at, self.occurrence.window_closes_at)
        return min(moment for moment in moments if moment is not None)

    def snoozed(self, wait: timedelta | None, now: datetime) -> Self:
        """Return the task put off by `wait`, or by its ladder's own snooze, inside its window.

        Once the last call is past there is no time left: it is not put off.
        """
        latest = self.occurrence.window_closes_at - LAST_CALL
        if self.ladder is None or now >= latest:
            return self
        wanted = now + (self.ladder.snooze if wait is None else wait)
        return replace(self, snoozed_until=min(wanted, latest))


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


class Approach(StrEnum):
    """What came of coming closer."""

    NOT_ASKED = "not_asked"
    ARRIVED = "arrived"
    FAILED = "failed"
    LOW_BATTERY = "low_battery"
    """It stayed where it was, as too little is left in its battery."""
    UNAVAILABLE = "unavailable"
    """The robot has nothing to drive with."""


class CaptionShown(StrEnum):
    """What came of showing the reminder as text."""

    NOT_ASKED = "not_asked"
    SHOWN = "shown"
    UNAVAILABLE = "unavailable"
    """No screen listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """The robot has spoken the reminder or the question, or shown it where it could not speak."""

    rung: int = 1
    """Of the ladder, from 1: what was asked for."""
    is_spoken: bool = True
    """False where it stood on the screen and did not sound."""
    volume: float = 1.0
    """How loud it was spoken, or would have been, ratio 0-1."""
    approach: Approach = Approach.NOT_ASKED
    caption: CaptionShown = CaptionShown.NOT_ASKED


@dataclass(frozen=True, slots=True)
class Heard:
    """The resident made a sound in answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The resident said, touched or was seen to do something."""

    outcome: Outcome
    grade: EvidenceGrade
    wait: timedelta | None = None
    """With LATER: how long, where the resident named a time."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The plan no longer has the occurrence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOver:
    """The plan has moved what was answered already: the answer holds for the new time too."""

    report: Report
    carried_from: UUID
    """The occurrence for which it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedElsewhere:
    """Another robot was told, and the server has said so: its log tells of it, not ours."""

    report: Report


Input = Tick | Announced | Heard | Reported | Withdrawn | CarriedOver | ReportedElsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Speak:
    """Announce the task now."""

    attempt: int
    """From 1."""
    rung: int
    """Of the ladder, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """Tell a nurse."""

    reason: EscalationReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Nothing more will be said about the task."""

    outcome: Outcome | None
    """None where no answer was needed, or the plan has dropped it."""


Effect = Speak | Escalate | Close
Step = tuple[Task, tuple[Effect, ...]]


def step(task: Task, happened: Input, now: datetime) -> Step:
    """Return the task after `happened`, and what is to be done.

    Args:
        task: The state before.
        happened: What came to pass.
        now: Aware UTC.
    """
    match happened:
        case Tick():
            return _ticked(task, now)
        case Announced():
            return _announced(task, now)
        case Heard():
            is_news = task.stage in {Stage.DUE, Stage.ANNOUNCED}
            return (replace(task, stage=Stage.HEARD) if is_news else task), ()
        case Reported():
            return _reported(task, happened, now)
        case Withdrawn():
            return _withdrawn(task)
        case CarriedOver(report=report, carried_from=source):
            carried = replace(task, stage=Stage.CLOSED, report=report, carried_from=source)
            return carried, (Close(outcome=report.outcome),)
        case ReportedElsewhere(report=report):
            return _reported_elsewhere(task, report), ()


def _ticked(task: Task, now: datetime) -> Step:
    if task.stage.is_over:
        return task, ()
    if now >= task.occurrence.window_closes_at:
        return _window_closed(task)
    effects: list[Effect] = []
    if task.speaks_at is not None and now >= task.speaks_at and not task.is_quiet(now):
        rung = rung_number(task.ladder, task.counted_from, now) if task.ladder else 1
        task = task.intending(rung, now)
        effects.append(Speak(attempt=task.attempts + 1, rung=rung))
    if task.escalates_at is not None and now >= task.escalates_at:
        task = replace(task, stage=Stage.ESCALATED, is_escalated=True)
        effects.append(Escalate(reason=EscalationReason.UNANSWERED))
    return task, tuple(effects)


def _window_closed(task: Task) -> Step:
    missed = replace(task, stage=Stage.MISSED, intends=None)
    if task.ladder is None or not task.tells_when_missed:
        return missed, (Close(outcome=Outcome.MISSED),)
    escalation = () if task.is_escalated else (Escalate(reason=EscalationReason.MISSED),)
    return replace(missed, is_escalated=True), (*escalation, Close(outcome=Outcome.MISSED))


def _withdrawn(task: Task) -> Step:
    if task.stage.is_over:
        return task, ()
    return replace(task, stage=Stage.WITHDRAWN, intends=None), (Close(outcome=None),)


def _announced(task: Task, now: datetime) -> Step:
    if task.stage.is_over:
        return task, ()
    spoken = replace(task, attempts=task.attempts + 1, spoken_at=now, intends=None)
    if task.ladder is None:
        return replace(spoken, stage=Stage.CLOSED), (Close(outcome=None),)
    is_first = task.stage is Stage.DUE
    return (replace(spoken, stage=Stage.ANNOUNCED) if is_first else spoken), ()


def _reported(task: Task, happened: Reported, now: datetime) -> Step:
    report = Report(outcome=happened.outcome, grade=happened.grade, reported_at=now)
    if task.stage.is_over:
        return _reported_afterwards(task, report)
    told = replace(task, report=report, stage=Stage.REPORTED, intends=None)
    if happened.outcome is Outcome.LATER:
        return told.snoozed(happened.wait, now), ()
    if not happened.outcome.is_final:
        return told, ()
    closed = replace(told, stage=Stage.CLOSED)
    if happened.outcome is not Outcome.REFUSED:
        return closed, (Close(outcome=happened.outcome),)
    refusal = Escalate(reason=EscalationReason.REFUSED)
    return replace(closed, is_escalated=True), (refusal, Close(outcome=Outcome.REFUSED))


def _reported_elsewhere(task: Task, report: Report) -> Task:
    """Return the task with the report, where it is newer than what is known and says else."""
    known = task.report
    is_news = known is None or (
        known.reported_at < report.reported_at and known.outcome is not report.outcome
    )
    if not is_news or report.outcome in {Outcome.LATER, Outcome.UNCLEAR}:
        return task
    if report.outcome.is_final or task.stage.is_over:
        return replace(task, stage=Stage.CLOSED, report=report, intends=None)
    return replace(task, stage=Stage.REPORTED, report=report)


def _reported_afterwards(task: Task, report: Report) -> Step:
    before = task.report.outcome if task.report else None
    if report.outcome is before or report.outcome in {Outcome.LATER, Outcome.UNCLEAR}:
        return task, ()
    told = replace(task, report=report, stage=Stage.CLOSED)
    if before is None:
        return told, (Close(outcome=report.outcome),)
    contradiction = Escalate(reason=EscalationReason.CONTRADICTED)
    return replace(told, is_escalated=True), (contradiction, Close(outcome=report.outcome))
