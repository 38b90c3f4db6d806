"""The acoustic network: seven convolutions over time, trained with PyTorch.

What was learnt is handed on as plain affine layers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from robot_nodes.speech.training.extras import extra

WIDTH = 192
SUBSAMPLING = 3
"""The network answers for every third frame."""
CONTEXT = 15
"""Frames that it sees on each side of the one it answers for."""

_KERNELS = (5, 3, 3, 3, 3, 3, 1)
_STRIDES = (1, 3, 1, 1, 1, 1, 1)
_STEPS_BETWEEN_FRAMES = (1, 1, 3, 3, 3, 3, 3)
"""Distance in frames between neighbouring inputs of a layer: three after the stride."""
_ANSWERS_PER_SAMPLE, _SAMPLES_PER_BATCH = 40, 64
_SAMPLE_FRAMES = SUBSAMPLING * (_ANSWERS_PER_SAMPLE - 1) + 1 + 2 * CONTEXT
_LEARNING_RATE, _WEIGHT_DECAY, _WARM_UP_SHARE = 3e-3, 0.01, 0.15
_LABEL_SMOOTHING = 0.05
_PSEUDO_COUNT = 50.0
_THREADS = 1
"""Fixed: another number sums in another order, and the bytes differ."""
_STEPS_BETWEEN_REPORTS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """An affine layer over frames at fixed distances from its own."""

    weights: NDArray[np.float32]
    """One row per output; columns: the first offset's inputs, then the second's, ..."""
    bias: NDArray[np.float32]
    offsets: tuple[int, ...]
    """In frames."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """What was learnt. Between layers stands a rectifier, after the last a log-softmax."""

    layers: tuple[Layer, ...]
    priors: NDArray[np.float64]
    """How common each class is, smoothed as the labels were: or rare ones win everywhere."""


def trained(
    features: NDArray[np.float32],
    classes: NDArray[np.int64],
    class_count: int,
    epochs: int,
    on_progress: Callable[[float, float], None],
) -> Network:
    """Return the network after `epochs` passes over all frames, in one order fixed by seed.

    Args:
        features: One row per frame, utterance after utterance.
        classes: The class of each frame.
        class_count: Number of classes.
        epochs: Passes over the frames.
        on_progress: Told the share done and the share of frames right.

    Raises:
        ExtraMissing: PyTorch is not installed.
    """
    torch = extra("torch")
    torch.manual_seed(0)
    torch.set_num_threads(_THREADS)
    torch.use_deterministic_algorithms(mode=True)
    mean, spread = features.mean(0), features.std(0)
    x = torch.from_numpy((features - mean) / spread)
    y = torch.from_numpy(classes)
    model = _model(torch, features.shape[1], class_count)
    _fit(torch, model, x, y, epochs, on_progress)
    layers = _folded(model, mean, spread)
    counts = np.bincount(classes, minlength=class_count) + _PSEUDO_COUNT
    shares = counts / counts.sum()
    return Network(layers, (1 - _LABEL_SMOOTHING) * shares + _LABEL_SMOOTHING / class_count)


def _model(torch: Any, inputs: int, class_count: int) -> Any:  # noqa: ANN401 - torch is optional
    nn = torch.nn
    parts: list[Any] = []
    last = len(_KERNELS) - 1
    for number, (kernel, stride) in enumerate(zip(_KERNELS, _STRIDES, strict=True)):
        outputs = class_count if number == last else WIDTH
        parts.append(nn.Conv1d(inputs, outputs, kernel, stride))
        if number != last:
            parts += [nn.ReLU(), nn.BatchNorm1d(outputs, affine=False)]
        inputs = outputs
    return nn.Sequential(*parts)


def _fit(
    torch: Any,  # noqa: ANN401 - torch is optional
    model: Any,  # noqa: ANN401 - the same
    x: Any,  # noqa: ANN401 - the same
    y: Any,  # noqa: ANN401 - the same
    epochs: int,
    on_progress: Callable[[float, float], None],
) -> None:
    steps = max(10, epochs * len(x) // (SUBSAMPLING * _ANSWERS_PER_SAMPLE * _SAMPLES_PER_BATCH))
    optimiser = torch.optim.AdamW(model.parameters(), _LEARNING_RATE, weight_decay=_WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, _LEARNING_RATE, steps, pct_start=_WARM_UP_SHARE
    )
    for step, (seen, wanted) in enumerate(_batches(torch, x, y, steps)):
        scores = model(seen)
        loss = torch.nn.functional.cross_entropy(scores, wanted, label_smoothing=_LABEL_SMOOTHING)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % _STEPS_BETWEEN_REPORTS == 0:
            on_progress(step / steps, float((scores.argmax(1) == wanted).float().mean()))


def _batches(
    torch: Any,  # noqa: ANN401 - torch is optional
    x: Any,  # noqa: ANN401 - the same
    y: Any,  # noqa: ANN401 - the same
    count: int,
) -> Iterator[tuple[Any, Any]]:
    """Yield stretches of frames drawn at random, and the classes wanted for them."""
    random = torch.Generator().manual_seed(1)
    inputs = torch.arange(_SAMPLE_FRAMES)
    answers = CONTEXT + SUBSAMPLING * torch.arange(_ANSWERS_PER_SAMPLE)
    for _ in range(count):
        starts = torch.randint(len(x) - _SAMPLE_FRAMES, (_SAMPLES_PER_BATCH, 1), generator=random)
        yield x[starts + inputs].transpose(1, 2), y[starts + answers]


def _folded(
    model: Any,  # noqa: ANN401 - torch is optional
    mean: NDArray[np.float32],
    spread: NDArray[np.float32],
) -> tuple[Layer, ...]:
    """Return the layers with every normalisation multiplied into the weights after it."""
    scale, shift = 1 / spread, -mean / spread
    layers = []
    for number, (kernel, distance) in enumerate(zip(_KERNELS, _STEPS_BETWEEN_FRAMES, strict=True)):
        convolution = model[3 * number]
        weights = convolution.weight.detach().numpy()
        bias = convolution.bias.detach().numpy() + weights.sum(2) @ shift
        by_offset = (weights * scale[None, :, None]).transpose(0, 2, 1)
        offsets = tuple(distance * (tap - kernel // 2) for tap in range(kernel))
        rows = by_offset.reshape(len(by_offset), -1).astype(np.float32)
        layers.append(Layer(rows, bias.astype(np.float32), offsets))
        if number < len(_KERNELS) - 1:
            norm = model[3 * number + 2]
            scale = (norm.running_var + norm.eps).rsqrt().numpy()
            shift = -norm.running_mean.numpy() * scale
    return tuple(layers)
