import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.speech.word_errors import (
    WordErrors,
    edit_distance,
    total,
    word_errors,
    words_of,
)

rows = st.lists(st.sampled_from("abc"), max_size=6)


@given(rows)
def test_the_same_words_are_no_error(row: list[str]) -> None:
    assert edit_distance(row, row) == 0


@given(rows, rows)
def test_the_distance_is_the_same_both_ways(one: list[str], other: list[str]) -> None:
    assert edit_distance(one, other) == edit_distance(other, one)


@given(rows, rows, rows)
def test_a_detour_is_never_shorter(a: list[str], b: list[str], c: list[str]) -> None:
    assert edit_distance(a, c) <= edit_distance(a, b) + edit_distance(b, c)


@given(rows, rows)
def test_the_distance_lies_between_the_difference_and_the_longer(
    one: list[str], other: list[str]
) -> None:
    shortest, longest = abs(len(one) - len(other)), max(len(one), len(other))
    assert shortest <= edit_distance(one, other) <= longest


def test_capitals_and_punctuation_are_no_errors() -> None:
    assert word_errors("Ja, jeg har tatt den!", "ja jeg har tatt den").errors == 0


def test_an_apostrophe_belongs_to_its_word() -> None:
    assert words_of("I don’t know.") == ["i", "don't", "know"]


@pytest.mark.parametrize(
    ("heard", "rate"), [("ja", 0.0), ("", 1.0), ("nei", 1.0), ("ja ja ja", 2.0)]
)
def test_the_rate_counts_errors_per_word_said(heard: str, rate: float) -> None:
    assert word_errors("ja", heard).rate == rate


def test_a_word_heard_in_silence_is_an_error() -> None:
    assert word_errors("", "takk").rate == 1.0
    assert word_errors("", "").rate == 0.0


def test_long_sentences_count_for_more() -> None:
    assert total([WordErrors(9, 0), WordErrors(1, 1)]).rate == pytest.approx(0.1)
