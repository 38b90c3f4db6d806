"""A voice that speaks in no time and remembers what it said."""

from codebook.speech import StoppedBy
from robot_nodes.ports import Manner, Said


class FakeVoice:
    """Fulfils `robot_nodes.ports.Voice`."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        """What was to be said, in order."""
        self.manners: list[Manner] = []
        """How, sentence by sentence."""
        self.stops: dict[str, StoppedBy] = {}
        """Part of a sentence -> what stops it; everything else sounds to its end."""
        self.is_mute = False
        """Whether it can only show what it should say, on a screen that is open."""

    async def say(self, text: str, manner: Manner) -> Said:
        """Remember the sentence and return at once."""
        self.sentences.append(text)
        self.manners.append(manner)
        if self.is_mute:
            return Said(text="", stopped_by=StoppedBy.FAULT, is_shown=True)
        stopped_by = next(
            (by for part, by in self.stops.items() if part in text), StoppedBy.COMPLETED
        )
        return Said(text=text, stopped_by=stopped_by)
