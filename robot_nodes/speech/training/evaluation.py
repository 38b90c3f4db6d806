"""Measures a built model: `python -m robot_nodes.speech.training.evaluation`.

In voices never trained on, with the decoders, the listener and the agreement that the robot uses.
It writes the model's card, and needs no PyTorch.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.recogniser import Recogniser
from robot_nodes.speech.speech_models import MODELS_FOLDER, ModelMissing
from robot_nodes.speech.training import held_out_sound
from robot_nodes.speech.training.corpus import corpus_for, languages_of
from robot_nodes.speech.training.false_accepts import FalseAccepts, false_accepts
from robot_nodes.speech.training.held_out_sound import Condition, HeldOutVoices
from robot_nodes.speech.training.model_card import ModelFigures, NoiseMeasure, Row, write_card
from robot_nodes.speech.training.model_folder import read_origin
from robot_nodes.speech.training.progress import Progress
from robot_nodes.speech.training.sentences import care_sentences
from robot_nodes.speech.training.spoken_language import SpokenLanguage
from robot_nodes.speech.training.television import disturbances
from robot_nodes.speech.training.voices import ACCENTS
from robot_nodes.speech.trial import transcribe
from robot_nodes.speech.vosk_recogniser import VoskModel
from robot_nodes.speech.word_errors import WordErrors, total, word_errors
from schedules.locale import Locale

CONDITIONS: dict[str, Condition] = {
    "clean": Condition(),
    "noise 20 dB below the voice": Condition(snr_db=20),
    "noise 10 dB below the voice": Condition(snr_db=10),
    "half speed": Condition(pace=0.5),
    "1.5 times the speed": Condition(pace=1.5),
    "in a room, with noise": Condition(is_in_room=True),
}
SENTENCES = 150
MINUTES = 20.0
LARGEST_REAL_TIME_FACTOR = 0.15
"""Seconds of one core per second of sound: a robot's processor has more to do."""
_SEED = 99


class Stopwatch:
    """Adds up what recognising cost."""

    def __init__(self) -> None:
        self._sound_s = self._processor_s = 0.0

    def heard(
        self, recogniser: Recogniser, samples: Samples, phrases: tuple[str, ...] | None = None
    ) -> str:
        """Return what `recogniser` hears."""
        began_s = time.process_time()
        text = transcribe(samples, recogniser, phrases).text
        self._processor_s += time.process_time() - began_s
        self._sound_s += len(samples) / HEARING_RATE_HZ
        return text

    @property
    def real_time_factor(self) -> float:
        """Seconds of one core per second of sound, over everything heard so far."""
        return self._processor_s / self._sound_s


class Evaluation:
    """What a model hears of one language."""

    def __init__(
        self, locale: Locale, model: VoskModel, voices: HeldOutVoices, sentences: int
    ) -> None:
        """Prepare to hear `sentences` sentences under each condition."""
        self.locale = locale
        self.stopwatch = Stopwatch()
        self._full, self._expecting = model.recogniser(), model.recogniser()
        self._voices = voices
        self._interpreter = Interpreter.load([locale])
        self._sentences = drawn_sentences(locale, sentences)
        self._care = care_sentences(locale)

    def row(self, name: str, condition: Condition) -> Row:
        """Return what is heard under one condition."""
        heard = [
            (reading.text, self.stopwatch.heard(self._full, reading.samples))
            for reading in self._voices.readings(self._sentences, condition)
        ]
        care, expected = self._care_heard(condition)
        alike = sum(self._means(said) == self._means(text) for said, text in heard)
        return Row(
            locale=self.locale,
            condition=name,
            sentences=total(word_errors(said, text) for said, text in heard),
            understood_ratio=alike / len(heard),
            care=total(care),
            expected=total(expected),
        )

    def _care_heard(self, condition: Condition) -> tuple[list[WordErrors], list[WordErrors]]:
        """Return the errors with the whole vocabulary, and with the care sentences alone."""
        care, expected = [], []
        for reading in self._voices.readings_in_clear_voices(self._care, condition):
            text = self.stopwatch.heard(self._full, reading.samples)
            care.append(word_errors(reading.text, text))
            text = self.stopwatch.heard(self._expecting, reading.samples, self._care)
            expected.append(word_errors(reading.text, text))
        return care, expected

    def _means(self, text: str) -> str:
        return self._interpreter.understand(text, self.locale).intent


def drawn_sentences(locale: Locale, count: int) -> list[str]:
    """Return sentences drawn anew from `count` templates of `locale`: not those of the training."""
    random = np.random.default_rng(_SEED)
    drawn = [w.variants[0] for w in SpokenLanguage(locale).wordings(1, random) if w.variants]
    return [drawn[at] for at in random.permutation(len(drawn))[:count]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much is heard: more is slower and surer."""

    sentences: int = SENTENCES
    """Under each condition and locale."""
    minutes: float = MINUTES
    """Of each disturbance."""


def evaluate(
    model_locale: Locale, folder: Path, amount: Amount, progress: Progress
) -> ModelFigures:
    """Measure the model of `model_locale` in `folder`.

    Raises:
        ModelMissing: there is none.
    """
    began_s = time.perf_counter()
    model = VoskModel(folder)
    load_s = time.perf_counter() - began_s
    rows: list[Row] = []
    factors: list[float] = []
    for locale in languages_of(model_locale):
        progress.begin(f"{locale}: sentences")
        evaluation = Evaluation(locale, model, HeldOutVoices(model_locale), amount.sentences)
        for number, (name, condition) in enumerate(CONDITIONS.items()):
            progress.show(number / len(CONDITIONS), name)
            rows.append(evaluation.row(name, condition))
        factors.append(evaluation.stopwatch.real_time_factor)
        progress.end(f"{rows[-len(CONDITIONS)].sentences.rate:.1%} of the words wrong, clean")
    corpus = corpus_for(model_locale)
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"]
    return ModelFigures(
        locale=model_locale,
        origin=read_origin(folder),
        word_count=len(model.vocabulary()),
        template_count=len(corpus.wordings),
        rows=tuple(rows),
        noises=tuple(_noises(model)),
        false_accepts=tuple(_false_accepts(model_locale, model, amount.minutes, progress)),
        real_time_factor=max(factors),
        load_s=load_s,
        size_mb=sum(path.stat().st_size for path in files) / 1e6,
    )


def _noises(model: VoskModel) -> Iterator[NoiseMeasure]:
    recogniser = model.recogniser()
    for name, samples in held_out_sound.noises():
        words = len(transcribe(samples, recogniser).text.split())
        yield NoiseMeasure(name, len(samples) / HEARING_RATE_HZ, words)


def _false_accepts(
    locale: Locale, model: VoskModel, minutes: float, progress: Progress
) -> Iterator[FalseAccepts]:
    for disturbance in disturbances(locale, minutes):
        progress.begin(f"{locale}: {disturbance.name}")
        found = false_accepts(disturbance, locale, model)
        yield found
        progress.end(f"{found.words} words, {found.believed} times believed")


def main() -> int:
    """Evaluate the models and write their cards; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locale", choices=list(ACCENTS), help="one model; without it all")
    parser.add_argument("--models", type=Path, default=MODELS_FOLDER, help="where the models are")
    parser.add_argument(
        "--sentences", type=int, default=SENTENCES, help="under each condition and locale"
    )
    parser.add_argument("--minutes", type=float, default=MINUTES, help="of each disturbance")
    options = parser.parse_args()
    locales = [Locale(options.locale)] if options.locale else list(ACCENTS)
    amount = Amount(sentences=options.sentences, minutes=options.minutes)
    progress = Progress()
    try:
        for locale in locales:
            folder = options.models / locale
            sys.stdout.write(write_card(folder, evaluate(locale, folder, amount, progress)))
    except ModelMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
