"""The story as it is told in the terminal: one line for each thing that happens. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from rich.text import Text

from cli.demo.evidence import Cast
from cli.demo.observations import (
    Alerted,
    CaptionShown,
    Measured,
    Observation,
    Recorded,
    StateChanged,
    UploadChanged,
)
from codebook.check_in import CheckInAnswered
from codebook.event import Body, Event
from codebook.help import HelpClarified, HelpRequested
from codebook.robot import RobotFault
from codebook.speech import SpeechHeard, SpeechSaid, StoppedBy
from codebook.sync import SyncCaughtUp, SyncLost
from codebook.task import (
    TaskAnnounced,
    TaskDue,
    TaskEscalated,
    TaskMissed,
    TaskReported,
    TaskUnanswered,
)
from schedules.task import Approach
from sim.measures import BargedIn, Measure, ResidentBegan, ResidentSpoke, RobotSpoke, TurnTaken

Words: TypeAlias = tuple["Kind", str, str]
"""Kind, who and text of a line."""

ZONE = ZoneInfo("Europe/Oslo")
"""Where the demonstration's residents live."""


class Kind(StrEnum):
    """What a line is about; names its style."""

    ROBOT = "robot"
    RESIDENT = "resident"
    HEARD = "heard"
    STORED = "stored"
    ALERT = "alert"
    NETWORK = "network"
    MEASURE = "measure"


STYLES = {
    Kind.ROBOT: "bold cyan",
    Kind.RESIDENT: "bold magenta",
    Kind.HEARD: "dim",
    Kind.STORED: "green",
    Kind.ALERT: "bold red",
    Kind.NETWORK: "yellow",
    Kind.MEASURE: "dim",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the story."""

    kind: Kind
    at: datetime | None
    """By the demonstration's clock; None where the moment does not matter."""
    who: str
    text: str

    def rendered(self) -> Text:
        """Return the line in its colours."""
        clock = f"{self.at.astimezone(ZONE):%H:%M:%S}" if self.at else ""
        style = STYLES[self.kind]
        return Text.assemble(
            (f"{clock:8}  ", "dim"), (f"{self.who:>9}  ", style), (self.text, style)
        )


def told(observation: Observation, cast: Cast) -> Line | None:
    """Return the line that tells an observation, or None where it is no news."""
    match observation:
        case CaptionShown(resident_id=resident_id, text=text, at=at):
            name = cast.name(resident_id)
            addressee = f"to {name}: " if name else ""
            return Line(kind=Kind.ROBOT, at=at, who="Nabo", text=f"{addressee}{text}")
        case Recorded(event=event):
            return _event_told(event, cast)
        case Measured(measure=measure):
            return _measure_told(measure, cast)
        case Alerted(alert=alert):
            name = cast.name(alert.resident_id)
            text = f"alert VKP {alert.code}, severity {alert.severity}, {name}"
            return Line(kind=Kind.ALERT, at=alert.raised_at, who="nurse", text=text)
        case StateChanged() | UploadChanged():
            return None


def _measure_told(measure: Measure, cast: Cast) -> Line | None:
    match measure:
        case ResidentBegan():
            name = cast.name(measure.resident_id)
            return Line(kind=Kind.RESIDENT, at=measure.began_at, who=name, text=measure.text)
        case TurnTaken():
            text = f"the robot answered {measure.reply_s:.2f} s after the last word"
            return Line(kind=Kind.MEASURE, at=None, who="", text=text)
        case BargedIn():
            text = (
                f"the robot fell silent {measure.silent_s:.2f} s and answered"
                f" {measure.reply_s:.2f} s after a cry of {measure.cry_s:.2f} s began"
            )
            return Line(kind=Kind.MEASURE, at=None, who="", text=text)
        case RobotSpoke() | ResidentSpoke():
            return None


def _event_told(event: Event, cast: Cast) -> Line | None:
    name = cast.name(event.resident_id)
    body = event.body
    words = _talk(body) or _stage(body, name) or _concern(body, name) or _network(body)
    if words is None:
        return None
    kind, who, text = words
    return Line(kind=kind, at=event.occurred_at, who=who, text=text)


def _talk(body: Body) -> Words | None:
    match body:
        case SpeechHeard(transcript=transcript, intent=intent):
            return Kind.HEARD, "heard", f"“{transcript}” → {intent}"
        case SpeechSaid(stopped_by=stopped_by) if stopped_by is not StoppedBy.COMPLETED:
            return Kind.HEARD, "Nabo", f"stopped speaking: {stopped_by}"
        case _:
            return None


def _stage(body: Body, name: str) -> Words | None:
    match body:
        case TaskDue(due_at=due_at):
            text = f"due at {due_at.astimezone(ZONE):%H:%M}"
        case TaskReported(outcome=outcome, grade=grade, snoozed_until=datetime() as until):
            text = f"{outcome} ({grade}), again at {until.astimezone(ZONE):%H:%M}"
        case TaskReported(outcome=outcome, grade=grade):
            text = f"{outcome} ({grade})"
        case TaskUnanswered(attempts=attempts):
            text = f"unanswered after {attempts} reminders"
        case TaskEscalated(reason=reason):
            text = f"handed to a nurse: {reason}"
        case TaskMissed():
            text = "missed"
        case TaskAnnounced(approach=Approach.ARRIVED, attempt=attempt):
            text = f"the robot has come closer, reminder {attempt}"
        case _:
            return None
    return Kind.STORED, "stored", f"{name}: {text}"


def _concern(body: Body, name: str) -> Words | None:
    match body:
        case CheckInAnswered(question_id=question, answer=answer, is_worrying=is_worrying):
            worry = ", worrying" if is_worrying else ""
            return Kind.STORED, "stored", f"{name}: {question} → {answer}{worry}"
        case HelpRequested(cause=cause):
            return Kind.ALERT, "stored", f"{name} calls for help: {cause}"
        case HelpClarified(cause=cause):
            return Kind.ALERT, "stored", f"{name} calls for help, clearer now: {cause}"
        case _:
            return None


def _network(body: Body) -> Words | None:
    match body:
        case SyncLost(reason=reason):
            return Kind.NETWORK, "robot", f"cannot reach the care API: {reason}"
        case SyncCaughtUp(uploaded=uploaded):
            return Kind.NETWORK, "robot", f"caught up: {uploaded} events uploaded"
        case RobotFault(component=component, code=code, is_resolved=False):
            return Kind.ALERT, "robot", f"fault in {component}: {code}"
        case _:
            return None
