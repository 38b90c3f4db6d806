"""An event without words: those that somebody wants forgotten or unread, or that are too old."""

from codebook.check_in import CheckInAnswered
from codebook.event import Event
from codebook.help import HelpRequested
from codebook.request import ContactRequested, ErrandRequested
from codebook.speech import SpeechHeard, SpeechSaid


def without_words(event: Event) -> Event:
    """Return the event without what was said; that it happened, and to which end, stays."""
    match event.body:
        case SpeechHeard():
            erased: dict[str, object] = {
                "transcript": "",
                "slots": {},
                "intent": "unknown",
                "is_erased": True,
            }
        case HelpRequested() | CheckInAnswered():
            erased = {"transcript": ""}
        case ErrandRequested():
            erased = {"errand": ""}
        case ContactRequested():
            erased = {"who": ""}
        case _:
            return event
    return event.model_copy(update={"body": event.body.model_copy(update=erased)})


def without_transcript(event: Event) -> Event:
    """Return the event without what was heard; what it was taken to mean is acted on, and stays."""
    match event.body:
        case SpeechHeard():
            hidden = event.body.model_copy(update={"transcript": "", "slots": {}})
            return event.model_copy(update={"body": hidden})
        case _:
            return without_words(event)


def without_speech(event: Event) -> Event:
    """Return the event without what was said in it, by the robot either."""
    match event.body:
        case SpeechSaid():
            silent = event.body.model_copy(update={"text": ""})
            return event.model_copy(update={"body": silent})
        case _:
            return without_transcript(event)
