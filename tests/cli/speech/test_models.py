import shutil
from pathlib import Path

import pytest

from cli.speech.models import added, listed
from robot_nodes.speech.installed_models import FOLDER_SETTING, ModelRefused
from robot_nodes.speech.speech_models import ModelMissing, model_for
from schedules.locale import Locale


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "models"))
    return tmp_path / "models"


def test_what_comes_along_is_listed_for_each_locale_and_says_whom_it_hears(folder: Path) -> None:
    lines = list(listed())

    for locale in Locale:
        after = lines[lines.index(locale) + 1]
        assert after.split()[0] == "vosk"
        assert "hears espeak's voices, not people" in after
    assert any(str(folder) in line for line in lines)
    assert "NB-Whisper" in lines[-1]


def test_an_added_model_is_loaded_tried_and_named_as_a_setting(
    folder: Path, tmp_path: Path
) -> None:
    archive = shutil.make_archive(str(tmp_path / "mine"), "zip", model_for(Locale.NB_NO))
    lines = list(added(Path(archive), Locale.NB_NO))

    assert "it loads" in lines[0]
    assert any("ja jeg har tatt den  →  ja jeg har tatt den" in line for line in lines)
    assert any(f"speech_model_nb_NO:={folder / 'nb_NO' / 'mine'}" in line for line in lines)
    assert any(str(folder / "nb_NO" / "mine") in line for line in listed())


def test_a_model_that_does_not_load_is_not_kept(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    for mark in ("am/final.mdl", "conf/model.conf"):
        (broken / mark).parent.mkdir(parents=True)
        (broken / mark).write_text("no model")

    with pytest.raises(ModelMissing):
        list(added(broken, Locale.NB_NO))
    assert not (folder / "nb_NO" / "broken").exists()


def test_a_folder_without_a_model_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="holds no speech model"):
        list(added(tmp_path, Locale.NB_NO))
    assert not folder.exists()
