import re
from pathlib import Path

import pytest

from robot_nodes.dialogue.intent_file import FOLDER, HEARD_TOGETHER, IntentFile, IntentFileInvalid
from robot_nodes.dialogue.normalise import Normaliser
from robot_nodes.dialogue.templates import TemplateCompiler
from schedules.locale import Locale

KNOWN = frozenset(
    {
        "affirm",
        "deny",
        "taken",
        "not_taken",
        "later",
        "refuse",
        "help",
        "fallen",
        "pain",
        "unwell",
        "cancel_help",
        "call_nurse",
        "call_family",
        "feel_good",
        "feel_ok",
        "feel_bad",
        "lonely",
        "ask_company",
        "ask_activity",
        "ask_time",
        "ask_date",
        "ask_next_medication",
        "ask_taken",
        "ask_visit",
        "ask_today",
        "ask_municipality",
        "repeat",
        "slower",
        "louder",
        "quieter",
        "stop",
        "pause_listening",
        "resume_listening",
        "forget",
        "who_are_you",
        "what_can_you_do",
        "who_listens",
        "who_has_read",
        "greet",
        "thank",
        "goodbye",
        "small_talk",
    }
)


@pytest.mark.parametrize("locale", Locale)
def test_every_locale_understands_every_intent(locale: Locale) -> None:
    assert IntentFile.read(HEARD_TOGETHER[locale]).intents.keys() == KNOWN


def test_taken_and_cancel_help_are_never_hinted_at() -> None:
    for locale in Locale:
        intents = IntentFile.read((locale,)).intents
        for intent in ("taken", "fallen", "help", "cancel_help"):
            assert not any(said.hints for said in intents.get(intent, ()))


def test_taken_counts_only_where_it_is_all_that_was_said() -> None:
    for locale in Locale:
        assert not any(said.sentences for said in IntentFile.read((locale,)).intents["taken"])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("intents: [", "en_GB.yaml"), ("intentions: {}", "intentions"), ("words: 3", "words")],
)
def test_a_broken_file_is_refused_by_name(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "en_GB.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(IntentFileInvalid, match=re.escape(complaint)):
        IntentFile.read((Locale.EN_GB,), tmp_path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(IntentFileInvalid, match=re.escape("en_GB.yaml")):
        IntentFile.read((Locale.EN_GB,), tmp_path)


@pytest.mark.parametrize("source", ["{nowhere}", "<nothing>", "[all of it]", "(a|b"])
def test_a_broken_template_is_refused_by_its_words(source: str) -> None:
    compiler = TemplateCompiler(IntentFile(), Normaliser({}, frozenset()), {"one": 1})
    with pytest.raises(IntentFileInvalid, match=re.escape(source)):
        compiler.compile(source)


def test_the_files_lie_beside_the_code() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {str(locale) for locale in Locale}
