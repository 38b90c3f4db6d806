import gc
from pathlib import Path

from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.ears.languages import Languages
from robot_nodes.ears.models import Kind, Loaders, ModelSetting, OnceLoaded
from robot_nodes.speech.recogniser import Recogniser
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import FakeRecogniser

WHISPER = ModelSetting(kind=Kind.WHISPER, whisper_folder=Path("w"))


class FakeModel:
    def vocabulary(self) -> frozenset[str]:
        return frozenset({"ja"})

    def recogniser(self) -> Recogniser:
        return HoldingRecogniser(self)


class HoldingRecogniser(FakeRecogniser):
    """As a real one, keeps its model."""

    def __init__(self, model: FakeModel) -> None:
        super().__init__("ja")
        self.model = model


class Shelf:
    """Models on a disk, and what was taken from it."""

    def __init__(self) -> None:
        self.loaded: list[str] = []
        self.written: list[Locale] = []
        self.once = OnceLoaded(self.load)

    def load(self, folder: Path) -> FakeModel:
        self.loaded.append(folder.name)
        return FakeModel()

    def languages(self, settings: dict[Locale, ModelSetting]) -> Languages:
        return Languages(
            settings, Interpreter({}, {}), Loaders(vosk=self.once, whisper=self.whisper)
        )

    def whisper(self, folder: Path, locale: Locale) -> Recogniser:
        self.written.append(locale)
        return HoldingRecogniser(self.once(folder))


def test_without_settings_nynorsk_is_heard_by_the_ear_of_bokmal() -> None:
    languages = Shelf().languages({})
    ears = languages.listeners()
    assert ears[Locale.NN_NO] is ears[Locale.NB_NO]
    assert languages.heard_by(Locale.NB_NO) == (Locale.NB_NO, Locale.NN_NO)


def test_nynorsk_that_is_set_has_an_ear_of_its_own() -> None:
    languages = Shelf().languages({Locale.NN_NO: WHISPER})
    ears = languages.listeners()
    assert ears[Locale.NN_NO] is not ears[Locale.NB_NO]
    assert languages.heard_by(Locale.NB_NO) == (Locale.NB_NO,)
    assert languages.heard_by(Locale.NN_NO) == (Locale.NN_NO,)


def test_one_model_for_two_languages_is_loaded_once_and_whisper_writes_each() -> None:
    shelf = Shelf()
    languages = shelf.languages({Locale.NB_NO: WHISPER, Locale.NN_NO: WHISPER})
    assert languages.listeners()
    assert sorted(shelf.loaded) == ["en_GB", "nb_NO", "w"]
    assert shelf.written == [Locale.NB_NO, Locale.NN_NO]


def test_a_model_that_nobody_uses_any_more_is_let_go_of() -> None:
    shelf = Shelf()
    model: FakeModel | None = shelf.once(Path("w"))
    assert shelf.once(Path("w")) is model
    del model
    gc.collect()
    shelf.once(Path("w"))
    assert shelf.loaded == ["w", "w"]
