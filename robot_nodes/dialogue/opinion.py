"""A second opinion on what an utterance means, learnt from labelled sentences.

A linear model over words, their order and their letters: it knows sentences that no template
foresaw. It never decides alone on what has consequences; `judgement` says what it may decide.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

from robot_nodes.dialogue.features import SIZE, features
from schedules.locale import Locale

FOLDER = Path(__file__).with_name("opinions")
EXPECTED = 1.0
"""Added to the score of what was just asked for, in natural logarithms of odds."""

Scores: TypeAlias = npt.NDArray[np.float32]
Kinds: TypeAlias = Mapping[str, tuple[str, ...]]
"""Word -> the kinds of word that it belongs to."""


class OpinionMissing(RuntimeError):  # noqa: N818 - a state of the installation
    """A model is not there or does not fit the code: names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """How likely each meaning is."""

    probabilities: Mapping[str, float]
    """Intent -> 0-1, as sure as the model believes it is."""
    intent: str
    """The likeliest."""

    @property
    def probability(self) -> float:
        """Return that of the likeliest."""
        return self.probabilities[self.intent]

    def knows(self, intent: str) -> bool:
        """Return whether the model was taught `intent`."""
        return intent in self.probabilities

    def of(self, intent: str) -> float:
        """Return the probability of `intent`, 0 where the model does not know it."""
        return self.probabilities.get(intent, 0.0)


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """The model of the locales that are heard together."""

    intents: tuple[str, ...]
    weights: Scores
    """Feature x intent."""
    bias: Scores
    kinds: Kinds

    @classmethod
    def load(cls, locales: Sequence[Locale], kinds: Kinds, folder: Path = FOLDER) -> Self:
        """Read the model that `python -m robot_nodes.dialogue.training` wrote.

        Raises:
            OpinionMissing: There is none, or it was made with other features.
        """
        path = path_of(locales, folder)
        try:
            with np.load(path) as stored:
                weights = stored["weights"].astype(np.float32) * stored["scales"]
                model = cls(tuple(map(str, stored["intents"])), weights, stored["bias"], kinds)
        except (OSError, KeyError, ValueError) as fault:
            raise _missing(path) from fault
        if model.weights.shape != (SIZE, len(model.intents)):
            raise _missing(path)
        return model

    def save(self, locales: Sequence[Locale], folder: Path = FOLDER) -> Path:
        """Write the model with weights of eight bits; the same model gives the same bytes."""
        scales = np.maximum(np.abs(self.weights).max(axis=0), 1e-6).astype(np.float32) / 127
        folder.mkdir(parents=True, exist_ok=True)
        path = path_of(locales, folder)
        np.savez_compressed(
            path,
            intents=np.array(self.intents),
            weights=np.round(self.weights / scales).astype(np.int8),
            scales=scales,
            bias=self.bias.astype(np.float32),
        )
        return path

    def of(self, words: Sequence[str], expected: Collection[str] = ()) -> Opinion:
        """Return the likeliest meaning of plain words; `unknown` where there are none."""
        if not words:
            return Opinion({"unknown": 1.0}, "unknown")
        places, values = features(words, self.kinds)
        scores = values @ self.weights[places] + self.bias
        scores += np.array([EXPECTED if name in expected else 0.0 for name in self.intents])
        odds = np.exp(scores - scores.max())
        likely = (odds / odds.sum()).tolist()
        return Opinion(
            dict(zip(self.intents, likely, strict=True)), self.intents[int(odds.argmax())]
        )


def path_of(locales: Sequence[Locale], folder: Path = FOLDER) -> Path:
    """Return the file of the model of `locales`."""
    return folder / f"{'+'.join(locales)}.npz"


def _missing(path: Path) -> OpinionMissing:
    return OpinionMissing(
        f"{path} is missing or of another version: run python -m robot_nodes.dialogue.training"
    )
