import subprocess
import sys

import pytest
from typer.testing import CliRunner

from cli.main import DEBUG, app, told
from sim.scenario import ScenarioInvalid

COMMANDS = (
    "demo",
    "doctor",
    "api",
    "administrator",
    "robot",
    "pair",
    "sim",
    "understand",
    "speech",
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(app, ["--help"]).stdout
    assert all(f" {command} " in shown for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"])
    assert shown.exit_code == 0
    assert "Usage" in shown.stdout


def test_a_fault_of_ours_speaks_for_itself() -> None:
    assert told(ScenarioInvalid("evening.toml: no such\nfile")) == "evening.toml: no such file"


def test_a_strange_fault_is_named_and_says_how_to_see_more() -> None:
    line = told(KeyError("x"))
    assert line.startswith("KeyError: ")
    assert DEBUG in line


def test_a_fault_is_one_line_on_standard_error_and_a_failing_exit_code() -> None:
    ended = run("sim", "--clock-file", "/nowhere/clock")
    assert ended.returncode == 1
    assert not ended.stdout
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stderr.startswith("nabo: ")


def test_a_demonstration_on_a_port_in_use_says_so(taken_port: int) -> None:
    ended = run("demo", "--headless", "--port", str(taken_port))
    assert ended.returncode == 1
    assert str(taken_port) in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
