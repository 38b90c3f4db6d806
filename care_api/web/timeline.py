"""A resident's day as conversations: lines that follow each other closely stand together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from care_api.web.lines import Items, Line, Step, line
from care_api.web.tone import Tone
from codebook.event import Event

PAUSE = timedelta(minutes=2)
"""A silence of this length ends a conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Lines without a long pause between them, in order of time."""

    lines: tuple[Line, ...]

    @property
    def started_at(self) -> datetime:
        """When the first of it happened."""
        return self.lines[0].at

    @property
    def subject(self) -> str | None:
        """What the plan called the thing that it was about; None for talk without a task."""
        subjects = (entry.subject for entry in self.lines if isinstance(entry, Step))
        return next((subject for subject in subjects if subject), None)

    @property
    def is_urgent(self) -> bool:
        """Whether something in it needed a nurse at once."""
        return any(isinstance(entry, Step) and entry.tone is Tone.URGENT for entry in self.lines)


def conversations(events: Iterable[Event], items: Items) -> tuple[Conversation, ...]:
    """Return what a nurse has to read in the events of one resident, in order of time."""
    lines = [shown for event in events if (shown := line(event, items)) is not None]
    groups: list[list[Line]] = []
    for entry in sorted(lines, key=lambda shown: shown.at):
        if groups and entry.at - groups[-1][-1].at < PAUSE:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return tuple(Conversation(lines=tuple(group)) for group in groups)
