import pytest

from robot_nodes.dialogue.turn import few_words_talk_into, talks_into
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


@pytest.mark.parametrize(
    ("heard", "intent"), [("stopp", "stop"), ("hjelp", "help"), ("ja takk", "affirm")]
)
def test_of_the_small_grammar_a_stop_a_cry_and_an_answer_take_the_turn(
    heard: str, intent: str
) -> None:
    assert few_words_talk_into(heard, Understanding(intent=intent), ("affirm", "deny"))


@pytest.mark.parametrize(
    ("heard", "intent"), [("ja", "affirm"), ("ring til Kari", "call_family"), ("", "unknown")]
)
def test_of_the_small_grammar_what_was_not_asked_does_not(heard: str, intent: str) -> None:
    assert not few_words_talk_into(heard, Understanding(intent=intent), ("affirm", "deny"))
