from pathlib import Path

import pytest

from robot_nodes.speech.speech_models import (
    MODELS_FOLDER,
    ModelMissing,
    is_trained_on_synthetic_voices,
    model_for,
)
from schedules.locale import Locale

LARGEST_MB = 15.0


@pytest.mark.parametrize("locale", list(Locale))
def test_every_locale_has_a_model(locale: Locale) -> None:
    assert model_for(locale).is_dir()


def test_nynorsk_is_heard_by_the_norwegian_model() -> None:
    assert model_for(Locale.NN_NO) == model_for(Locale.NB_NO)


@pytest.mark.parametrize("locale", [Locale.NB_NO, Locale.EN_GB])
def test_our_models_are_small_and_say_that_they_are_ours(locale: Locale) -> None:
    folder = model_for(locale)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

    assert size / 1e6 <= LARGEST_MB
    assert is_trained_on_synthetic_voices(folder)


def test_the_users_own_model_goes_before_ours(tmp_path: Path) -> None:
    for part in ("am/final.mdl", "conf/model.conf"):
        (tmp_path / part).parent.mkdir()
        (tmp_path / part).write_text("weights")

    assert model_for(Locale.NN_NO, {Locale.NB_NO: tmp_path}) == tmp_path
    assert model_for(Locale.EN_GB, {Locale.NB_NO: tmp_path}) == MODELS_FOLDER / "en_GB"
    assert not is_trained_on_synthetic_voices(tmp_path)


def test_a_missing_model_names_its_path_and_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as missing:
        model_for(Locale.NN_NO, {Locale.NN_NO: tmp_path / "elsewhere"})

    assert str(tmp_path / "elsewhere") in str(missing.value)
    assert "python -m robot_nodes.speech.training --locale nb_NO" in str(missing.value)
