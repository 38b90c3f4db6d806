import io
import json
import subprocess
import sys
from pathlib import Path

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


def test_a_labelled_file_is_judged(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("[affirm]\nja\n[greet]\nnei\n", encoding="utf-8")
    understand(None, Locale.NB_NO, file)
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "1 of 2 right: 50.0%"
    assert printed[1].split() == ["1", "greet", "taken", "for", "deny"]


def test_as_a_process_each_line_is_answered_before_the_next_is_given() -> None:
    command = [sys.executable, "-m", "cli", "understand", "--locale", "nn_NO"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for said, intent in (("kva er klokka", "ask_time"), ("hjelp meg", "help")):
            process.stdin.write(f"{said}\n")
            process.stdin.flush()
            line = json.loads(process.stdout.readline())
            assert line.keys() == {"intent", "slots", "confidence"}
            assert line["intent"] == intent
        process.stdin.close()
        assert process.wait(60) == 0
