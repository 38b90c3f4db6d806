"""Fitting the model: multinomial logistic regression, the same figures on every run."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from robot_nodes.dialogue.features import SIZE, features
from robot_nodes.dialogue.normalise import Normaliser
from robot_nodes.dialogue.opinion import Kinds, SecondOpinion
from robot_nodes.dialogue.training.examples import Example

TRUST = 20.0
"""How much a sentence weighs against small weights (the inverse of regularisation)."""
MOST_STEPS = 80

Floats: TypeAlias = npt.NDArray[np.float64]


def fit(
    examples: Sequence[Example], normaliser: Normaliser, kinds: Kinds, steps: int = MOST_STEPS
) -> SecondOpinion:
    """Return the model that explains `examples` best with small weights."""
    intents = tuple(sorted({example.intent for example in examples}))
    wanted = np.array([intents.index(example.intent) for example in examples])
    weights = np.array([example.weight for example in examples]) * TRUST
    seen = _matrix(examples, normaliser, kinds)
    shape = (SIZE, len(intents))

    def loss(flat: Floats) -> tuple[float, Floats]:
        model, bias = flat[: -shape[1]].reshape(shape), flat[-shape[1] :]
        likely = _softmax(seen @ model + bias)
        rows = np.arange(len(wanted))
        wrong = float(-(weights * np.log(likely[rows, wanted] + 1e-12)).sum())
        likely[rows, wanted] -= 1
        likely *= weights[:, None]
        slope = np.asarray(seen.T @ likely) + model
        total = wrong + 0.5 * float((model**2).sum())
        return total, np.concatenate([slope.ravel(), likely.sum(axis=0)])

    start = np.zeros(shape[0] * shape[1] + shape[1])
    found = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps}
    ).x.astype(np.float32)
    return SecondOpinion(intents, found[: -shape[1]].reshape(shape), found[-shape[1] :], kinds)


def _matrix(examples: Sequence[Example], normaliser: Normaliser, kinds: Kinds) -> sparse.csr_matrix:
    rows = [features(normaliser.words(e.text).plain, kinds) for e in examples]
    starts = np.concatenate([[0], np.cumsum([len(places) for places, _ in rows])])
    places = np.concatenate([places for places, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return sparse.csr_matrix((values, places, starts), shape=(len(rows), SIZE))


def _softmax(scores: Floats) -> Floats:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely: Floats = odds / odds.sum(axis=1, keepdims=True)
    return likely
