"""The port for speaking: text in, samples and word times out."""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from robot_nodes.speech.audio import Samples, at_volume, resample
from schedules.locale import Locale


class SynthesisFailed(RuntimeError):  # noqa: N818 - reads as what happened
    """No usable sound came of a text; the message says why."""


class SynthesisLate(SynthesisFailed):
    """It took too long, and what hung was started anew: the same text may well come out now."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a sentence is spoken."""

    locale: Locale
    rate_wpm: int = 150
    """Words a minute, 80 to 450. Residents are addressed at 150 or less."""
    volume: float = 1.0
    """0 to 1."""
    pitch: int = 50
    """0 to 100; 50 is the voice's own."""
    variant: str | None = None
    """A variant of the locale's voice, e.g. `f3`; None is the voice itself."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One word and when it begins to sound: so it is known what was said before an interruption."""

    text: str
    starts_at_s: float
    """Seconds from the first sample."""


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """A synthesised sentence."""

    samples: Samples
    sample_rate_hz: int
    words: tuple[SpokenWord, ...]
    is_estimated: bool = False
    """Whether the words' beginnings are worked out from their length, not told by the voice."""

    @property
    def duration_s(self) -> float:
        """How long it sounds, in seconds."""
        return len(self.samples) / self.sample_rate_hz

    def at_volume(self, volume: float) -> "Speech":
        """Return the same speech at a ratio of its loudness, 0 to 1."""
        return replace(self, samples=at_volume(self.samples, volume))

    def after(self, prelude: Samples) -> "Speech":
        """Return the speech with other sound of the same rate before it; its words begin later."""
        ahead_s = len(prelude) / self.sample_rate_hz
        return replace(
            self,
            samples=np.concatenate((prelude, self.samples)),
            words=tuple(SpokenWord(word.text, word.starts_at_s + ahead_s) for word in self.words),
        )

    def at_rate(self, sample_rate_hz: int) -> "Speech":
        """Return the same speech at another sample rate."""
        resampled = resample(self.samples, self.sample_rate_hz, sample_rate_hz)
        return replace(self, samples=resampled, sample_rate_hz=sample_rate_hz)


class Synthesiser(Protocol):
    """Turns text into speech. Safe to call from several threads."""

    def synthesise(self, text: str, delivery: Delivery, deadline_s: float = 5.0) -> Speech:
        """Return `text` spoken.

        Raises:
            SynthesisFailed: nothing usable came within `deadline_s` seconds; the next call may
                succeed.
        """
        ...

    def give_up(self) -> None:
        """Make a call that is under way in another thread fail soon: something urgent waits."""
        ...

    def close(self) -> None:
        """Release processes and memory. No call may follow."""
        ...
