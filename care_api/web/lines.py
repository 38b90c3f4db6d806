"""One event as one line of a resident's day: who spoke, what was said, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from care_api.web.alert_events import told as told_of_alert
from care_api.web.meanings import meaning
from care_api.web.tone import Tone
from care_api.web.wish_events import Wish
from care_api.web.wish_events import told as told_of_wish
from care_api.web.wording import (
    ESCALATIONS,
    HELP_CAUSES,
    OUTCOMES,
    SCORES,
    STOPPED_BY,
    mark,
)
from codebook.alert import AlertStage
from codebook.as_needed import AsNeededTooSoon
from codebook.check_in import CheckInAnswered
from codebook.command import (
    CommandDone,
    CommandExpired,
    CommandReceived,
    CommandRefused,
    CommandUncertain,
)
from codebook.event import Event
from codebook.help import HelpCancelled, HelpClarified, HelpRequested
from codebook.manner import MannerChanged
from codebook.presence import PresenceChanged
from codebook.privacy import (
    ListeningPaused,
    ListeningResumed,
    ListeningStopped,
    WordsForgotten,
)
from codebook.request import CompanyRequested, ContactRequested, ErrandRequested
from codebook.robot import HeartbeatGap, RobotFault, RobotStarted, RobotStopped
from codebook.speech import Modality, SpeechHeard, SpeechSaid, TurnTiming
from codebook.sync import (
    PlanLeaseExpired,
    PlanLeaseRenewed,
    PlanReceived,
    SyncCaughtUp,
    SyncLost,
)
from codebook.task import (
    TaskAnnounced,
    TaskClosed,
    TaskDue,
    TaskEscalated,
    TaskHeard,
    TaskMissed,
    TaskReported,
    TaskUnanswered,
    TaskWithdrawn,
)
from schedules.care_plan import CheckIn, PlanItem, QuestionKind
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Something that was said aloud."""

    id: UUID
    at: datetime
    is_robot: bool
    text: str
    """As it sounded, or as it was recognised."""
    locale: Locale
    meaning: str | None = None
    """Message id of what the robot took it to mean; None for the robot's own words."""
    note: str | None = None
    """Message id of how it ended, where that matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happened between the sentences."""

    id: UUID
    at: datetime
    text: str
    """Message id."""
    subject: str | None = None
    """What it is about, in the nurse's own words, e.g. the plan item's title."""
    detail: str | None = None
    """Message id of what came of it."""
    words: str | None = None
    """A colleague's note, as written."""
    grade: EvidenceGrade | None = None
    until: datetime | None = None
    """When the robot will remind again."""
    pause_ends_at: datetime | None = None
    """When the robot will listen again."""
    tone: Tone = Tone.CALM


Line = Utterance | Step
Items = Mapping[UUID, PlanItem]
"""Plan item id -> the item, for the titles and questions that events only name by id."""

TaskBody = (
    TaskDue
    | TaskAnnounced
    | TaskHeard
    | TaskReported
    | TaskUnanswered
    | TaskEscalated
    | TaskMissed
    | TaskClosed
    | TaskWithdrawn
)

_OUTCOME_TONES: Mapping[Outcome, Tone] = {
    Outcome.TAKEN: Tone.GOOD,
    Outcome.ANSWERED: Tone.GOOD,
    Outcome.LATER: Tone.CALM,
    Outcome.UNCLEAR: Tone.CALM,
    Outcome.NOT_TAKEN: Tone.ATTENTION,
    Outcome.REFUSED: Tone.ATTENTION,
    Outcome.UNANSWERED: Tone.ATTENTION,
    Outcome.MISSED: Tone.ATTENTION,
}


def line(event: Event, items: Items) -> Line | None:
    """Return the event as a line of the day, or None where a nurse has nothing to read in it."""
    match event.body:
        case SpeechSaid() | SpeechHeard():
            return _utterance(event, event.body)
        case HelpRequested() | HelpClarified() | HelpCancelled():
            return _help(event, event.body)
        case CheckInAnswered():
            return _answer(event, event.body, items)
        case PlanLeaseExpired() | PlanLeaseRenewed():
            return _robot(event, event.body)
        case AlertStage():
            return _alert(event)
        case (
            MannerChanged()
            | CompanyRequested()
            | ErrandRequested()
            | ContactRequested()
            | AsNeededTooSoon()
            | ListeningPaused()
            | ListeningStopped()
            | ListeningResumed()
            | WordsForgotten()
        ):
            return _wish(event, event.body, items)
        case (
            TurnTiming()
            | PresenceChanged()
            | RobotStarted()
            | RobotStopped()
            | RobotFault()
            | HeartbeatGap()
            | SyncLost()
            | SyncCaughtUp()
            | PlanReceived()
            | CommandReceived()
            | CommandDone()
            | CommandExpired()
            | CommandRefused()
            | CommandUncertain()
        ):
            return None
        case body:
            return _task(event, body, title(body.item_id, items))


def _robot(event: Event, body: PlanLeaseExpired | PlanLeaseRenewed) -> Step:
    told = _step(event)
    match body:
        case PlanLeaseExpired():
            text = mark("The robot follows a plan that has not been confirmed for a long time")
            return replace(told, text=text, tone=Tone.ATTENTION)
        case PlanLeaseRenewed():
            return replace(told, text=mark("The robot's plan is confirmed again"))


def title(item_id: UUID, items: Items) -> str | None:
    """Return what the nurse called a plan item; None where the plan no longer has it."""
    item = items.get(item_id)
    return item.title if item else None


def question(item_id: UUID, question_id: str, items: Items) -> str:
    """Return a check-in's question as the resident heard it, or its id where it is gone."""
    item = items.get(item_id)
    if isinstance(item, CheckIn):
        for asked in item.questions:
            if asked.id == question_id:
                return asked.text
    return question_id


def outcome_tone(outcome: Outcome | None) -> Tone:
    """Return how much an outcome wants to be seen."""
    return Tone.CALM if outcome is None else _OUTCOME_TONES[outcome]


def _utterance(event: Event, body: SpeechSaid | SpeechHeard) -> Utterance:
    match body:
        case SpeechSaid():
            return Utterance(
                id=event.id,
                at=event.occurred_at,
                is_robot=True,
                text=body.text,
                locale=body.locale,
                note=STOPPED_BY[body.stopped_by],
            )
        case SpeechHeard():
            return Utterance(
                id=event.id,
                at=event.occurred_at,
                is_robot=False,
                text=body.transcript,
                locale=body.locale,
                meaning=meaning(body.intent),
                note=_note(body),
            )


def _help(event: Event, body: HelpRequested | HelpClarified | HelpCancelled) -> Step:
    told = _step(event, grade=body.grade)
    match body:
        case HelpRequested() | HelpClarified():
            return replace(told, text=HELP_CAUSES[body.cause], tone=Tone.URGENT)
        case HelpCancelled():
            return replace(told, text=mark("Said that no help is needed"), tone=Tone.ATTENTION)


def _note(body: SpeechHeard) -> str | None:
    if body.is_erased:
        return mark("Erased, as the resident asked")
    if body.modality is Modality.TOUCH:
        return mark("Pressed on the robot's screen")
    return mark("Said while the robot was talking") if body.was_robot_speaking else None


def _wish(event: Event, wish: Wish, items: Items) -> Step:
    told = told_of_wish(wish)
    subject = title(wish.item_id, items) if isinstance(wish, AsNeededTooSoon) else None
    return replace(
        _step(event, subject, grade=told.grade),
        text=told.text,
        words=told.words,
        pause_ends_at=told.pause_ends_at,
        tone=told.tone,
    )


def _answer(event: Event, body: CheckInAnswered, items: Items) -> Step:
    return replace(
        _step(event, question(body.item_id, body.question_id, items), grade=body.grade),
        text=mark("Answer"),
        detail=_answered(body),
        tone=Tone.URGENT if body.is_worrying else Tone.CALM,
    )


def _alert(event: Event) -> Step | None:
    if not isinstance(event.body, AlertStage) or (told := told_of_alert(event.body)) is None:
        return None
    return replace(
        _step(event), text=told.text, detail=told.detail, words=told.words, tone=told.tone
    )


def _answered(body: CheckInAnswered) -> str:
    """Return the message id of an answer: a number, a meaning, or that it was a story."""
    if body.score is not None:
        return SCORES[body.score]
    is_story = body.question_kind is QuestionKind.OPEN and bool(body.transcript)
    is_story = is_story and body.answer == "unknown"
    return mark("in their own words") if is_story else meaning(body.answer)


def _task(event: Event, body: TaskBody, subject: str | None) -> Step | None:
    told = _step(event, subject)
    match body:
        case TaskDue() | TaskHeard() | TaskClosed():
            return None
        case TaskAnnounced():
            return replace(told, text=_reminded(body))
        case TaskReported():
            return _report(told, body)
        case TaskUnanswered():
            return replace(told, text=mark("No answer"), tone=Tone.ATTENTION)
        case TaskEscalated():
            return replace(told, text=ESCALATIONS[body.reason], tone=Tone.URGENT)
        case TaskMissed():
            text = mark("The time ran out without an answer")
            return replace(told, text=text, tone=Tone.ATTENTION)
        case TaskWithdrawn():
            return replace(told, text=mark("The plan was changed: this is no longer due"))


def _reminded(body: TaskAnnounced) -> str:
    if not body.is_spoken:
        return mark("Shown on the screen: the robot could not speak")
    return mark("Reminder") if body.attempt == 1 else mark("Reminded again")


def _report(told: Step, body: TaskReported) -> Step:
    carried_over = mark("Said earlier about the same dose, before the time was changed")
    return replace(
        told,
        text=carried_over if body.carried_from else mark("Recorded"),
        detail=OUTCOMES[body.outcome],
        grade=body.grade,
        until=body.snoozed_until,
        tone=outcome_tone(body.outcome),
    )


def _step(event: Event, subject: str | None = None, grade: EvidenceGrade | None = None) -> Step:
    return Step(id=event.id, at=event.occurred_at, text="", subject=subject, grade=grade)
