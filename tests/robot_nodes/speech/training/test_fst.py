import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.speech.training.fst import Arc, Fst
from tests.robot_nodes.speech.training.openfst import read_fst

STATES = 4
costs = st.floats(0, 50, width=32)
arcs = st.tuples(
    st.integers(0, STATES - 1),
    st.builds(Arc, st.integers(0, 99), st.integers(0, 99), costs, st.integers(0, STATES - 1)),
)


def fst_of(drawn: list[tuple[int, Arc]], finals: dict[int, float]) -> Fst:
    fst = Fst()
    for _ in range(STATES - 1):
        fst.new_state()
    for source, arc in drawn:
        fst.connect(source, arc.target, arc.reads, arc.writes, arc.cost)
    fst.final_costs.update(finals)
    return fst


@given(st.lists(arcs, max_size=20), st.dictionaries(st.integers(0, STATES - 1), costs))
def test_what_is_written_can_be_read_back(
    drawn: list[tuple[int, Arc]], finals: dict[int, float]
) -> None:
    fst = fst_of(drawn, finals)
    read = read_fst(fst.to_bytes())

    assert read.start == 0
    assert read.finals == finals
    assert read.arcs == [[(a.reads, a.writes, a.cost, a.target) for a in row] for row in fst.arcs]


@given(st.lists(arcs, max_size=20))
def test_sorted_arcs_are_the_same_arcs_in_order_of_input(drawn: list[tuple[int, Arc]]) -> None:
    fst = fst_of(drawn, {})
    before = [set(row) for row in fst.arcs]
    fst.sort_by_input()

    assert [set(row) for row in fst.arcs] == before
    for row in fst.arcs:
        assert [arc.reads for arc in row] == sorted(arc.reads for arc in row)


def test_the_very_same_arc_is_added_once() -> None:
    fst = fst_of([(0, Arc(1, 2, 0.5, 3))] * 2, {})
    assert fst.arcs[0] == [Arc(1, 2, 0.5, 3)]


def test_the_header_is_openfsts() -> None:
    contents = Fst().to_bytes()
    assert struct.unpack_from("<i", contents) == (0x7EB2FDD6,)
    with pytest.raises(struct.error):
        read_fst(contents[:-1])
