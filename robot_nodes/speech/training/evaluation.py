"""Measures a built model with voices never trained on.

The command is `python -m robot_nodes.speech.training.evaluation`; it writes the model's card.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.speech_models import MODELS_FOLDER, ModelMissing
from robot_nodes.speech.training import held_out_sound
from robot_nodes.speech.training.held_out_sound import Condition, HeldOutVoices, Reading
from robot_nodes.speech.training.model_card import Measure, ModelFigures, NoiseMeasure, write_card
from robot_nodes.speech.training.sentences import (
    care_sentences,
    outside_sentences,
    vocabulary,
    wordings_for,
)
from robot_nodes.speech.training.voices import ACCENTS
from robot_nodes.speech.trial import transcribe
from robot_nodes.speech.vosk_recogniser import VoskModel, VoskRecogniser
from robot_nodes.speech.word_errors import total, word_errors
from schedules.locale import Locale

SENTENCE_COUNT, LONG_COUNT = 150, 60
_SEED = 99


@dataclass(slots=True)
class _Stopwatch:
    """Adds up what recognising cost."""

    sound_s: float = 0.0
    processor_s: float = 0.0


class Evaluation:
    """All measures of one model."""

    def __init__(self, locale: Locale, model: VoskModel, voices: HeldOutVoices) -> None:
        self._locale = locale
        self._recogniser: VoskRecogniser = model.recogniser()
        self._voices = voices
        self._stopwatch = _Stopwatch()
        self._wordings = wordings_for(locale)
        random = np.random.default_rng(_SEED)
        sentences = sorted({text for wording in self._wordings for text in wording.variants})
        words = vocabulary(self._wordings)
        drawn = [sentences[i] for i in random.permutation(len(sentences))]
        self._single = drawn[:SENTENCE_COUNT]
        self._double = [
            f"{a} {b}" for a, b in zip(drawn[:LONG_COUNT], drawn[-LONG_COUNT:], strict=True)
        ]
        self._mixed = [" ".join(random.choice(words, 4)) for _ in range(LONG_COUNT)]

    def measures(self) -> Iterator[Measure]:
        """Yield one row after another."""
        quiet, loud = Condition(snr_db=20), Condition(snr_db=10)
        care = care_sentences(self._locale)
        yield self._measure("sentences of the list, clean", self._single, Condition())
        yield self._measure("the same, noise 20 dB below speech", self._single, quiet)
        yield self._measure("the same, noise 10 dB below speech", self._single, loud)
        yield self._measure("the same, in a room", self._single, Condition(is_in_room=True))
        yield self._measure("two sentences in a row", self._double, Condition())
        yield self._measure("four words in random order", self._mixed, Condition())
        yield self._measure_every_voice("care sentences, every voice", care, None)
        yield self._measure_every_voice("the same, told what to expect", care, care)

    def noises(self) -> Iterator[NoiseMeasure]:
        """Yield what is heard where nobody speaks."""
        for name, samples in held_out_sound.noises():
            heard = self._heard(samples, None)
            yield NoiseMeasure(name, len(samples) / HEARING_RATE_HZ, len(heard.split()))

    def false_words(self, phrases: tuple[str, ...] | None) -> tuple[int, int]:
        """Return, over sentences outside the vocabulary, the words falsely heard and those said."""
        false = said = 0
        for reading in self._voices.readings(outside_sentences(self._locale), Condition()):
            wrong = Counter(self._heard(reading.samples, phrases).split())
            wrong.subtract(reading.text.split())
            false += sum(count for count in wrong.values() if count > 0)
            said += len(reading.text.split())
        return false, said

    @property
    def real_time_factor(self) -> float:
        """Seconds of one core per second of sound, over everything heard so far."""
        return self._stopwatch.processor_s / self._stopwatch.sound_s

    def _measure(self, name: str, sentences: Sequence[str], condition: Condition) -> Measure:
        return self._counted(name, self._voices.readings(sentences, condition), None)

    def _measure_every_voice(
        self, name: str, sentences: Sequence[str], phrases: tuple[str, ...] | None
    ) -> Measure:
        return self._counted(name, self._voices.readings_in_every_voice(sentences), phrases)

    def _counted(
        self, name: str, readings: Iterator[Reading], phrases: tuple[str, ...] | None
    ) -> Measure:
        results = [
            word_errors(reading.text, self._heard(reading.samples, phrases)) for reading in readings
        ]
        right = sum(not result.errors for result in results)
        return Measure(name, len(results), total(results), right / len(results))

    def _heard(self, samples: Samples, phrases: tuple[str, ...] | None) -> str:
        began_s = time.process_time()
        text = transcribe(samples, self._recogniser, phrases).text
        self._stopwatch.processor_s += time.process_time() - began_s
        self._stopwatch.sound_s += len(samples) / HEARING_RATE_HZ
        return text


def evaluate(locale: Locale, folder: Path) -> ModelFigures:
    """Measure the model of `locale` in `folder`.

    Raises:
        ModelMissing: there is none.
    """
    began_s = time.perf_counter()
    model = VoskModel(folder)
    load_s = time.perf_counter() - began_s
    evaluation = Evaluation(locale, model, HeldOutVoices(locale))
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"]
    return ModelFigures(
        locale=locale,
        measures=tuple(evaluation.measures()),
        noises=tuple(evaluation.noises()),
        false_words=evaluation.false_words(None),
        false_words_expecting=evaluation.false_words(care_sentences(locale)),
        real_time_factor=evaluation.real_time_factor,
        load_s=load_s,
        size_mb=sum(path.stat().st_size for path in files) / 1e6,
    )


def main() -> int:
    """Evaluate the models and write their cards; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locale", choices=list(ACCENTS), help="one language; without it all")
    parser.add_argument("--models", type=Path, default=MODELS_FOLDER, help="where the models are")
    options = parser.parse_args()
    locales = [Locale(options.locale)] if options.locale else list(ACCENTS)
    try:
        for locale in locales:
            figures = evaluate(locale, options.models / locale)
            sys.stdout.write(write_card(options.models / locale, figures))
    except ModelMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
