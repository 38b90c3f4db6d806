"""An event without the words of whoever asked that they be forgotten."""

from codebook.check_in import CheckInAnswered
from codebook.event import Event
from codebook.help import HelpRequested
from codebook.request import ContactRequested, ErrandRequested
from codebook.speech import SpeechHeard


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
