"""A Whisper model, such as NB-Whisper: for people, on a machine that is fast enough."""

import importlib
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from robot_nodes.speech.audio import FULL_SCALE, HEARING_RATE_HZ, Samples
from robot_nodes.speech.recogniser import HeardWord, Transcript
from robot_nodes.speech.speech_models import ModelMissing
from schedules.locale import LANGUAGE_TAGS, Locale

LEAST_SPEECH = 0.6
"""Ratio 0-1: a piece that is more likely no speech than this is dropped, as Whisper's makers do."""
LEAST_S = 0.1
"""Of anything shorter Whisper makes words up."""
_BEAM = 5


class WhisperModel:
    """A loaded model: its memory is shared by the recognisers of all languages that it hears."""

    def __init__(self, folder: Path, compute_type: str = "int8") -> None:
        """Load a model in CTranslate2's format; nothing is downloaded.

        Args:
            folder: Holds `model.bin`, as `ct2-transformers-converter` writes it.
            compute_type: Of CTranslate2: int8 is the fastest on a processor.

        Raises:
            ModelMissing: faster-whisper is not installed, or the folder holds no such model.
        """
        if not (folder / "model.bin").is_file():
            raise ModelMissing(
                f"no Whisper model in {folder}: name a folder with a model.bin "
                "(ct2-transformers-converter makes one) as whisper_model"
            )
        try:
            faster_whisper = importlib.import_module("faster_whisper")
        except ImportError as cause:
            raise ModelMissing(
                "the recogniser whisper needs the package faster-whisper: "
                "install nabo-care[whisper], or set the recogniser to vosk"
            ) from cause
        try:
            self._model = faster_whisper.WhisperModel(
                str(folder), device="cpu", compute_type=compute_type, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as cause:
            raise ModelMissing(
                f"faster-whisper cannot load the model in {folder}: convert it again, "
                "or set the recogniser to vosk"
            ) from cause

    def recogniser(self, locale: Locale) -> "WhisperRecogniser":
        """Return a recogniser of one language over it."""
        return WhisperRecogniser(self, locale)

    def segments(self, sound: Any, language: str) -> list[Any]:  # noqa: ANN401 - numpy's and theirs
        """Return faster-whisper's segments of a whole utterance, between -1 and 1."""
        segments, _ = self._model.transcribe(
            sound,
            language=language,
            beam_size=_BEAM,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
        )
        return list(segments)


class WhisperRecogniser:
    """Hears an utterance once it has ended: Whisper has no words before.

    It cannot be limited to phrases. Cries for help and quick answers are found by the small
    grammar that listens beside it.
    """

    def __init__(self, model: WhisperModel, locale: Locale) -> None:
        self._model = model
        self._language = LANGUAGE_TAGS[locale].whisper_language
        self._heard: list[Samples] = []

    def start(self, phrases: tuple[str, ...] | None = None) -> None:
        """Begin an utterance. `phrases` limit nothing here."""
        del phrases
        self._heard = []

    def hear(self, samples: Samples) -> str:
        """Keep the samples; there is no text before the end."""
        self._heard.append(samples)
        return ""

    def finish(self) -> Transcript:
        """Recognise the whole utterance."""
        samples = np.concatenate(self._heard) if self._heard else np.zeros(0, np.int16)
        self._heard = []
        if len(samples) < LEAST_S * HEARING_RATE_HZ or not samples.any():
            return Transcript("", 0.0, ())
        sound = samples.astype(np.float32) / np.float32(FULL_SCALE)
        segments = self._model.segments(sound, self._language)
        return transcript_of([s for s in segments if s.no_speech_prob <= LEAST_SPEECH])


def transcript_of(segments: Sequence[Any]) -> Transcript:
    """Return what faster-whisper's segments say, in the words of every other recogniser."""
    words = tuple(
        HeardWord(text, float(word.start), float(word.end), float(word.probability))
        for segment in segments
        for word in segment.words or ()
        if (text := _plain(word.word))
    )
    if not words:
        return Transcript("", 0.0, ())
    confidence = math.fsum(word.confidence for word in words) / len(words)
    return Transcript(" ".join(word.text for word in words), confidence, words)


def _plain(word: str) -> str:
    """Return a word without the punctuation and capitals that Whisper writes."""
    return word.strip().strip(".,!?:;-–«»\"'…").casefold()
