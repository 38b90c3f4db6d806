"""A trial of the speech room: speak sentences in several voices, hear them, count the errors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, level_dbfs, silence
from robot_nodes.speech.recogniser import Recogniser, Transcript
from robot_nodes.speech.synthesiser import Delivery, Synthesiser
from robot_nodes.speech.word_errors import WordErrors, total, word_errors
from schedules.locale import Locale

TRIAL_VARIANTS: tuple[str | None, ...] = ("f3", "m2", "Annie", "grandpa")
"""Clear ones, none of which our own models were trained on."""

_CHUNK_SAMPLES = 4000
_LEAD_S, _TAIL_S = 0.3, 0.5


@dataclass(frozen=True, slots=True)
class SentenceResult:
    """One sentence in one voice."""

    said: str
    heard: str
    variant: str | None
    errors: WordErrors
    level_dbfs: float

    @property
    def is_right(self) -> bool:
        """Whether every word was heard, and no other."""
        return not self.errors.errors


@dataclass(frozen=True, slots=True)
class TrialResult:
    """Every sentence in every voice."""

    locale: Locale
    sentences: tuple[SentenceResult, ...]

    @property
    def errors(self) -> WordErrors:
        """All errors together; `errors.rate` is the word error rate."""
        return total(sentence.errors for sentence in self.sentences)

    @property
    def share_right(self) -> float:
        """The share, 0 to 1, of sentences without an error."""
        right = sum(sentence.is_right for sentence in self.sentences)
        return right / len(self.sentences) if self.sentences else 0.0


def run_trial(
    locale: Locale,
    sentences: Sequence[str],
    synthesiser: Synthesiser,
    recogniser: Recogniser,
    variants: Sequence[str | None] = TRIAL_VARIANTS,
) -> TrialResult:
    """Speak each of `sentences` in each of `variants` and recognise it.

    Raises:
        SynthesisFailed: a sentence could not be spoken.
    """
    results = []
    for sentence in sentences:
        for variant in variants:
            speech = synthesiser.synthesise(sentence, Delivery(locale, variant=variant))
            samples = speech.at_rate(HEARING_RATE_HZ).samples
            heard = transcribe(samples, recogniser).text
            errors = word_errors(sentence, heard)
            results.append(SentenceResult(sentence, heard, variant, errors, level_dbfs(samples)))
    return TrialResult(locale, tuple(results))


def transcribe(
    samples: Samples, recogniser: Recogniser, phrases: tuple[str, ...] | None = None
) -> Transcript:
    """Return what `recogniser` makes of `samples`, fed in pieces as a microphone would."""
    recogniser.start(phrases)
    for chunk in _chunks(np.concatenate((silence(_LEAD_S), samples, silence(_TAIL_S)))):
        recogniser.hear(chunk)
    return recogniser.finish()


def _chunks(samples: Samples) -> Iterator[Samples]:
    for begin in range(0, len(samples), _CHUNK_SAMPLES):
        yield samples[begin : begin + _CHUNK_SAMPLES]
