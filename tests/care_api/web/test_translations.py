"""Every word that a page says stands in every catalogue, and no other."""

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import care_api
from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertAction, AlertState
from care_api.care_plans import imports
from care_api.web import wording
from care_api.web.catalogues import FOLDER, LANGUAGE_FOLDERS
from codebook.alert import Severity
from codebook.help import HelpCause
from codebook.speech import StoppedBy
from schedules import formats
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import EscalationReason, Stage

Message = str | tuple[str, ...]

METHODS = [
    ("**/node_modules/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2.ext.babel_extract"),
]
OPTIONS = {"**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
KEYWORDS: dict[str, Any] = {"_": None, "ngettext": (1, 2), "mark": None}
REFUSALS: dict[str, Any] = {"CannotExpress": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def messages_in_use() -> set[Message]:
    """Return what templates and pages say, and the formats of what they have no word for."""
    server = str(Path(care_api.__file__ or "").parent)
    found = extract_from_dir(server, METHODS, OPTIONS, KEYWORDS)
    return {message for _, _, message, _, _ in found} | refusals_in_use()


def refusals_in_use() -> set[Message]:
    """Return every reason and every remedy of a refusal."""
    found = [
        each
        for module in (imports, formats)
        for each in extract_from_dir(
            str(Path(module.__file__ or "").parent), [("**.py", "python")], keywords=REFUSALS
        )
    ]
    return {text for _, _, message, _, _ in found for text in message}


def catalogue(folder: str) -> Catalog:
    with (FOLDER / folder / "messages.po").open("rb") as source:
        return read_po(source, abort_invalid=True)


def texts(message: object) -> tuple[str, ...]:
    """Return the forms of a message id or of its translation."""
    return (message,) if isinstance(message, str) else tuple(str(form) for form in message)  # type: ignore[attr-defined]  # a tuple of plural forms


@pytest.mark.parametrize("folder", LANGUAGE_FOLDERS.values())
def test_a_catalogue_holds_every_message_in_use_and_no_other(folder: str) -> None:
    held = {message.id for message in catalogue(folder) if message.id}
    assert {texts(message) for message in held} == {texts(used) for used in messages_in_use()}


@pytest.mark.parametrize("folder", LANGUAGE_FOLDERS.values())
def test_a_unit_is_called_by_one_word(folder: str) -> None:
    said = {form for message in catalogue(folder) for form in texts(message.string)}
    assert not [form for form in said if "avdeling" in form.lower()], "enhet, nynorsk eining"


@pytest.mark.parametrize("folder", LANGUAGE_FOLDERS.values())
def test_no_translation_is_empty_doubtful_or_without_its_values(folder: str) -> None:
    for message in catalogue(folder):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        values = set(PLACEHOLDER.findall(texts(message.id)[0]))
        for form in texts(message.string):
            assert form.strip(), message.id
            assert set(PLACEHOLDER.findall(form)) == values, message.id


def test_every_state_has_its_words() -> None:
    assert set(wording.OUTCOMES) == set(Outcome)
    assert set(wording.GRADES) == set(wording.GRADES_EXPLAINED) == set(EvidenceGrade)
    assert set(wording.STAGES) == set(Stage)
    assert set(wording.ESCALATIONS) == set(EscalationReason)
    assert set(wording.HELP_CAUSES) == set(HelpCause)
    assert set(wording.CAUSES) == set(Cause)
    assert set(wording.ALERT_STATES) == set(AlertState)
    assert set(wording.ALERT_ACTIONS) == set(AlertAction)
    assert set(wording.SEVERITIES) == set(Severity)
    assert set(wording.STOPPED_BY) == set(StoppedBy)


@pytest.mark.parametrize("folder", ["nb", "nn"])
def test_no_norwegian_word_makes_a_report_an_administration(folder: str) -> None:
    said = " ".join(" ".join(texts(message.string)) for message in catalogue(folder)).lower()
    assert "administrer" not in said
    assert "hjelpen kommer" not in said
    assert "hjelp er på vei" not in said
