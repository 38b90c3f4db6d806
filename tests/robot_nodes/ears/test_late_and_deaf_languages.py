from pathlib import Path

import pytest

from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.ears.languages import Languages
from robot_nodes.ears.models import Kind, Loaders, ModelSetting
from robot_nodes.speech.recogniser import Recogniser
from robot_nodes.speech.speech_models import ModelMissing
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import FakeRecogniser

INTERPRETER = Interpreter.load([Locale.NB_NO])

WHISPER = {Locale.NB_NO: ModelSetting(kind=Kind.WHISPER)}


def broken(*_: object) -> Recogniser:
    raise ModelMissing("broken: get another")


class FakeModel:
    def __init__(self, _: Path) -> None:
        pass

    def vocabulary(self) -> frozenset[str]:
        return frozenset({"ja", "stopp", "takk", "hjelp"})

    def recogniser(self) -> Recogniser:
        return FakeRecogniser("")


@pytest.mark.parametrize(("kind", "is_heard"), [(Kind.WHISPER, True), (Kind.VOSK, False)])
def test_the_small_grammar_hears_a_stop_where_nothing_else_has_words_before_the_end(
    kind: Kind, *, is_heard: bool
) -> None:
    loaders = Loaders(vosk=FakeModel, whisper=lambda *_: FakeRecogniser(""))
    languages = Languages({Locale.NB_NO: ModelSetting(kind=kind)}, INTERPRETER, loaders)

    phrases = languages.phrases(Locale.NB_NO, ())

    assert "hjelp" in phrases
    assert ("stopp takk" in phrases) is is_heard


def test_a_language_that_something_else_hears_is_troubled_and_not_deaf() -> None:
    languages = Languages(WHISPER, INTERPRETER, Loaders(vosk=FakeModel, whisper=broken))

    assert Locale.NB_NO in languages.troubles
    assert not languages.deaf


def test_what_can_stand_in_for_a_model_is_taken_up_where_nothing_was_heard() -> None:
    is_gone = [True]

    def vosk(folder: Path) -> FakeModel:
        if is_gone[0]:
            broken()
        return FakeModel(folder)

    languages = Languages(WHISPER, INTERPRETER, Loaders(vosk=vosk, whisper=broken))
    assert languages.deaf == {Locale.NB_NO, Locale.EN_GB}
    is_gone[0] = False

    assert languages.heal(Locale.NB_NO) is not None
    assert languages.deaf == {Locale.EN_GB}
    assert Locale.NB_NO in languages.troubles
    assert languages.heal(Locale.NB_NO) is None


def test_a_model_that_breaks_later_takes_no_ear_away() -> None:
    is_gone = [False]

    def vosk(folder: Path) -> FakeModel:
        if is_gone[0]:
            broken()
        return FakeModel(folder)

    languages = Languages(WHISPER, INTERPRETER, Loaders(vosk=vosk, whisper=broken))
    is_gone[0] = True

    assert languages.heal(Locale.NB_NO) is None
    assert not languages.deaf
    assert "hjelp" in languages.phrases(Locale.NB_NO, ())
