import math

from robot_nodes.speech.training.lexicon import Entry, lexicon


def test_the_commonest_pronunciation_comes_first_and_costs_nothing() -> None:
    heard = [("den", ("d", "e", "n"))] * 1 + [("den", ("d", "n"))] * 4
    assert lexicon(heard) == (
        Entry("den", ("d", "n"), 0.0),
        Entry("den", ("d", "e", "n"), math.log(4)),
    )


def test_a_slip_of_the_tongue_is_left_out() -> None:
    heard = [("ja", ("j", "a"))] * 11 + [("ja", ("j", "å"))]
    assert [entry.phones for entry in lexicon(heard)] == [("j", "a")]


def test_words_are_sorted_whatever_the_order_heard() -> None:
    heard = [("nei", ("n", "ei")), ("ja", ("j", "a"))]
    assert lexicon(heard) == lexicon(reversed(heard))
    assert [entry.word for entry in lexicon(heard)] == ["ja", "nei"]
