from pathlib import Path

import pytest

from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.ears.languages import Languages
from robot_nodes.ears.models import Kind, Loaders, ModelSetting
from robot_nodes.speech.recogniser import Recogniser
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import FakeRecogniser

INTERPRETER = Interpreter.load([Locale.NB_NO])


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
