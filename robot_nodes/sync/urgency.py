"""Which events a nurse should learn of at once."""

from codebook.check_in import CheckInAnswered
from codebook.event import Event
from codebook.help import HelpClarified, HelpRequested
from codebook.task import TaskEscalated


def is_urgent(event: Event) -> bool:
    """Return whether the event is worth a try while the uploader waits out a failure."""
    match event.body:
        case HelpRequested() | HelpClarified() | TaskEscalated():
            return True
        case CheckInAnswered(is_worrying=is_worrying):
            return is_worrying
        case _:
            return False
