"""The default recogniser: Vosk."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from robot_nodes.speech import word_list
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.recogniser import UNKNOWN_WORD, HeardWord, Transcript
from robot_nodes.speech.speech_models import ModelMissing

GRAMMARS_KEPT = 4
"""Small grammars ready at the same time, some 5 MB each: cries alone, and what was asked last."""


class VoskModel:
    """A loaded model: its memory is shared by every recogniser made from it."""

    def __init__(self, folder: Path) -> None:
        """Load the model in `folder`; about 0.2 s and 100 MB for our own.

        Raises:
            ModelMissing: Vosk cannot load it.
        """
        import vosk  # noqa: PLC0415 - costs half a second, wasted where nobody listens

        vosk.SetLogLevel(-1)
        self._words = folder / "graph" / "words.txt"
        self._knows: dict[str, bool] = {}  # a question has a hundred thousand words, few different
        try:
            word_list.require_whole(self._words)
            self._model = vosk.Model(str(folder))
            self._make = vosk.KaldiRecognizer
            self.kaldi_recogniser(None)  # a broken graph is found only here
        except Exception as cause:  # Vosk raises nothing narrower
            raise ModelMissing(
                f"Vosk cannot load the model in {folder}: build it again, "
                "or name another in the settings"
            ) from cause

    def vocabulary(self) -> frozenset[str]:
        """Return the words that the model can hear; none where its folder does not list them."""
        return word_list.vocabulary(self._words)

    def knows(self, word: str) -> bool:
        """Return whether `word` is in the vocabulary."""
        if word not in self._knows:
            self._knows[word] = self._model.vosk_model_find_word(word) >= 0
        return self._knows[word]

    def recogniser(self) -> "VoskRecogniser":
        """Return a new recogniser over this model."""
        return VoskRecogniser(self)

    def kaldi_recogniser(self, phrases: tuple[str, ...] | None) -> Any:  # noqa: ANN401 - vosk has no types
        """Return Vosk's own recogniser, limited to the known words of `phrases` if given."""
        limits: tuple[str, ...] = ()
        if phrases is not None:
            known = [p for p in phrases if all(self.knows(word) for word in p.split())]
            limits = (json.dumps([*known, UNKNOWN_WORD], ensure_ascii=False),)
        kaldi = self._make(self._model, HEARING_RATE_HZ, *limits)
        kaldi.SetWords(True)  # noqa: FBT003 - Vosk's signature
        return kaldi


@dataclass(slots=True)
class _Grammar:
    """Vosk's own recogniser for one set of phrases, and how much it has heard."""

    kaldi: Any
    samples_heard: int = 0


class VoskRecogniser:
    """Hears one utterance after another. Pauses do not end one: the listener decides that."""

    def __init__(self, model: VoskModel) -> None:
        self._model = model
        self._grammars: dict[tuple[str, ...] | None, _Grammar] = {}
        """Phrases -> those used of late, the latest last: a robot asks the same again and again."""
        self._offset_s = 0.0
        self._heard: list[HeardWord] = []
        self.start()

    @property
    def grammars_ready(self) -> int:
        """How many sets of phrases can be asked for without a wait."""
        return len(self._grammars)

    def start(self, phrases: tuple[str, ...] | None = None) -> None:
        """Begin an utterance. Only phrases not used of late cost time: tenths of a second."""
        self._heard = []
        if (known := self._grammars.pop(phrases, None)) is not None:
            known.kaldi.Reset()
        self._now = known or _Grammar(self._model.kaldi_recogniser(phrases))
        self._grammars[phrases] = self._now
        if len(self._grammars) > GRAMMARS_KEPT:
            del self._grammars[next(iter(self._grammars))]
        self._offset_s = self._now.samples_heard / HEARING_RATE_HZ

    def hear(self, samples: Samples) -> str:
        """Take the next samples and return what is understood so far."""
        self._now.samples_heard += len(samples)
        if self._now.kaldi.AcceptWaveform(samples.astype("<i2").tobytes()):
            self._heard += self._words(self._now.kaldi.Result())
            return _text(self._heard)
        partial: str = json.loads(self._now.kaldi.PartialResult())["partial"]
        known = [word for word in partial.split() if word != UNKNOWN_WORD]
        return " ".join(filter(None, (_text(self._heard), *known)))

    def finish(self) -> Transcript:
        """End the utterance and return what was said."""
        heard = self._heard + self._words(self._now.kaldi.FinalResult())
        self._heard = []
        known = tuple(word for word in heard if word.text != UNKNOWN_WORD)
        confidence = sum(word.confidence for word in known) / len(heard) if heard else 0.0
        return Transcript(_text(known), confidence, known, len(heard) - len(known))

    def _words(self, result: str) -> list[HeardWord]:
        """Read Vosk's JSON; its times run on from utterance to utterance."""
        return [
            HeardWord(
                word["word"],
                word["start"] - self._offset_s,
                word["end"] - self._offset_s,
                min(1.0, word["conf"]),
            )
            for word in json.loads(result).get("result", [])
        ]


def _text(words: Sequence[HeardWord]) -> str:
    return " ".join(word.text for word in words if word.text != UNKNOWN_WORD)
