"""Whose turn it is: what a resident must say for the robot to fall silent."""

from robot_nodes.dialogue.normalise import words_of
from robot_nodes.ports import Understanding

FEWEST_WORDS = 2
"""A single word may be a cough that the recogniser wrote down."""


def talks_into(heard: str, understanding: Understanding) -> bool:
    """Return whether somebody speaks to the robot while it speaks.

    Its own voice is taken out of what it hears; a television that says nothing a resident would
    say does not count. A cry for help is another matter: it always does.

    Args:
        heard: The transcript so far, which may still grow.
        understanding: What `heard` means as far as it goes.
    """
    is_speech = len(words_of(heard)) >= FEWEST_WORDS and understanding.intent != "unknown"
    return is_speech or understanding.intent == "stop"
