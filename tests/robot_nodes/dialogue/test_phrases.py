import ast
import re
import shutil
from pathlib import Path

import pytest

from robot_nodes.dialogue import conversations
from robot_nodes.dialogue.line import Line
from robot_nodes.dialogue.phrases import FOLDER, PhraseFileInvalid, Phrases, slots
from schedules.locale import Locale

TRADE_WORDS = frozenset(
    {
        *("app", "server", "event", "data", "logg", "log", "bruker", "brukar", "pasient"),
        *("resident", "user", "patient", "input", "error", "database", "digital", "status"),
    }
)
ANGLICISMS = frozenset(
    {
        *("ok", "okay", "sorry", "please", "team", "chat", "online", "offline", "reset"),
        *("restart", "sjekke", "backup", "feedback", "message"),
    }
)
PARTS = frozenset(
    {
        Line.AGENDA_TODAY_ITEM,
        Line.READERS_LIST,
        Line.READERS_MORE,
        Line.READERS_TODAY,
        Line.READERS_YESTERDAY,
        Line.READERS_ON,
    }
)
"""No sentence of its own."""
LONGEST_SENTENCE = 15
"""Words: one idea each."""


@pytest.mark.parametrize("locale", Locale)
def test_every_locale_has_every_sentence_with_the_same_slots(locale: Locale) -> None:
    reference = Phrases.load(Locale.NB_NO).templates
    templates = Phrases.load(locale).templates
    assert {line: slots(text) for line, text in templates.items()} == {
        line: slots(text) for line, text in reference.items()
    }


@pytest.mark.parametrize("locale", Locale)
def test_sentences_are_short(locale: Locale) -> None:
    for line, text in Phrases.load(locale).templates.items():
        for sentence in text.replace("?", ".").split("."):
            assert len(sentence.split()) <= LONGEST_SENTENCE, line


@pytest.mark.parametrize("locale", Locale)
def test_sentences_hold_nothing_that_only_the_young_or_the_trained_understand(
    locale: Locale,
) -> None:
    for line, text in Phrases.load(locale).templates.items():
        plain = re.sub(r"{\w+}", "", text)
        assert not re.search(r"\d|[A-ZÆØÅ]{2,}|\w\.\w|[()/;&%*]", plain), line
        words = set(re.findall(r"\w+", plain.lower()))
        assert not words & TRADE_WORDS, line
        assert locale is Locale.EN_GB or not words & ANGLICISMS, line


@pytest.mark.parametrize("locale", Locale)
def test_sentences_are_whole_and_polite(locale: Locale) -> None:
    for line, text in Phrases.load(locale).templates.items():
        if line in PARTS:
            continue
        assert text[-1] in ".?}", line
        assert text[0].isupper() or text[0] == "{", line
        assert "!" not in text, line


def test_every_sentence_is_spoken_somewhere() -> None:
    folder = Path(conversations.__file__).parent
    used = {
        node.attr
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert {line.name for line in Line} <= used


def test_a_slot_is_filled() -> None:
    sentence = Phrases.load(Locale.EN_GB).sentence(Line.REMINDER_ASK, medicine="Paracet")
    assert sentence == "Have you taken Paracet?"


@pytest.mark.parametrize(
    ("find", "replace", "complaint"),
    [
        ('ask = "Have you taken {medicine}?"', "", "no sentence for reminder.ask"),
        ("Have you taken {medicine}?", "Have you taken it?", "reminder.ask has the slots"),
        ("[reminder]", "[reminders]", "reminders"),
        ("[reminder]", "[reminder", "en_GB.toml"),
    ],
)
def test_a_broken_phrase_file_is_refused_by_name(
    tmp_path: Path, find: str, replace: str, complaint: str
) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "phrases")
    file = folder / "en_GB.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(find, replace, 1), encoding="utf-8")
    with pytest.raises(PhraseFileInvalid, match=complaint):
        Phrases.load(Locale.EN_GB, folder)
