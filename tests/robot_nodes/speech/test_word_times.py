from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.speech.word_times import estimated, from_groups

WORDS = st.lists(st.text("abcæøå", min_size=1, max_size=12), min_size=1, max_size=20)


def test_each_group_of_sounds_is_a_word() -> None:
    assert from_groups(["har", "du", "tatt"], [300, 200, 500]) == [0, 300, 500]


def test_groups_that_are_not_as_many_as_the_words_tell_nothing() -> None:
    assert from_groups(["har", "du"], [300]) is None


@given(WORDS, st.integers(0, 500_000))
def test_an_estimate_is_in_order_and_inside_the_sound(words: list[str], count: int) -> None:
    begins = estimated(words, count)
    assert len(begins) == len(words)
    assert begins == sorted(begins)
    assert begins[0] == 0
    assert begins[-1] <= count
