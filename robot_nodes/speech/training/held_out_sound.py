"""What a model is tested on: voices never trained on, and sounds in which nobody speaks."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray
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
from robot_nodes.speech.training.espeak import EspeakVoice, espeak_of_process
from robot_nodes.speech.training.voices import ACCENTS, CLEAR_VARIANTS, HELD_OUT_VARIANTS
from schedules.locale import Locale

NORMAL_WPM = 160
"""Half of it is the slowest that espeak-ng speaks."""
_SEED = 1
_LEAD_S, _TAIL_S = 0.3, 0.5
_NOISE_S = 30.0
_SPEAKS_WITHIN_S = 60.0
"""The first sentence waits for its process to start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Under what circumstances something is said."""

    snr_db: float | None = None
    """Noise this far below the speech; None is none."""
    is_in_room: bool = False
    """In a random room, with random colour, noise and level."""
    pace: float = 1.0
    """Times the normal rate of speech; the pitch stays."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A sentence read aloud."""

    text: str
    samples: Samples


class HeldOutVoices:
    """Reads sentences aloud in held-out voices."""

    def __init__(self, model: Locale) -> None:
        """Speak with the accents of the model of `model`."""
        self._accents = ACCENTS[model]

    def readings(self, sentences: Sequence[str], condition: Condition) -> Iterator[Reading]:
        """Yield each sentence in one held-out voice, at various pitches."""
        random = np.random.default_rng(_SEED)
        for text in sentences:
            variant = HELD_OUT_VARIANTS[int(random.integers(len(HELD_OUT_VARIANTS)))]
            voice = EspeakVoice(
                f"{self._accents[int(random.integers(len(self._accents)))]}+{variant}",
                rate_wpm=round(NORMAL_WPM * condition.pace),
                pitch=int(random.integers(25, 75)),
            )
            yield Reading(text, _heard(_spoken(text, voice), condition, random))

    def readings_in_clear_voices(
        self, sentences: Sequence[str], condition: Condition
    ) -> Iterator[Reading]:
        """Yield each sentence in one of the clear held-out voices, by turns."""
        random = np.random.default_rng(_SEED)
        rate_wpm = round(NORMAL_WPM * condition.pace)
        for index, text in enumerate(sentences):
            variant = CLEAR_VARIANTS[index % len(CLEAR_VARIANTS)]
            voice = EspeakVoice(f"{self._accents[0]}+{variant}", rate_wpm=rate_wpm)
            yield Reading(text, _heard(_spoken(text, voice), condition, random))


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


@cache
def _speaker(language: str) -> ProcessPoolExecutor:
    """Return the process that speaks one of espeak-ng's languages: mixed in one, they crash it."""
    del language
    return ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))


def _spoken(text: str, voice: EspeakVoice) -> Sound:
    try:
        return _said(text, voice)
    except BrokenProcessPool:  # espeak-ng crashes now and then: once more, in a fresh process
        _speaker.cache_clear()
        return _said(text, voice)


def _said(text: str, voice: EspeakVoice) -> Sound:
    language = voice.name.split("+")[0]
    return at_hearing_rate(_speaker(language).submit(_raw, text, voice).result(_SPEAKS_WITHIN_S))


def _raw(text: str, voice: EspeakVoice) -> NDArray[np.float64]:
    return espeak_of_process().speak(text, voice).samples


def _heard(sound: Sound, condition: Condition, random: Random) -> Samples:
    if condition.is_in_room:
        return at_home(sound, _LEAD_S, _TAIL_S, random)
    padded = with_silence(sound, _LEAD_S, _TAIL_S)
    if condition.snr_db is None:
        return scaled(padded)
    return scaled(with_noise(padded, condition.snr_db, random))
