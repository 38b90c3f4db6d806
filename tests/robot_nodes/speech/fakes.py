"""Fakes of the speech ports. Each passes the same contract suite as the real adapter."""

import numpy as np

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, level_dbfs, to_samples
from robot_nodes.speech.recogniser import HeardWord, Transcript
from robot_nodes.speech.synthesiser import Delivery, Speech, SpokenWord, SynthesisFailed

WORD_S = 0.25
LOUD_DBFS = -40.0


class FakeSynthesiser:
    """Speaks every word as a quarter of a second of tone."""

    def synthesise(self, text: str, delivery: Delivery, deadline_s: float = 5.0) -> Speech:
        words = [word for word in text.split() if any(letter.isalnum() for letter in word)]
        if not words or deadline_s <= 0:
            raise SynthesisFailed("nothing to say")
        count = round(len(words) * WORD_S * HEARING_RATE_HZ)
        tone = 8000 * delivery.volume * np.sin(np.arange(count) * 0.3)
        spoken = tuple(SpokenWord(word, n * WORD_S) for n, word in enumerate(words))
        return Speech(tone.astype(np.int16), HEARING_RATE_HZ, spoken)

    def give_up(self) -> None:
        pass

    def close(self) -> None:
        pass


class CountingSynthesiser(FakeSynthesiser):
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_broken = False

    def synthesise(self, text: str, delivery: Delivery, deadline_s: float = 5.0) -> Speech:
        if self.is_broken:
            raise SynthesisFailed("broken")
        self.asked.append(text)
        return super().synthesise(text, delivery, deadline_s)


class FakeRecogniser:
    """Hears the next of its words in every loud quarter of a second."""

    def __init__(self, text: str) -> None:
        self._script = text.split()
        self._loud_s = 0.0

    def start(self, phrases: tuple[str, ...] | None = None) -> None:
        self._loud_s = 0.0
        if phrases is not None:
            self._script = [word for word in self._script if any(word in p for p in phrases)]

    def hear(self, samples: Samples) -> str:
        if level_dbfs(samples) > LOUD_DBFS:
            self._loud_s += len(samples) / HEARING_RATE_HZ
        return " ".join(self._heard())

    def finish(self) -> Transcript:
        words = tuple(
            HeardWord(word, n * WORD_S, (n + 1) * WORD_S, 1.0)
            for n, word in enumerate(self._heard())
        )
        self._loud_s = 0.0
        text = " ".join(word.text for word in words)
        return Transcript(text, 1.0 if words else 0.0, words)

    def _heard(self) -> list[str]:
        return self._script[: int(self._loud_s / WORD_S)]


class LoudIsSpeech:
    """Takes every loud frame for speech."""

    def is_speech(self, frame: Samples) -> bool:
        return level_dbfs(frame) > LOUD_DBFS

    def reset(self) -> None:
        pass


class SubtractingCanceller:
    """Takes out an echo that is as loud as what was played, and comes at once."""

    def cancel(self, heard: Samples, played: Samples) -> Samples:
        return to_samples(heard.astype(np.float64) - played)
