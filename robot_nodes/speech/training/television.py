"""Sounds that are not for the robot: a television, a room full of guests, a radio's music.

All are synthesised, in voices never trained on, the same for the same seed.
"""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.training.augmentation import (
    Random,
    Sound,
    at_hearing_rate,
    scaled,
    with_noise,
    with_silence,
)
from robot_nodes.speech.training.background import babble, music
from robot_nodes.speech.training.espeak import EspeakVoice, espeak_of_process
from robot_nodes.speech.training.sentences import FOLDER, outside_sentences
from robot_nodes.speech.training.speakers import spoken
from robot_nodes.speech.training.voices import ACCENTS, HELD_OUT_VARIANTS
from schedules.locale import Locale

Maker: TypeAlias = Callable[[int, int, Random], Sound]
"""Makes so many samples, as the piece of such a number."""

GUESTS = 6
"""Voices at once in a babble."""
BEATS_PER_MINUTE = 96
_SEED = 17
_PIECE_S = 20.0
"""What is made at a time; between two pieces is a pause."""
_PAUSE_S = 2.0
_SNR_DB = 30.0
_PEAK = 0.3


@dataclass(frozen=True, slots=True)
class Disturbance:
    """A sound in which nobody speaks to the robot, piece by piece."""

    name: str
    pieces: Sequence[Samples]


def disturbances(model: Locale, minutes: float) -> Iterator[Disturbance]:
    """Yield each kind, `minutes` long, for the model of `model`."""
    own = outside_sentences(model)
    for name, make in (
        ("television, same language, other words", partial(_talk, ACCENTS[model], own)),
        ("television, Swedish, German and Finnish", _foreign_talk),
        (f"babble of {GUESTS} voices", partial(_guests, ACCENTS[model], own)),
        ("music", _band),
    ):
        count = round(minutes * 60 / (_PIECE_S + _PAUSE_S))
        # A process for each piece: espeak-ng falls over when it changes languages too often.
        pieces = spoken(partial(_piece, make), range(count), per_process=1, workers=1)
        yield Disturbance(name, [piece for piece in pieces if piece is not None])


def foreign_sentences() -> dict[str, list[str]]:
    """Return sentences by espeak-ng's name for their language."""
    with (FOLDER / "foreign.toml").open("rb") as file:
        return tomllib.load(file)


def _piece(make: Maker, index: int) -> Samples:
    random = np.random.default_rng((_SEED, index))
    sound = make(round(_PIECE_S * HEARING_RATE_HZ), index, random)
    return scaled(with_silence(with_noise(sound, _SNR_DB, random), 0.0, _PAUSE_S), _PEAK)


def _talk(
    accents: Sequence[str], sentences: Sequence[str], length: int, index: int, random: Random
) -> Sound:
    """Return one voice after another, as a programme goes on."""
    said: list[Sound] = []
    while sum(map(len, said)) < length:
        said.append(_sentence(accents[index % len(accents)], sentences, random))
    return np.concatenate(said)[:length]


def _foreign_talk(length: int, index: int, random: Random) -> Sound:
    by_accent = foreign_sentences()
    accent = sorted(by_accent)[index % len(by_accent)]
    return _talk((accent,), by_accent[accent], length, index, random)


def _guests(
    accents: Sequence[str], sentences: Sequence[str], length: int, index: int, random: Random
) -> Sound:
    voices = [_talk(accents, sentences, length, index, random) for _ in range(GUESTS)]
    return babble(voices, length, random)


def _band(length: int, index: int, random: Random) -> Sound:
    """Return chords, a drum on every beat and a cymbal between: rhythm was never trained on."""
    beat = round((0.8 + 0.4 * random.random()) * 60 / BEATS_PER_MINUTE * HEARING_RATE_HZ)
    at_beat = np.arange(length) % beat / HEARING_RATE_HZ
    off_beat = (np.arange(length) + beat // 2) % beat / HEARING_RATE_HZ
    drum = np.sin(2 * np.pi * 70 * at_beat) * np.exp(-at_beat / 0.08)
    cymbal = random.standard_normal(length) * np.exp(-off_beat / 0.03)
    chords, melody = music(length, random), music(length, random)
    band: Sound = chords / chords.std() + 0.7 * melody / melody.std()
    if index % 2:
        band = band + 2 * drum + 0.5 * cymbal
    return band


def _sentence(accent: str, sentences: Sequence[str], random: Random) -> Sound:
    variant = HELD_OUT_VARIANTS[int(random.integers(len(HELD_OUT_VARIANTS)))]
    voice = EspeakVoice(
        f"{accent}+{variant}",
        rate_wpm=int(random.integers(140, 200)),
        pitch=int(random.integers(25, 75)),
    )
    text = sentences[int(random.integers(len(sentences)))]
    sound = at_hearing_rate(espeak_of_process().speak(text, voice).samples)
    return with_silence(sound, 0.0, random.uniform(0.1, 0.6))
