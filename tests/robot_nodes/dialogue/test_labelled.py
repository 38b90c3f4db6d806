import re
from pathlib import Path

import pytest

from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.labelled import LabelsInvalid, read, score
from robot_nodes.dialogue.training import examples
from schedules.locale import Locale


def test_sentences_stand_below_what_they_mean(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("[affirm]\nja\n\njo da\n[deny]\nnei\n", encoding="utf-8")
    assert list(read(file)) == [("affirm", "ja"), ("affirm", "jo da"), ("deny", "nei")]


def test_a_sentence_without_a_meaning_is_refused_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("\nja\n", encoding="utf-8")
    with pytest.raises(LabelsInvalid, match=re.escape("a.txt:2")):
        list(read(file))


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(LabelsInvalid, match=re.escape("none.txt")):
        list(read(tmp_path / "none.txt"))


def test_what_is_confused_with_what_is_counted(interpreter: Interpreter) -> None:
    labelled = [("affirm", "ja"), ("greet", "ja"), ("greet", "jo"), ("deny", "nei")]
    result = score(labelled, interpreter, Locale.NB_NO)
    assert result.ratio == 0.5
    assert result.confusions() == [(("greet", "affirm"), 2)]


@pytest.mark.parametrize("locale", Locale)
def test_every_meaning_has_sentences_in_several_voices(locale: Locale) -> None:
    written = examples.written(locale)
    intents = {example.intent for example in written}
    assert len(intents) == 42
    for intent in intents:
        own = [example for example in written if example.intent == intent]
        assert len(own) >= 25, intent
        assert len({example.voice for example in own}) >= 4, intent
