import pytest

from robot_nodes.speech.training.espeak import SILENCE
from robot_nodes.speech.training.fst import Fst
from robot_nodes.speech.training.lexicon import Entry
from robot_nodes.speech.training.lexicon_graph import lexicon_graph
from robot_nodes.speech.training.phone_set import (
    PhoneSet,
    Place,
    forward_transition,
    self_loop,
)

PHONES = PhoneSet.of(["j", "a", "å"])
WORDS = {"<eps>": 0, "[unk]": 1, "ja": 2, "å": 3}
GRAPH = lexicon_graph((Entry("ja", ("j", "a"), 0.0), Entry("å", ("å",), 0.5)), PHONES, WORDS)
J = PHONES.kaldi_id("j", Place.BEGIN)
A = PHONES.kaldi_id("a", Place.END)
AA = PHONES.kaldi_id("å", Place.ALONE)
PAUSE = PHONES.kaldi_id(SILENCE, Place.ALONE)


def outputs(transitions: list[int], fst: Fst = GRAPH) -> set[tuple[int, ...]]:
    """Return every row of words that `fst` writes for exactly these transition-ids."""
    paths: set[tuple[int, tuple[int, ...]]] = {(0, ())}
    for transition in transitions:
        paths = {
            (arc.target, (*words, arc.writes) if arc.writes else words)
            for state, words in _with_epsilons(paths, fst)
            for arc in fst.arcs[state]
            if arc.reads == transition
        }
    return {words for state, words in _with_epsilons(paths, fst) if state in fst.final_costs}


def _with_epsilons(
    paths: set[tuple[int, tuple[int, ...]]], fst: Fst
) -> set[tuple[int, tuple[int, ...]]]:
    found, fresh = set(paths), set(paths)
    while fresh:
        fresh = {
            (arc.target, words)
            for state, words in fresh
            for arc in fst.arcs[state]
            if arc.reads == 0
        } - found
        found |= fresh
    return found


def spoken(*kaldi_ids: int) -> list[int]:
    """Return the transitions of phones each held for three frames."""
    return [
        transition
        for kaldi_id in kaldi_ids
        for transition in (forward_transition(kaldi_id), *[self_loop(kaldi_id)] * 2)
    ]


@pytest.mark.parametrize(
    ("phones", "words"),
    [
        ((J, A), (2,)),
        ((AA,), (3,)),
        ((PAUSE, J, A, PAUSE), (2,)),
        ((J, A, AA), (2, 3)),
        ((J, A, PAUSE, J, A), (2, 2)),
        ((PAUSE,), ()),
    ],
)
def test_phones_become_words(phones: tuple[int, ...], words: tuple[int, ...]) -> None:
    assert words in outputs(spoken(*phones))


def test_other_phones_become_one_unknown_word() -> None:
    strange = (
        PHONES.kaldi_id("å", Place.BEGIN),
        PHONES.kaldi_id("j", Place.INSIDE),
        PHONES.kaldi_id("å", Place.END),
    )
    assert outputs(spoken(*strange)) == {(1,)}


def test_half_a_word_is_no_word() -> None:
    assert outputs(spoken(J)) == set()


def test_a_word_is_written_on_its_first_arc() -> None:
    for row in GRAPH.arcs:
        for arc in row:
            is_word_begin = arc.reads in (forward_transition(J), forward_transition(AA))
            assert arc.writes not in (2, 3) or is_word_begin
