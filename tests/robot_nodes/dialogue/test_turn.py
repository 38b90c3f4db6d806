import pytest

from codebook.speech import StoppedBy
from robot_nodes.dialogue.turn import interrupts, is_echo
from robot_nodes.ports import Understanding

SPEAKING = "I dag er det trim i stua klokka elleve."
UNKNOWN = Understanding(intent="unknown")


@pytest.mark.parametrize("is_interruptible", [True, False])
def test_a_cry_for_help_always_silences_the_robot(*, is_interruptible: bool) -> None:
    cry = Understanding(intent="help")
    stopped = interrupts("hjelp", SPEAKING, cry, is_interruptible=is_interruptible)
    assert stopped is StoppedBy.EMERGENCY


def test_stop_silences_the_robot() -> None:
    stop = Understanding(intent="stop")
    assert interrupts("stopp", SPEAKING, stop, is_interruptible=True) is StoppedBy.RESIDENT


def test_what_cannot_be_interrupted_goes_on() -> None:
    taken = Understanding(intent="taken")
    assert interrupts("jeg har tatt den", SPEAKING, taken, is_interruptible=False) is None


def test_an_answer_in_words_silences_the_robot() -> None:
    taken = Understanding(intent="taken")
    stopped = interrupts("jeg har tatt den", SPEAKING, taken, is_interruptible=True)
    assert stopped is StoppedBy.RESIDENT


@pytest.mark.parametrize("heard", ["", "det", "trim i stua klokka elleve"])
def test_a_cough_or_its_own_voice_does_not(heard: str) -> None:
    assert interrupts(heard, SPEAKING, UNKNOWN, is_interruptible=True) is None


def test_its_own_sentence_is_an_echo_also_with_a_wrong_word() -> None:
    assert is_echo("i dag er det trim i stuen klokka", SPEAKING)
    assert not is_echo("jeg har vondt i ryggen", SPEAKING)
