"""The interpreter, loaded once for all tests of the dialogue."""

import pytest

from robot_nodes.dialogue.intents import Interpreter
from schedules.locale import Locale


@pytest.fixture(scope="session")
def interpreter() -> Interpreter:
    """Understands all three locales."""
    return Interpreter.load(Locale)
