"""The training material: utterances with a phone for every frame, each from (seed, index) alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from robot_nodes.speech.audio import HEARING_RATE_HZ
from robot_nodes.speech.training.augmentation import Random, Sound, at_hearing_rate, at_home
from robot_nodes.speech.training.background import babble, behind, music
from robot_nodes.speech.training.corpus import Corpus, corpus_for
from robot_nodes.speech.training.espeak import SILENCE, EspeakVoice, Segment, espeak_of_process
from robot_nodes.speech.training.features import FRAME_CENTRE_S, FRAME_SHIFT_S, mfcc
from robot_nodes.speech.training.speakers import spoken
from robot_nodes.speech.training.voices import (
    ACCENTS,
    FASTEST_WPM,
    SLOWEST_WPM,
    TRAINED_VARIANTS,
)
from schedules.locale import Locale

_Item = TypeVar("_Item")

_PER_PROCESS = 50
"""espeak-ng keeps state: fixed runs in fresh processes give the same bytes again."""
_PHRASE_SHARE, _KNOWN_WORD_SHARE = 0.5, 0.75
"""Half phrases, a quarter words in any order, a quarter invented: phones are learnt, not words."""
_NOBODY_CHANCE = 0.04
"""That nobody speaks: music, many people at once, or noise alone, all of it silence to learn."""
_BABBLE_CHANCE, _MUSIC_CHANCE = 0.15, 0.08
"""That others talk behind the voice, or music plays."""
_FEWEST_BEHIND, _FEWEST_ALONE, _MOST_VOICES = 2, 5, 7
_LOUDEST_BACKGROUND_DB, _FAINTEST_BACKGROUND_DB = 6.0, 30.0
"""Below the voice."""


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """One utterance as the network learns from it."""

    features: NDArray[np.float32]
    phones: tuple[str, ...]
    """One per frame."""


@dataclass(frozen=True, slots=True)
class _Task:
    locale: Locale
    seed: int
    index: int


def utterances(
    locale: Locale, count: int, seed: int, workers: int, on_progress: Callable[[float], None]
) -> list[Utterance]:
    """Return `count` utterances, the same for the same `seed` with any number of workers.

    The few at which espeak-ng crashes are missing.
    """
    corpus_for(locale)
    tasks = [_Task(locale, seed, index) for index in range(count)]
    made = spoken(_utterance, tasks, per_process=_PER_PROCESS, workers=workers)
    learnt: list[Utterance] = []
    for done, utterance in enumerate(made, start=1):
        if utterance is not None:
            learnt.append(utterance)
        on_progress(done / count)
    return learnt


def _utterance(task: _Task) -> Utterance:
    random = np.random.default_rng((task.seed, task.index))
    if random.random() < _NOBODY_CHANCE:
        return _nobody(task, random)
    text = _text(corpus_for(task.locale), random)
    speech = espeak_of_process().speak(text, _voice(ACCENTS[task.locale], random), task.index)
    speed = random.uniform(0.8, 1.25)
    lead_s, tail_s = random.uniform(0.05, 0.6), random.uniform(0.1, 0.8)
    sound = at_hearing_rate(speech.samples, speed)
    samples = at_home(sound, lead_s, tail_s, random, _perhaps_background(task, random))
    features = mfcc(samples)
    return Utterance(features, _phone_per_frame(speech.segments, len(features), lead_s, speed))


def _nobody(task: _Task, random: Random) -> Utterance:
    length = round(random.uniform(1, 4) * HEARING_RATE_HZ)
    sound = (_babble(task, _FEWEST_ALONE) if random.random() < 1 / 4 else music)(length, random)
    features = mfcc(at_home(sound, 0.1, 0.1, random))
    return Utterance(features, (SILENCE,) * len(features))


def _perhaps_background(task: _Task, random: Random) -> Callable[[Sound, Random], Sound] | None:
    kind = random.random()
    if kind >= _BABBLE_CHANCE + _MUSIC_CHANCE:
        return None
    make = _babble(task, _FEWEST_BEHIND) if kind < _BABBLE_CHANCE else music

    def add(sound: Sound, random: Random) -> Sound:
        below_db = random.uniform(_LOUDEST_BACKGROUND_DB, _FAINTEST_BACKGROUND_DB)
        return behind(sound, make(len(sound), random), below_db)

    return add


def _babble(task: _Task, fewest: int) -> Callable[[int, Random], Sound]:
    def make(length: int, random: Random) -> Sound:
        corpus = corpus_for(task.locale)
        voices = [
            at_hearing_rate(
                espeak_of_process()
                .speak(_text(corpus, random), _voice(ACCENTS[task.locale], random), task.index)
                .samples
            )
            for _ in range(random.integers(fewest, _MOST_VOICES + 1))
        ]
        return babble(voices, length, random)

    return make


def _voice(accents: Sequence[str], random: Random) -> EspeakVoice:
    accent = _one_of(accents, random)
    variant = _one_of(("", *TRAINED_VARIANTS), random)
    return EspeakVoice(
        name=f"{accent}+{variant}" if variant else accent,
        rate_wpm=round(SLOWEST_WPM * (FASTEST_WPM / SLOWEST_WPM) ** random.random()),
        pitch=int(random.integers(10, 90)),
        pitch_range=int(random.integers(10, 90)),
    )


def _text(corpus: Corpus, random: Random) -> str:
    """Return what to say: sentences, words in any order, or words that do not exist."""
    kind = random.random()
    if kind < _PHRASE_SHARE:
        chosen = [_one_of(corpus.wordings, random) for _ in range(random.integers(1, 3))]
        return " ".join(_one_of(wording.variants, random) for wording in chosen)
    if kind < _KNOWN_WORD_SHARE:
        return " ".join(_one_of(corpus.words, random) for _ in range(random.integers(1, 6)))
    return " ".join(_invented_word(corpus.words, random) for _ in range(random.integers(2, 6)))


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
