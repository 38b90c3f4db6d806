import shutil
from pathlib import Path

import pytest

from robot_nodes.ears.models import Decoders, Kind, Loaders, ModelSetting, load_decoders
from robot_nodes.speech.recogniser import Deaf, Recogniser
from robot_nodes.speech.speech_models import MODELS_FOLDER, ModelMissing
from robot_nodes.speech.vosk_recogniser import VoskModel, VoskRecogniser
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import FakeRecogniser

BUILT_IN = MODELS_FOLDER / "nb_NO"


class FakeModel:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def vocabulary(self) -> frozenset[str]:
        return frozenset({"ja", str(self.folder)})

    def recogniser(self) -> Recogniser:
        return FakeRecogniser(str(self.folder))


def broken(folder: Path, locale: Locale = Locale.NB_NO) -> Recogniser:
    raise ModelMissing(f"{locale} in {folder} is broken: get another")


def fake(folder: Path) -> FakeModel:
    if "broken" in folder.name:
        broken(folder)
    return FakeModel(folder)


def decoders(setting: ModelSetting, loaders: Loaders | None = None) -> Decoders:
    given = loaders or Loaders(vosk=fake, whisper=lambda *_: FakeRecogniser("whisper"))
    return load_decoders(Locale.NB_NO, setting, given)


def model_like(tmp_path: Path, name: str) -> Path:
    """Return a folder that looks like a model."""
    for part in ("am/final.mdl", "conf/model.conf"):
        path = tmp_path / name / part
        path.parent.mkdir(parents=True)
        path.write_text("x")
    return tmp_path / name


def test_the_model_that_was_set_hears_with_both_decoders(tmp_path: Path) -> None:
    own = model_like(tmp_path, "own")
    loaded = decoders(ModelSetting(vosk_folder=own))
    assert str(own) in loaded.vocabulary
    assert (len(loaded.others), loaded.trouble) == (1, "")


@pytest.mark.parametrize("name", ["broken", "missing"])
def test_a_broken_model_is_told_and_the_one_that_comes_along_hears(
    tmp_path: Path, name: str
) -> None:
    folder = model_like(tmp_path, name) if name == "broken" else tmp_path / name
    loaded = decoders(ModelSetting(vosk_folder=folder))
    assert str(BUILT_IN) in loaded.vocabulary
    assert str(folder) in loaded.trouble


def test_without_any_model_a_voice_is_noticed_and_not_understood() -> None:
    loaded = decoders(ModelSetting(), Loaders(vosk=broken, whisper=broken))  # type: ignore[arg-type]  # never returns
    assert isinstance(loaded.full, Deaf)
    assert "is broken: get another" in loaded.trouble
    loaded.full.start()
    assert loaded.full.hear(FakeRecogniser("").finish().words) == ""  # type: ignore[arg-type]  # takes anything
    assert loaded.full.finish().unknown_words == 1


def test_whisper_hears_and_the_small_grammar_listens_beside_it() -> None:
    loaded = decoders(ModelSetting(kind=Kind.WHISPER, whisper_folder=Path("w")))
    assert loaded.full is not loaded.others[0]
    assert str(BUILT_IN) in loaded.vocabulary
    assert loaded.trouble == ""


def test_where_whisper_cannot_be_loaded_vosk_hears_and_it_is_told() -> None:
    loaders = Loaders(vosk=fake, whisper=broken)
    loaded = decoders(ModelSetting(kind=Kind.WHISPER, whisper_folder=Path("w")), loaders)
    assert "in w is broken" in loaded.trouble
    assert len(loaded.others) == 1


CORRUPTIONS = {
    "half a network": ("am/final.mdl", 0.5),
    "an empty network": ("am/final.mdl", 0.0),
    "half a graph": ("graph/Gr.fst", 0.5),
    "an empty lexicon": ("graph/HCLr.fst", 0.0),
    "half a list of words": ("graph/words.txt", 0.5),
    "whole lines of a list of words": ("graph/words.txt", 0.5),
    "no features": ("conf/mfcc.conf", 0.0),
    "empty settings": ("conf/model.conf", 0.0),
}


@pytest.mark.parametrize("damage", CORRUPTIONS)
def test_a_model_that_is_really_corrupt_falls_back_to_the_real_one(
    tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(BUILT_IN, folder)
    part, kept = CORRUPTIONS[damage]
    content = (folder / part).read_bytes()
    cut = content[: round(kept * len(content))]
    if damage == "whole lines of a list of words":
        cut = cut[: cut.rindex(b"\n") + 1]
    (folder / part).write_bytes(cut)
    loaders = Loaders(vosk=VoskModel, whisper=broken)
    loaded = load_decoders(Locale.NB_NO, ModelSetting(vosk_folder=folder), loaders)

    assert str(folder) in loaded.trouble
    assert isinstance(loaded.full, VoskRecogniser)
    assert "ja" in loaded.vocabulary
