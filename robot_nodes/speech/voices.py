"""Which voice speaks which language: Piper where a file was named for it, else the built-in one."""

from collections.abc import Mapping
from pathlib import Path

from robot_nodes.speech.piper_synthesiser import PiperSynthesiser
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.synthesiser import Delivery, Speech, Synthesiser
from schedules.locale import Locale


def voices(files: Mapping[Locale, str]) -> Synthesiser:
    """Return the synthesiser of a robot.

    Args:
        files: Locale -> a Piper voice's file; empty for the built-in voice.

    Raises:
        VoiceMissing: A file or Piper itself is not there.
    """
    named = {locale: Path(file) for locale, file in files.items() if file}
    built_in = Pyttsx3Synthesiser()
    if not named:
        return built_in
    piper = PiperSynthesiser(named)
    return ByLocale({locale: piper if locale in named else built_in for locale in Locale})


class ByLocale:
    """Hands each sentence to its language's synthesiser."""

    def __init__(self, voices: Mapping[Locale, Synthesiser]) -> None:
        self._voices = voices

    def synthesise(self, text: str, delivery: Delivery, deadline_s: float = 5.0) -> Speech:
        """See `Synthesiser.synthesise`."""
        return self._voices[delivery.locale].synthesise(text, delivery, deadline_s)

    def give_up(self) -> None:
        """See `Synthesiser.give_up`."""
        for voice in set(self._voices.values()):
            voice.give_up()

    def close(self) -> None:
        """See `Synthesiser.close`."""
        for voice in set(self._voices.values()):
            voice.close()
