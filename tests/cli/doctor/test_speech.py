import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.doctor import speech
from cli.doctor.check import Check, Health, ok
from cli.doctor.robot_settings import read
from robot_nodes.ears.models import ModelSetting
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
    check = speech.model(Locale.NB_NO, ModelSetting(), has_microphone=False)
    assert check.health is Health.OK


def test_with_a_microphone_our_own_models_are_warned_of() -> None:
    check = speech.model(Locale.NB_NO, ModelSetting(), has_microphone=True)
    is_ours = is_trained_on_synthetic_voices(model_for(Locale.NB_NO))
    assert check.health is (Health.WARNING if is_ours else Health.OK)


@pytest.fixture
def peoples(tmp_path: Path) -> Path:
    """Return a model that loads and, without our card, counts as one that learnt from people."""
    folder = tmp_path / "peoples"
    shutil.copytree(model_for(Locale.NB_NO), folder, ignore=shutil.ignore_patterns("*.md"))
    return folder


def looked_at(*assignments: str) -> dict[str, Check]:
    settings = read(None, assignments)
    found = list(speech.recognisers(settings, has_microphone=True))
    assert len({check.name for check in found}) == len(found)
    return {check.name: check for check in found}


def test_once_a_model_that_learnt_from_people_is_set_there_is_no_more_warning(
    peoples: Path,
) -> None:
    found = looked_at(f"speech_model_nb_NO:={peoples}")
    assert found["speech model nb_NO"] == ok("speech model nb_NO", f"loads from {peoples}")
    assert found["speech model en_GB"].health is Health.WARNING


def test_every_language_is_looked_at() -> None:
    assert {f"speech model {locale}" for locale in Locale} <= set(looked_at())


def test_a_folder_that_was_set_and_holds_no_model_is_a_failure(tmp_path: Path) -> None:
    found = looked_at(f"speech_model_en_GB:={tmp_path / 'typo'}")["speech model en_GB"]
    assert found.health is Health.FAILURE
    assert "typo" in found.finding
    assert "speech_model_en_GB" in found.remedy


@pytest.mark.parametrize("named", [(), ("whisper_model_nb_NO:=/nowhere/nb-whisper",)])
def test_whisper_that_was_set_and_cannot_be_loaded_is_a_failure(named: tuple[str, ...]) -> None:
    found = looked_at("recogniser_nb_NO:=whisper", *named)
    assert found["Whisper nb_NO"].health is Health.FAILURE
    assert "whisper_model_nb_NO" in found["Whisper nb_NO"].remedy


def test_a_piper_voice_that_was_set_and_is_not_there_is_a_failure() -> None:
    (found,) = speech.spoken(read(None, ["voice_nn_NO:=/nowhere/voice.onnx"]))
    assert found.health is Health.FAILURE


def test_every_languages_voice_speaks() -> None:
    found = list(speech.spoken(read(None)))
    assert [check.name for check in found] == [f"voice {locale}" for locale in Locale]
    assert all(check.health is Health.OK for check in found)


def test_a_machine_without_sound_can_still_run_the_demonstration() -> None:
    assert speech.devices("microphone", ()).health is Health.WARNING
    assert speech.devices("microphone", ("Built-in",)).health is Health.OK
