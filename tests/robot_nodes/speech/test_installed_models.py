import tarfile
from pathlib import Path

import pytest

from robot_nodes.speech.installed_models import (
    FOLDER_SETTING,
    MARKS,
    ModelRefused,
    RecogniserKind,
    add_model,
    added_models_folder,
    installed_models,
    kind_of,
)
from schedules.locale import Locale


def model(folder: Path, kind: RecogniserKind) -> Path:
    for mark in MARKS[kind]:
        (folder / mark).parent.mkdir(parents=True, exist_ok=True)
        (folder / mark).write_text("weights")
    return folder


@pytest.mark.parametrize("kind", list(RecogniserKind))
def test_a_model_is_known_by_its_files(tmp_path: Path, kind: RecogniserKind) -> None:
    assert kind_of(tmp_path) is None
    assert kind_of(model(tmp_path, kind)) is kind


def test_the_model_that_comes_along_stands_first(tmp_path: Path) -> None:
    model(tmp_path / "en_GB" / "large", RecogniserKind.VOSK)
    first, second = installed_models(Locale.EN_GB, tmp_path)

    assert (first.is_built_in, first.hears_people) == (True, False)
    assert (second.is_built_in, second.hears_people) == (False, True)
    assert second.folder.name == "large"


def test_what_was_added_for_bokmal_is_offered_for_nynorsk_but_not_the_other_way(
    tmp_path: Path,
) -> None:
    model(tmp_path / "nb_NO" / "norwegian", RecogniserKind.VOSK)
    model(tmp_path / "nn_NO" / "nynorsk", RecogniserKind.WHISPER)

    def names(locale: Locale) -> list[str]:
        return [found.folder.name for found in installed_models(locale, tmp_path)][1:]

    assert names(Locale.NN_NO) == ["nynorsk", "norwegian"]
    assert names(Locale.NB_NO) == ["norwegian"]
    assert names(Locale.EN_GB) == []


def test_a_folder_is_copied_under_its_locale(tmp_path: Path) -> None:
    source = model(tmp_path / "mine", RecogniserKind.WHISPER)
    found = add_model(source, Locale.NN_NO, tmp_path / "models")

    assert found.folder == tmp_path / "models" / "nn_NO" / "mine"
    assert kind_of(found.folder) is found.kind is RecogniserKind.WHISPER


def test_an_archive_may_wrap_the_model_in_folders(tmp_path: Path) -> None:
    model(tmp_path / "outer" / "vosk-small", RecogniserKind.VOSK)
    archive = tmp_path / "download.tar.gz"
    with tarfile.open(archive, "w:gz") as file:
        file.add(tmp_path / "outer", "outer")

    found = add_model(archive, Locale.EN_GB, tmp_path / "models")
    assert found.folder == tmp_path / "models" / "en_GB" / "vosk-small"


def test_a_model_is_not_written_over_another(tmp_path: Path) -> None:
    source = model(tmp_path / "mine", RecogniserKind.VOSK)
    add_model(source, Locale.EN_GB, tmp_path / "models")
    with pytest.raises(ModelRefused, match="is there already"):
        add_model(source, Locale.EN_GB, tmp_path / "models")


@pytest.mark.parametrize("name", ["missing", "notes.txt"])
def test_what_is_no_model_is_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("no archive")
    with pytest.raises(ModelRefused, match=name):
        add_model(tmp_path / name, Locale.EN_GB, tmp_path / "models")


def test_added_models_lie_with_the_users_data_unless_a_setting_says_otherwise() -> None:
    assert added_models_folder({FOLDER_SETTING: "/srv/models"}) == Path("/srv/models")
    assert added_models_folder({"XDG_DATA_HOME": "/data"}) == Path("/data/nabo/speech-models")
    assert added_models_folder({}).parts[-2:] == ("nabo", "speech-models")
