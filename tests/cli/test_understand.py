import io
import json

import pytest

from cli.understand import understand
from schedules.locale import Locale


def test_one_line_of_json_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    understand("om ti minutter", Locale.NB_NO)
    line = json.loads(capsys.readouterr().out)
    assert line == {"intent": "later", "slots": {"minutes": "10"}, "confidence": 1.0}


def test_standard_input_is_taken_line_by_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n\nhelp me\n"))
    understand(None, Locale.EN_GB)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["intent"] for line in lines] == ["affirm", "unknown", "help"]
