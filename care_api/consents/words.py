"""A resident's own words, where they do not want staff to read them: kept, and not shown."""

from codebook.check_in import CheckInAnswered
from codebook.event import Event
from codebook.help import HelpRequested
from codebook.request import ContactRequested, ErrandRequested
from codebook.speech import SpeechHeard


def withheld(event: Event) -> Event:
    """Return the event without what was said; what it was taken to mean is acted on, and stays."""
    match event.body:
        case SpeechHeard():
            hidden: dict[str, object] = {"transcript": "", "slots": {}}
        case HelpRequested() | CheckInAnswered():
            hidden = {"transcript": ""}
        case ErrandRequested():
            hidden = {"errand": ""}
        case ContactRequested():
            hidden = {"who": ""}
        case _:
            return event
    return event.model_copy(update={"body": event.body.model_copy(update=hidden)})
