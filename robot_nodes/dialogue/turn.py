"""Whose turn it is: what a resident must say for the robot to fall silent."""

from collections.abc import Collection

from robot_nodes.dialogue.emergency import is_emergency
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


def few_words_talk_into(heard: str, understanding: Understanding, asked: Collection[str]) -> bool:
    """Return whether somebody speaks to the robot, by what the small grammar alone has heard.

    It has nothing but phrases of consequence to choose from, so that a television sounds like some
    of them: what counts is a stop, a cry, and an answer to what was asked.

    Args:
        heard: The transcript so far, which may still grow.
        understanding: What `heard` means as far as it goes.
        asked: The intents that the robot is asking for.
    """
    is_answer = understanding.intent in {"stop", *asked} and talks_into(heard, understanding)
    return is_answer or is_emergency(understanding)
