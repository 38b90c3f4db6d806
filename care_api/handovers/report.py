"""What happened in a stretch of a unit's log, put together per resident: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from care_api.alerts.alert import Alert
from care_api.alerts.cause import Cause
from codebook.alert import (
    AlertAcknowledged,
    AlertClosed,
    AlertHandedBack,
    AlertHandedOver,
    AlertHandled,
    AlertRaised,
    AlertResolved,
    AlertStage,
    AlertWorsened,
    Severity,
)
from codebook.check_in import CheckInAnswered
from codebook.event import Event
from codebook.help import HelpCancelled, HelpCause, HelpClarified, HelpRequested
from codebook.privacy import ListeningPaused, ListeningResumed, ListeningStopped
from codebook.robot import Component, HeartbeatGap, RobotFault
from codebook.task import TaskMissed, TaskReported, TaskUnanswered
from schedules.outcome import EvidenceGrade, Outcome

KINDS = (
    "alert.raised",
    "alert.worsened",
    "alert.acknowledged",
    "alert.handed-back",
    "alert.handed-over",
    "alert.handled",
    "alert.closed",
    "alert.resolved",
    "help.requested",
    "help.clarified",
    "help.cancelled",
    "task.reported",
    "task.unanswered",
    "task.missed",
    "checkin.answered",
    "privacy.paused",
    "privacy.stopped",
    "privacy.resumed",
    "robot.fault",
    "robot.heartbeat-gap",
)
"""What of the log is told at a handover."""

AlertStep = (
    AlertAcknowledged
    | AlertHandedBack
    | AlertHandedOver
    | AlertHandled
    | AlertClosed
    | AlertResolved
)
_SILENCE = frozenset({Cause.MEDICATION_UNANSWERED, Cause.CHECK_IN_UNANSWERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAlert:
    """What happened to one alert in the stretch."""

    alert_id: UUID
    severity: Severity | None = None
    """As raised or worsened in the stretch; None where it is from before."""
    raised_at: datetime | None = None
    """None where it was raised before the stretch."""
    steps: tuple[tuple[datetime, AlertStep], ...] = ()
    """What was done about it, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCall:
    """A cry for help, or the word that none is needed."""

    event_id: UUID
    at: datetime
    cause: HelpCause | None
    """None: only that a call from before was taken back."""
    utterance_id: str
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTask:
    """What came of one task."""

    occurrence_id: UUID
    at: datetime
    """When it was reported, or found to be without a report."""
    outcome: Outcome | None
    """None: nobody, not even a robot, has told anything of it."""
    grade: EvidenceGrade | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAnswer:
    """An answer of a check-in that a nurse should know."""

    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPause:
    """The robot stopped listening, or listens again, as was wished or decided."""

    at: datetime
    wish: ListeningPaused | ListeningStopped | ListeningResumed


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFault:
    """A part of a robot failed or works again, or the robot was not running."""

    at: datetime
    robot_id: UUID | None
    component: Component | None
    """None: the whole robot was not running."""
    is_resolved: bool


@dataclass(slots=True, kw_only=True)
class Chapter:
    """One resident's part of the report, or the unit's own."""

    alerts: dict[UUID, ToldAlert] = field(default_factory=dict)
    calls: list[ToldCall] = field(default_factory=list)
    tasks: dict[UUID, ToldTask] = field(default_factory=dict)
    answers: list[ToldAnswer] = field(default_factory=list)
    answered: int = 0
    """Questions that were answered without cause for worry."""
    pauses: list[ToldPause] = field(default_factory=list)
    faults: list[ToldFault] = field(default_factory=list)


Report = Mapping[UUID | None, Chapter]
"""Resident -> chapter; under None what concerns no single resident."""


def report(events: Iterable[Event], alerts: Mapping[UUID, Alert]) -> Report:
    """Return what the events come to.

    Args:
        events: Of one unit, in order of occurrence.
        alerts: Those that the events name.
    """
    chapters: dict[UUID | None, Chapter] = {}
    for event in events:
        of_machine = isinstance(event.body, RobotFault | HeartbeatGap)
        chapter = chapters.setdefault(None if of_machine else event.resident_id, Chapter())
        match event.body:
            case AlertStage() as stage:
                _alert(chapter, event.occurred_at, stage, alerts.get(stage.alert_id))
            case HelpRequested() | HelpClarified() | HelpCancelled():
                _call(chapter, event)
            case TaskReported() | TaskUnanswered() | TaskMissed() as stage:
                _task(chapter, event.occurred_at, stage)
            case CheckInAnswered() as answer:
                _answer(chapter, event, answer)
            case _:
                _other(chapter, event)
    return chapters


def _alert(chapter: Chapter, at: datetime, stage: AlertStage, alert: Alert | None) -> None:
    told = chapter.alerts.get(stage.alert_id, ToldAlert(alert_id=stage.alert_id))
    match stage:
        case AlertRaised(severity=severity):
            told = replace(told, raised_at=at, severity=severity)
            _silence(chapter, at, alert)
        case AlertWorsened(severity=severity):
            told = replace(told, severity=severity)
        case (
            AlertAcknowledged()
            | AlertHandedBack()
            | AlertHandedOver()
            | AlertHandled()
            | AlertClosed()
            | AlertResolved()
        ):
            told = replace(told, steps=(*told.steps, (at, stage)))
        case _:
            return
    chapter.alerts[stage.alert_id] = told


def _silence(chapter: Chapter, at: datetime, alert: Alert | None) -> None:
    """Count a task as not reported of which the server heard nothing: no robot tells of that."""
    if alert is None or alert.occurrence_id is None or alert.cause not in _SILENCE:
        return
    not_reported = ToldTask(occurrence_id=alert.occurrence_id, at=at, outcome=None)
    chapter.tasks.setdefault(alert.occurrence_id, not_reported)


def _call(chapter: Chapter, event: Event) -> None:
    match event.body:
        case HelpRequested(cause=cause, utterance_id=utterance_id):
            chapter.calls.append(
                ToldCall(
                    event_id=event.id, at=event.occurred_at, cause=cause, utterance_id=utterance_id
                )
            )
        case HelpClarified(cause=cause, utterance_id=utterance_id):
            chapter.calls = [
                replace(call, cause=cause) if call.utterance_id == utterance_id else call
                for call in chapter.calls
            ]
        case HelpCancelled(requested_event_id=requested):
            _take_back(chapter, event, requested)
        case _:
            pass


def _take_back(chapter: Chapter, event: Event, requested: UUID) -> None:
    if any(call.event_id == requested for call in chapter.calls):
        chapter.calls = [
            replace(call, is_taken_back=True) if call.event_id == requested else call
            for call in chapter.calls
        ]
        return
    chapter.calls.append(
        ToldCall(
            event_id=event.id,
            at=event.occurred_at,
            cause=None,
            utterance_id="",
            is_taken_back=True,
        )
    )


def _task(
    chapter: Chapter, at: datetime, stage: TaskReported | TaskUnanswered | TaskMissed
) -> None:
    if isinstance(stage, TaskReported):
        outcome, grade = stage.outcome, stage.grade
    else:
        before = chapter.tasks.get(stage.occurrence_id)
        if before is not None and before.outcome is not None and before.outcome.is_final:
            return
        is_missed = isinstance(stage, TaskMissed)
        outcome, grade = Outcome.MISSED if is_missed else Outcome.UNANSWERED, None
    chapter.tasks[stage.occurrence_id] = ToldTask(
        occurrence_id=stage.occurrence_id, at=at, outcome=outcome, grade=grade
    )


def _answer(chapter: Chapter, event: Event, answer: CheckInAnswered) -> None:
    if answer.is_worrying:
        chapter.answers.append(ToldAnswer(event=event))
    else:
        chapter.answered += 1


def _other(chapter: Chapter, event: Event) -> None:
    match event.body:
        case ListeningPaused() | ListeningStopped() | ListeningResumed() as wish:
            chapter.pauses.append(ToldPause(at=event.occurred_at, wish=wish))
        case RobotFault(component=component, is_resolved=is_resolved):
            chapter.faults.append(_fault(event, component, is_resolved=is_resolved))
        case HeartbeatGap():
            chapter.faults.append(_fault(event, None, is_resolved=True))
        case _:
            pass


def _fault(event: Event, component: Component | None, *, is_resolved: bool) -> ToldFault:
    return ToldFault(
        at=event.occurred_at,
        robot_id=event.robot_id,
        component=component,
        is_resolved=is_resolved,
    )
