"""How espeak-ng pronounces the words of a corpus: each alone, and within sentences."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from robot_nodes.speech.training.corpus import Corpus
from robot_nodes.speech.training.espeak import EspeakVoice, espeak_of_process
from robot_nodes.speech.training.lexicon import Pronunciation
from robot_nodes.speech.training.speakers import spoken

SENTENCES = 3000
_PER_PROCESS = 200
"""espeak-ng keeps state: fixed runs in fresh processes give the same phones again."""
_RATE_WPM = 170
_SEED = 3


@dataclass(frozen=True, slots=True)
class _Task:
    text: str
    accents: tuple[str, ...]


class NotPronounced(RuntimeError):  # noqa: N818 - reads as what happened
    """espeak-ng crashes at a text, so that its words would be missing."""

    def __init__(self, text: str) -> None:
        """Remember the text."""
        super().__init__(f"espeak-ng crashes at {text!r}: leave it out of the sentences")


def pronunciations(
    corpus: Corpus, accents: Sequence[str], workers: int, on_progress: Callable[[float], None]
) -> list[Pronunciation]:
    """Return what was heard of every word of `corpus`, once for every time it was spoken.

    Args:
        corpus: Whose words and sentences are spoken.
        accents: espeak-ng's language voices, each of which speaks everything.
        workers: Processes; the result does not depend on their number.
        on_progress: Told the share done.

    Raises:
        NotPronounced: espeak-ng crashes at a text.
    """
    each_once = tuple(dict.fromkeys(accents))
    tasks = [_Task(text, each_once) for text in (*corpus.words, *_sentences(corpus))]
    heard: list[Pronunciation] = []
    made = spoken(_pronounced, tasks, per_process=_PER_PROCESS, workers=workers)
    for done, (task, found) in enumerate(zip(tasks, made, strict=True), start=1):
        if found is None:
            raise NotPronounced(task.text)
        heard += found
        on_progress(done / len(tasks))
    return heard


def _sentences(corpus: Corpus) -> Iterator[str]:
    random = np.random.default_rng(_SEED)
    for at in random.integers(len(corpus.wordings), size=SENTENCES):
        variants = corpus.wordings[at].variants
        yield variants[int(random.integers(len(variants)))]


def _pronounced(task: _Task) -> list[Pronunciation]:
    return [
        spoken
        for accent in task.accents
        for spoken in espeak_of_process()
        .speak(task.text, EspeakVoice(accent, rate_wpm=_RATE_WPM))
        .pronunciations(task.text.split())
    ]
