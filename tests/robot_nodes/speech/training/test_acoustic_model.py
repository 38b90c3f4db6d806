import struct

import numpy as np
import pytest

from robot_nodes.speech.training.acoustic_model import acoustic_model
from robot_nodes.speech.training.features import DIMENSION
from robot_nodes.speech.training.network import Layer, Network
from robot_nodes.speech.training.phone_set import PhoneSet

PHONES = PhoneSet.of(["j", "a"])
NETWORK = Network(
    layers=(
        Layer(np.ones((4, 2 * DIMENSION), np.float32), np.zeros(4, np.float32), (-1, 1)),
        Layer(np.full((3, 4), 0.5, np.float32), np.zeros(3, np.float32), (0,)),
    ),
    priors=np.full(3, 1 / 3),
)
FILE = acoustic_model(NETWORK, PHONES)


def test_the_file_says_that_it_is_binary() -> None:
    assert FILE.startswith(b"\0B<TransitionModel> <Topology> ")


def test_the_wiring_follows_the_layers() -> None:
    wiring = FILE.split(b"<Nnet3> \n")[1].split(b"\n\n")[0].decode().splitlines()
    spliced = "Append(Offset(input, -1), Offset(input, 1))"
    assert wiring == [
        "input-node name=input dim=40",
        f"component-node name=affine0 component=affine0 input={spliced}",
        "component-node name=output0 component=output0 input=affine0",
        "component-node name=affine1 component=affine1 input=output0",
        "component-node name=output1 component=output1 input=affine1",
        "output-node name=output input=output1 objective=linear",
    ]


def test_weights_are_written_row_by_row() -> None:
    matrix = FILE.split(b"affine1 <AffineComponent> ")[1].split(b"<LinearParams> FM ")[1]
    assert struct.unpack_from("<bibi", matrix) == (4, 3, 4, 4)
    assert struct.unpack_from("<12f", matrix, 10) == (0.5,) * 12


def test_one_log_chance_for_each_transition_and_one_that_is_not_used() -> None:
    vector = FILE.split(b"<LogProbs> FV ")[1]
    _, length = struct.unpack_from("<bi", vector)
    chances = struct.unpack_from(f"<{length}f", vector, 5)

    assert length == 1 + 2 * len(PHONES.kaldi_ids)
    assert chances[0] == 0.0
    assert chances[1:] == pytest.approx([np.log(0.5)] * (length - 1))
