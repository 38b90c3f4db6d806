"""What a resident's wish says on the pages."""

from dataclasses import dataclass
from datetime import datetime

from care_api.web.tone import Tone
from care_api.web.wording import CONTACT_REASONS, RESUMED, mark
from codebook.as_needed import AsNeededTooSoon
from codebook.manner import MannerChanged
from codebook.privacy import (
    ListeningPaused,
    ListeningResumed,
    ListeningStopped,
    WordsForgotten,
)
from codebook.request import CompanyRequested, ContactRequested, ErrandRequested, Request
from schedules.outcome import EvidenceGrade

Wish = (
    MannerChanged
    | CompanyRequested
    | ErrandRequested
    | ContactRequested
    | AsNeededTooSoon
    | ListeningPaused
    | ListeningStopped
    | ListeningResumed
    | WordsForgotten
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the day's page says of a wish."""

    text: str
    """Message id."""
    words: str | None = None
    """The resident's own."""
    grade: EvidenceGrade | None = None
    pause_ends_at: datetime | None = None
    """When the robot will listen again."""
    tone: Tone = Tone.CALM


def told(wish: Wish) -> Told:
    """Return what the day's page says of a wish."""
    match wish:
        case MannerChanged():
            return Told(text=mark("Asked the robot to speak in another way"))
        case ListeningPaused():
            return Told(
                text=mark("Asked the robot not to listen: it hears no call for help"),
                grade=wish.grade,
                pause_ends_at=wish.until,
                tone=Tone.ATTENTION,
            )
        case ListeningStopped():
            return Told(
                text=mark("The robot has stopped listening, as decided: it hears no call for help"),
                tone=Tone.ATTENTION,
            )
        case AsNeededTooSoon():
            return Told(
                text=mark("Spoke of an as-needed medicine before the plan allows one more"),
                grade=wish.grade,
                tone=Tone.ATTENTION,
            )
        case ListeningResumed():
            return Told(text=RESUMED[wish.reason])
        case WordsForgotten():
            return Told(text=mark("Asked the robot to forget the words just said"))
        case _:
            return _request(wish)


def _request(wish: CompanyRequested | ErrandRequested | ContactRequested) -> Told:
    match wish:
        case CompanyRequested():
            return _passed_on(wish, mark("Would like a visitor"))
        case ErrandRequested():
            return _passed_on(wish, mark("Would like an errand done"), wish.errand)
        case ContactRequested():
            return _passed_on(wish, CONTACT_REASONS[wish.reason], wish.who)


def _passed_on(wish: Request, text: str, words: str = "") -> Told:
    return Told(text=text, words=words or None, grade=wish.grade, tone=Tone.ATTENTION)
