import math

from robot_nodes.speech.training.lexicon import Entry, lexicon, without_homophones


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


def test_a_slip_of_the_pen_that_sounds_like_its_word_is_left_out() -> None:
    entries = (
        Entry("tat", ("t", "a"), 0.0),
        Entry("tatt", ("t", "a"), 0.0),
        Entry("teke", ("t", "e"), 0.0),
    )
    kept = without_homophones(entries, {"tat", "teke"})
    assert [entry.word for entry in kept] == ["tatt", "teke"]


def test_of_two_slips_that_sound_alike_one_stays() -> None:
    entries = (Entry("nu", ("n", "u"), 0.0), Entry("nuh", ("n", "u"), 0.0))
    assert [entry.word for entry in without_homophones(entries, {"nu", "nuh"})] == ["nu"]


def test_two_plain_words_that_sound_alike_both_stay() -> None:
    entries = (Entry("to", ("t",), 0.0), Entry("two", ("t",), 0.0))
    assert without_homophones(entries, ()) == entries
