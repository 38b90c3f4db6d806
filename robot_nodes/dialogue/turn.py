"""Who is speaking: what a resident must say to make the robot fall silent."""

from rapidfuzz import fuzz

from codebook.speech import StoppedBy
from robot_nodes.dialogue.emergency import is_emergency
from robot_nodes.dialogue.normalise import words_of
from robot_nodes.ports import Understanding

ECHO_LIKENESS = 85
"""Of 100: from here on, what was heard is taken for the robot's own voice."""
FEWEST_WORDS = 2
"""A single word may be a cough that the recogniser wrote down."""


def interrupts(
    heard: str, speaking: str, understanding: Understanding, *, is_interruptible: bool
) -> StoppedBy | None:
    """Return why the robot must fall silent, or None where it goes on speaking.

    Args:
        heard: The transcript so far, which may still grow.
        speaking: The sentence that the robot is saying.
        understanding: What `heard` means as far as it goes.
        is_interruptible: False for what only something graver may cut short.
    """
    if is_emergency(understanding):
        return StoppedBy.EMERGENCY
    if not is_interruptible or is_echo(heard, speaking):
        return None
    is_speech = len(words_of(heard)) >= FEWEST_WORDS and understanding.intent != "unknown"
    return StoppedBy.RESIDENT if is_speech or understanding.intent == "stop" else None


def is_echo(heard: str, speaking: str) -> bool:
    """Return whether the microphone has picked up the robot's own sentence."""
    heard_words, own_words = " ".join(words_of(heard)), " ".join(words_of(speaking))
    if not heard_words:
        return False
    return fuzz.partial_ratio(heard_words, own_words) >= ECHO_LIKENESS and (
        len(heard_words) <= len(own_words) + 5
    )
