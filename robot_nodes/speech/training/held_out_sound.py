"""What a model is tested on: voices never trained on, and sounds in which nobody speaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from robot_nodes.speech.audio import FULL_SCALE, HEARING_RATE_HZ, Samples, silence, to_samples
from robot_nodes.speech.training.augmentation import (
    Random,
    Sound,
    at_hearing_rate,
    at_home,
    scaled,
    with_noise,
    with_silence,
)
from robot_nodes.speech.training.espeak import Espeak, EspeakVoice
from robot_nodes.speech.training.voices import ACCENTS, HELD_OUT_VARIANTS
from schedules.locale import Locale

_SEED = 1
_LEAD_S, _TAIL_S = 0.3, 0.5
_NOISE_S = 30.0


@dataclass(frozen=True, slots=True)
class Condition:
    """Under what circumstances something is said."""

    snr_db: float | None = None
    """Noise this far below the speech; None is none."""
    is_in_room: bool = False
    """In a random room, with random colour, noise and level."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A sentence read aloud."""

    text: str
    samples: Samples


class HeldOutVoices:
    """Reads sentences aloud in held-out voices."""

    def __init__(self, locale: Locale) -> None:
        self._accents = ACCENTS[locale]
        self._espeak = Espeak()

    def readings(self, sentences: Sequence[str], condition: Condition) -> Iterator[Reading]:
        """Yield each sentence in one held-out voice, at various speeds and pitches."""
        random = np.random.default_rng(_SEED)
        for text in sentences:
            variant = HELD_OUT_VARIANTS[int(random.integers(len(HELD_OUT_VARIANTS)))]
            voice = EspeakVoice(
                f"{self._accents[int(random.integers(len(self._accents)))]}+{variant}",
                rate_wpm=int(random.integers(110, 180)),
                pitch=int(random.integers(25, 75)),
            )
            yield Reading(text, _heard(self._spoken(text, voice), condition, random))

    def readings_in_every_voice(self, sentences: Sequence[str]) -> Iterator[Reading]:
        """Yield each sentence in each held-out voice, as a resident speaks: slowly."""
        random = np.random.default_rng(_SEED)
        for text in sentences:
            for variant in HELD_OUT_VARIANTS:
                voice = EspeakVoice(f"{self._accents[0]}+{variant}", rate_wpm=130)
                yield Reading(text, _heard(self._spoken(text, voice), Condition(), random))

    def _spoken(self, text: str, voice: EspeakVoice) -> Sound:
        return at_hearing_rate(self._espeak.speak(text, voice).samples)


def noises() -> Iterator[tuple[str, Samples]]:
    """Yield sounds in which nobody speaks, each with its name."""
    random = np.random.default_rng(_SEED)
    count = round(_NOISE_S * HEARING_RATE_HZ)
    white = random.standard_normal(count)
    turns = np.arange(count) / HEARING_RATE_HZ
    knocks = np.where(np.arange(count) % HEARING_RATE_HZ < HEARING_RATE_HZ // 50, white, 0.0)
    yield "digital silence", silence(_NOISE_S)
    yield "faint white noise", to_samples(white * 0.0005 * FULL_SCALE)
    yield "loud white noise", to_samples(white * 0.05 * FULL_SCALE)
    yield "dull noise", to_samples(lfilter([0.05], [1.0, -0.95], white) * 0.1 * FULL_SCALE)
    yield "hum of 100 Hz", to_samples(np.sin(2 * np.pi * 100 * turns) * 0.1 * FULL_SCALE)
    yield "a knock a second", to_samples(knocks * 0.1 * FULL_SCALE)


def _heard(sound: Sound, condition: Condition, random: Random) -> Samples:
    if condition.is_in_room:
        return at_home(sound, _LEAD_S, _TAIL_S, random)
    padded = with_silence(sound, _LEAD_S, _TAIL_S)
    if condition.snr_db is None:
        return scaled(padded)
    return scaled(with_noise(padded, condition.snr_db, random))
