"""The port for hearing: samples in, partial text while they come, a transcript at the end."""

from dataclasses import dataclass
from typing import Protocol

from robot_nodes.speech.audio import Samples

UNKNOWN_WORD = "[unk]"
"""What a recogniser writes for speech outside its vocabulary. In texts it is left out."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One recognised word."""

    text: str
    starts_at_s: float
    """Seconds from the first sample of the utterance."""
    ends_at_s: float
    confidence: float
    """0 to 1. Vosk's own figure, which is not to be trusted alone."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard in one utterance; no text where nothing was understood."""

    text: str
    confidence: float
    """The mean over words, unknown ones as 0; 0 to 1, and 0 where nothing was understood."""
    words: tuple[HeardWord, ...]
    unknown_words: int = 0
    """Stretches of speech outside the vocabulary: a "not" may hide in each."""


class Recogniser(Protocol):
    """Recognises one utterance at a time, at `HEARING_RATE_HZ`. Used from one thread."""

    def start(self, phrases: tuple[str, ...] | None = None) -> None:
        """Begin an utterance, forgetting what was heard of any other.

        Args:
            phrases: The only sentences to expect, or None for everything in the vocabulary. One
                with a word outside the vocabulary is left out.
        """
        ...

    def hear(self, samples: Samples) -> str:
        """Take the next samples and return what is understood so far."""
        ...

    def finish(self) -> Transcript:
        """End the utterance and return what was said."""
        ...


class Deaf:
    """Stands in where no model can be loaded: a voice is noticed, and no word of it understood."""

    def start(self, phrases: tuple[str, ...] | None = None) -> None:
        """Begin an utterance."""

    def hear(self, samples: Samples) -> str:
        """Understand nothing."""
        del samples
        return ""

    def finish(self) -> Transcript:
        """Return that something unknown was said."""
        return Transcript("", 0.0, (), unknown_words=1)
