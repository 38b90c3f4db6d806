"""`am/final.mdl`: the network and its phones as Kaldi's transition model and nnet3."""

import numpy as np

from robot_nodes.speech.training.features import DIMENSION
from robot_nodes.speech.training.kaldi_binary import KaldiBinary
from robot_nodes.speech.training.network import CONTEXT, Layer, Network
from robot_nodes.speech.training.phone_set import PhoneSet

_NO_CLASS = -1
_EVEN = 0.5
_LEARNING_RATE = 0.001
"""Kaldi will not read a layer without one."""
_NO_NUMBERS = np.zeros(0)


def acoustic_model(network: Network, phones: PhoneSet) -> bytes:
    """Return the file's contents."""
    file = KaldiBinary()
    _add_transition_model(file, phones)
    _add_network(file, network)
    return file.to_bytes()


def _add_transition_model(file: KaldiBinary, phones: PhoneSet) -> None:
    """One emitting state per phone: stay or leave with even chance."""
    ids = list(phones.kaldi_ids)
    file.token("<TransitionModel>", "<Topology>")
    file.integer_vector(ids).integer_vector([-1] + [0] * len(ids))
    topologies, states = 1, 2
    file.integers(topologies, states)
    file.integers(0, 2, 0).number(_EVEN).integers(1).number(_EVEN)
    file.integers(_NO_CLASS, 0)
    file.token("</Topology>", "<Triples>").integers(len(ids))
    for kaldi_id in ids:
        file.integers(kaldi_id, 0, phones.class_of_kaldi_id(kaldi_id))
    log_chances = np.full(1 + 2 * len(ids), np.log(_EVEN))
    log_chances[0] = 0.0
    file.token("</Triples>", "<LogProbs>").vector(log_chances)
    file.token("</LogProbs>", "</TransitionModel>")


def _add_network(file: KaldiBinary, network: Network) -> None:
    file.token("<Nnet3>").text("\n" + _wiring(network.layers) + "\n")
    file.token("<NumComponents>").integers(2 * len(network.layers))
    for number, layer in enumerate(network.layers):
        _add_affine(file, f"affine{number}", layer)
        is_last = number == len(network.layers) - 1
        kind = "LogSoftmaxComponent" if is_last else "RectifiedLinearComponent"
        _add_nonlinearity(file, f"output{number}", kind, len(layer.bias))
    file.token("</Nnet3>", "<LeftContext>").integers(CONTEXT)
    file.token("<RightContext>").integers(CONTEXT)
    file.token("<Priors>").vector(network.priors)


def _wiring(layers: tuple[Layer, ...]) -> str:
    lines = [f"input-node name=input dim={DIMENSION}"]
    source = "input"
    for number, layer in enumerate(layers):
        affine, output = f"affine{number}", f"output{number}"
        spliced = _spliced(source, layer.offsets)
        lines.append(f"component-node name={affine} component={affine} input={spliced}")
        lines.append(f"component-node name={output} component={output} input={affine}")
        source = output
    lines.append(f"output-node name=output input={source} objective=linear")
    return "".join(f"{line}\n" for line in lines)


def _spliced(source: str, offsets: tuple[int, ...]) -> str:
    taps = [f"Offset({source}, {offset})" if offset else source for offset in offsets]
    return f"Append({', '.join(taps)})" if len(taps) > 1 else taps[0]


def _add_affine(file: KaldiBinary, name: str, layer: Layer) -> None:
    file.token("<ComponentName>", name, "<AffineComponent>", "<LearningRate>")
    file.number(_LEARNING_RATE)
    file.token("<LinearParams>").matrix(layer.weights)
    file.token("<BiasParams>").vector(layer.bias)
    file.token("</AffineComponent>")


def _add_nonlinearity(file: KaldiBinary, name: str, kind: str, dimension: int) -> None:
    file.token("<ComponentName>", name, f"<{kind}>", "<Dim>").integers(dimension)
    file.token("<ValueAvg>").vector(_NO_NUMBERS).token("<DerivAvg>").vector(_NO_NUMBERS)
    file.token("<Count>").number(0.0).token(f"</{kind}>")
