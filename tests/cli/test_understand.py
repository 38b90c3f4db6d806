import json

import pytest
from typer.testing import CliRunner

from cli.main import app

runner = CliRunner()


@pytest.mark.parametrize(
    ("locale", "text", "intent"),
    [
        ("nb_NO", "ja, jeg har tatt den", "taken"),
        ("nn_NO", "hjelp, eg har falle", "fallen"),
        ("en_GB", "i feel dizzy", "unwell"),
    ],
)
def test_an_utterance_becomes_one_line_of_json(locale: str, text: str, intent: str) -> None:
    shown = runner.invoke(app, ["understand", "--locale", locale, text])
    (line,) = shown.stdout.splitlines()
    meaning = json.loads(line)
    assert meaning["intent"] == intent
    assert set(meaning) == {"intent", "slots", "confidence"}


def test_standard_input_is_taken_line_by_line() -> None:
    shown = runner.invoke(app, ["understand"], input="nei\nom ti minutter\n")
    assert [json.loads(line)["intent"] for line in shown.stdout.splitlines()] == ["deny", "later"]


def test_a_locale_that_is_not_spoken_here_is_refused() -> None:
    assert runner.invoke(app, ["understand", "--locale", "sv_SE", "ja"]).exit_code != 0
