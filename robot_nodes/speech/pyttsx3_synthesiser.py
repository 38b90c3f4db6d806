"""The default synthesiser: pyttsx3's espeak-ng in a child process."""

import sys
from pathlib import Path

from robot_nodes.speech import synthesis_child
from robot_nodes.speech.child_synthesiser import ChildSynthesiser

CHILD_COMMAND = (sys.executable, "-P", str(Path(synthesis_child.__file__)))
"""`-P` keeps this folder off the child's path: no module of ours may shadow a library's."""


class Pyttsx3Synthesiser(ChildSynthesiser):
    """Speaks all our languages with espeak-ng's voices."""

    def __init__(self, *, command: tuple[str, ...] = CHILD_COMMAND) -> None:
        super().__init__(command)
