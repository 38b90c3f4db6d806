from pathlib import Path

import pytest

from cli.doctor.robot_settings import read
from cli.speech.record_test import report
from robot_nodes import parameters
from robot_nodes.speech.audio import silence, write_wav
from robot_nodes.speech.installed_models import FOLDER_SETTING
from robot_nodes.speech.reading_test import Recording, recordings_in
from robot_nodes.speech.speech_models import MODELS_FOLDER
from robot_nodes.speech.training.held_out_sound import Condition, HeldOutVoices
from schedules.locale import Locale


def test_every_installed_recogniser_is_told_by_its_error_rate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "models"))
    said = ["ja takk", "jeg er svimmel"]
    for number, reading in enumerate(HeldOutVoices(Locale.NB_NO).readings(said, Condition())):
        write_wav(tmp_path / f"{number}.wav", (reading.samples,), 16_000)
        (tmp_path / f"{number}.txt").write_text(reading.text)

    lines = list(report(Locale.NB_NO, list(recordings_in(tmp_path, Locale.NB_NO))))

    assert lines[0] == "ja takk"
    assert lines[1].split() == ["vosk,", "comes", "along", "ja", "takk"]
    assert "0% of 5 words wrong; it learnt from synthetic voices" in lines[-2]


def test_nynorsk_is_measured_as_the_robot_hears_it_with_the_settings_that_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "models"))
    reading = Recording("ja takk", silence(1.0))
    *_, told = report(Locale.NN_NO, [reading])
    settings = read(None, told.split()[told.split().index("--parameter") + 1 :: 2])
    assert not settings.unknown
    assert settings.value("ears", parameters.RECOGNISER_NN) == "vosk"
    assert settings.value("ears", parameters.MODEL_NN) == str(MODELS_FOLDER / "nb_NO")
