"""Skipped where PyTorch is not installed: it is needed to train, and by nobody else."""

import numpy as np
import pytest
from numpy.typing import NDArray

from robot_nodes.speech.training.network import CONTEXT, SUBSAMPLING, Network, trained

pytest.importorskip("torch", reason="PyTorch trains the speech models; install it to test that")

CLASSES = 3
FRAMES = 20_000
FEATURES = 40


@pytest.fixture(scope="module")
def material() -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Classes that last for ten frames, each with its own mean, under noise, far from zero."""
    random = np.random.default_rng(1)
    classes = np.repeat(random.integers(CLASSES, size=FRAMES // 10), 10)
    means = random.normal(size=(CLASSES, FEATURES))
    noise = random.normal(scale=2.0, size=(FRAMES, FEATURES))
    return (5.0 + means[classes] + noise).astype(np.float32), classes


def learnt(material: tuple[NDArray[np.float32], NDArray[np.int64]]) -> Network:
    return trained(*material, CLASSES, epochs=20, on_progress=lambda _share, _right: None)


def answers(network: Network, features: NDArray[np.float32]) -> NDArray[np.int64]:
    """Apply the layers as Kaldi does: a rectifier between them, and every third frame only."""
    wanted = np.arange(CONTEXT, len(features) - CONTEXT, SUBSAMPLING)

    def output(layer: int, frames: NDArray[np.int64]) -> NDArray[np.float32]:
        if layer < 0:
            return features[frames]
        affine = network.layers[layer]
        spliced = np.hstack([output(layer - 1, frames + offset) for offset in affine.offsets])
        scores = spliced @ affine.weights.T + affine.bias
        is_last = layer == len(network.layers) - 1
        return scores if is_last else np.maximum(scores, 0)

    best: NDArray[np.int64] = output(len(network.layers) - 1, wanted).argmax(1)
    return best


def test_the_plain_layers_answer_as_what_was_trained(
    material: tuple[NDArray[np.float32], NDArray[np.int64]],
) -> None:
    network = learnt(material)
    features, classes = material[0][:400], material[1][:400]
    wanted = classes[CONTEXT : len(features) - CONTEXT : SUBSAMPLING]

    assert np.mean(answers(network, features) == wanted) > 0.9
    assert network.priors.sum() == pytest.approx(1.0)


def test_the_same_material_gives_the_same_bytes(
    material: tuple[NDArray[np.float32], NDArray[np.int64]],
) -> None:
    once, again = learnt(material), learnt(material)
    for one, other in zip(once.layers, again.layers, strict=True):
        assert one.weights.tobytes() == other.weights.tobytes()
