from collections.abc import Iterator

import pytest

from cli.doctor import speech
from cli.doctor.check import Health
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.speech_models import is_trained_on_synthetic_voices, model_for
from robot_nodes.speech.synthesiser import Delivery, Speech, SynthesisFailed
from schedules.locale import Locale


class Mute:
    """A synthesiser that never speaks."""

    def synthesise(self, text: str, delivery: Delivery, deadline_s: float = 5.0) -> Speech:
        del text, delivery, deadline_s
        message = "the synthesiser's process did not start"
        raise SynthesisFailed(message)

    def give_up(self) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Nothing to release."""


@pytest.fixture
def voice() -> Iterator[Pyttsx3Synthesiser]:
    synthesiser = Pyttsx3Synthesiser()
    yield synthesiser
    synthesiser.close()


def test_a_word_is_spoken(voice: Pyttsx3Synthesiser) -> None:
    assert speech.synthesiser(Locale.NB_NO, voice).health is Health.OK


def test_a_mute_synthesiser_is_noticed() -> None:
    assert speech.synthesiser(Locale.NB_NO, Mute()).health is Health.FAILURE


def test_without_a_microphone_our_own_models_are_fine() -> None:
    assert speech.model(Locale.NB_NO, has_microphone=False).health is Health.OK


def test_with_a_microphone_our_own_models_are_warned_of() -> None:
    check = speech.model(Locale.NB_NO, has_microphone=True)
    is_ours = is_trained_on_synthetic_voices(model_for(Locale.NB_NO))
    assert check.health is (Health.WARNING if is_ours else Health.OK)


def test_a_machine_without_sound_can_still_run_the_demonstration() -> None:
    assert speech.devices("microphone", ()).health is Health.WARNING
    assert speech.devices("microphone", ("Built-in",)).health is Health.OK
