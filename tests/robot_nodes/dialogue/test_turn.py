import pytest

from robot_nodes.dialogue.turn import talks_into
from robot_nodes.ports import Understanding

UNKNOWN = Understanding(intent="unknown")


def test_an_answer_in_words_takes_the_turn() -> None:
    assert talks_into("jeg har tatt den", Understanding(intent="taken"))


def test_one_word_is_enough_to_stop_the_robot() -> None:
    assert talks_into("stopp", Understanding(intent="stop"))


@pytest.mark.parametrize("heard", ["", "ja", "regjeringen legger fram budsjettet"])
def test_a_cough_or_the_television_does_not(heard: str) -> None:
    meaning = Understanding(intent="affirm") if heard == "ja" else UNKNOWN
    assert not talks_into(heard, meaning)
