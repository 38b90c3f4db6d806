"""The training material: utterances with a phone for every frame, each from (seed, index) alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from robot_nodes.speech.training.augmentation import Random, at_hearing_rate, at_home
from robot_nodes.speech.training.espeak import SILENCE, Espeak, EspeakVoice, Segment
from robot_nodes.speech.training.features import FRAME_CENTRE_S, FRAME_SHIFT_S, mfcc
from robot_nodes.speech.training.sentences import Wording, vocabulary, wordings_for
from robot_nodes.speech.training.voices import ACCENTS, TRAINED_VARIANTS
from schedules.locale import Locale

_Item = TypeVar("_Item")
Pronunciation: TypeAlias = tuple[str, tuple[str, ...]]
"""A word and its phones."""

_PER_PROCESS = 50
"""espeak-ng keeps state: fixed runs in fresh processes give the same bytes again."""
_PHRASE_SHARE, _KNOWN_WORD_SHARE = 0.5, 0.75
"""Half phrases, a quarter words in any order, a quarter invented: phones are learnt, not words."""


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """One utterance as the network learns from it."""

    features: NDArray[np.float32]
    phones: tuple[str, ...]
    """One per frame."""
    pronunciations: tuple[Pronunciation, ...]
    """Of real words only."""


@dataclass(frozen=True, slots=True)
class _Task:
    locale: Locale
    seed: int
    index: int


@dataclass(frozen=True, slots=True)
class _WordTask:
    locale: Locale
    word: str


@cache
def _material(locale: Locale) -> tuple[tuple[Wording, ...], tuple[str, ...]]:
    wordings = wordings_for(locale)
    return wordings, vocabulary(wordings)


@cache
def _espeak() -> Espeak:
    return Espeak()


def utterances(
    locale: Locale, count: int, seed: int, workers: int, on_progress: Callable[[float], None]
) -> list[Utterance]:
    """Return `count` utterances, the same for the same `seed` with any number of workers."""
    _material(locale)
    tasks = [_Task(locale, seed, index) for index in range(count)]
    made: list[Utterance] = []
    with get_context("fork").Pool(workers, maxtasksperchild=1) as pool:
        for utterance in pool.imap(_utterance, tasks, chunksize=_PER_PROCESS):
            made.append(utterance)
            on_progress(len(made) / count)
    return made


def spoken_alone(locale: Locale, words: Sequence[str]) -> list[Pronunciation]:
    """Return how the plain voice speaks each of `words` by itself."""
    tasks = [_WordTask(locale, word) for word in words]
    with get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        found = pool.map(_word_alone, tasks, len(tasks) or 1)
    return [spoken for one in found for spoken in one]


def _utterance(task: _Task) -> Utterance:
    random = np.random.default_rng((task.seed, task.index))
    text, is_real = _text(task.locale, random)
    speech = _espeak().speak(text, _voice(task.locale, random), seed=task.index)
    speed = random.uniform(0.8, 1.25)
    lead_s, tail_s = random.uniform(0.05, 0.6), random.uniform(0.1, 0.8)
    samples = at_home(at_hearing_rate(speech.samples, speed), lead_s, tail_s, random)
    features = mfcc(samples)
    phones = _phone_per_frame(speech.segments, len(features), lead_s, speed)
    pronunciations = speech.pronunciations(text.split()) if is_real else []
    return Utterance(features, phones, tuple(pronunciations))


def _word_alone(task: _WordTask) -> list[Pronunciation]:
    speech = _espeak().speak(task.word, EspeakVoice(ACCENTS[task.locale][0]))
    return speech.pronunciations([task.word])


def _voice(locale: Locale, random: Random) -> EspeakVoice:
    accent = _one_of(ACCENTS[locale], random)
    variant = _one_of(("", *TRAINED_VARIANTS), random)
    return EspeakVoice(
        name=f"{accent}+{variant}" if variant else accent,
        rate_wpm=int(random.integers(100, 190)),
        pitch=int(random.integers(15, 85)),
        pitch_range=int(random.integers(20, 80)),
    )


def _text(locale: Locale, random: Random) -> tuple[str, bool]:
    """Return what to say, and whether it is made of real words."""
    wordings, words = _material(locale)
    kind = random.random()
    if kind < _PHRASE_SHARE:
        chosen = [_one_of(wordings, random) for _ in range(random.integers(1, 3))]
        return " ".join(_one_of(wording.variants, random) for wording in chosen), True
    if kind < _KNOWN_WORD_SHARE:
        return " ".join(_one_of(words, random) for _ in range(random.integers(1, 6))), True
    return " ".join(_invented_word(words, random) for _ in range(random.integers(2, 6))), False


def _invented_word(words: tuple[str, ...], random: Random) -> str:
    """Return the head of one word with the tail of another."""
    head, tail = _one_of(words, random), _one_of(words, random)
    return head[: _cut(head, random)] + tail[_cut(tail, random) :]


def _cut(word: str, random: Random) -> int:
    return int(random.integers(1, max(2, len(word))))


def _one_of(items: Sequence[_Item], random: Random) -> _Item:
    return items[int(random.integers(len(items)))]


def _phone_per_frame(
    segments: tuple[Segment, ...], frames: int, lead_s: float, speed: float
) -> tuple[str, ...]:
    starts_s = np.array([lead_s + segment.starts_at_s / speed for segment in segments])
    centres_s = np.arange(frames) * FRAME_SHIFT_S + FRAME_CENTRE_S
    labels = [SILENCE, *(segment.phone for segment in segments)]
    return tuple(labels[at] for at in np.searchsorted(starts_s, centres_s, "right"))
