"""Piper, a neural voice, where its package and a voice's file are there."""

import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path

from robot_nodes.speech.child_synthesiser import ChildSynthesiser
from schedules.locale import Locale


class VoiceMissing(RuntimeError):  # noqa: N818 - a state of the installation
    """A voice that was asked for cannot be had: names it and the remedy."""


class PiperSynthesiser(ChildSynthesiser):
    """Speaks with Piper's voices, in a child process of its own."""

    def __init__(self, voices: Mapping[Locale, Path]) -> None:
        """Look whether all is there; start nothing yet.

        Args:
            voices: Each an `.onnx` file with its `.onnx.json` beside it.

        Raises:
            VoiceMissing: The package or a file is not there.
        """
        if importlib.util.find_spec("piper") is None:
            raise VoiceMissing(
                "Piper is not installed: `pip install 'nabo-care[piper]'`, or leave the voice's"
                " parameter empty for the built-in voice"
            )
        for locale, path in voices.items():
            for file in (path, path.with_name(f"{path.name}.json")):
                if not file.is_file():
                    raise VoiceMissing(
                        f"no voice for {locale}: {file} is not there; a Piper voice is an .onnx"
                        f" file and its .onnx.json, and voice_{locale} names the first"
                    )
        named = (f"{locale}={path.absolute()}" for locale, path in voices.items())
        super().__init__((sys.executable, "-P", "-m", "robot_nodes.speech.piper_child", *named))
