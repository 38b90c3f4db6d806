"""The main job from end to end: three processes, real ROS 2, real speech, a real server."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

DEADLINE_S = 540


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Play one Norwegian morning and return its summary."""
    folder = tmp_path_factory.mktemp("demonstration")
    ended = subprocess.run(
        [sys.executable, "-m", "cli", "demo", "--headless"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    summary = folder / "build" / "demo" / "summary.json"
    assert summary.exists(), f"{ended.stdout}\n{ended.stderr}\n{_logs(folder)}"
    print(ended.stdout)  # noqa: T201 - shown by pytest where a test fails
    read: dict[str, Any] = json.loads(summary.read_text("utf-8"))
    read["exit_code"] = ended.returncode
    return read


def _logs(folder: Path) -> str:
    logs = sorted((folder / "build" / "demo").glob("*.log"))
    return "\n".join(f"--- {log.name}\n{log.read_text('utf-8')[-4000:]}" for log in logs)


pytestmark = [pytest.mark.slow, pytest.mark.timeout(DEADLINE_S + 30)]


def test_every_step_of_the_morning_happened(demonstration: dict[str, Any]) -> None:
    happened = {step["title"]: step["evidence"] for step in demonstration["steps"]}
    failed = [step["title"] for step in demonstration["steps"] if not step["happened"]]
    assert not failed, happened
    assert demonstration["exit_code"] == 0


def test_every_answer_was_understood(demonstration: dict[str, Any]) -> None:
    intents = [sentence["intent"] for sentence in demonstration["sentences"]]
    assert intents == ["taken", "later", "taken", "feel_good", "unwell", "fallen"]


def test_the_morning_tells_how_long_the_robot_took_to_reply(demonstration: dict[str, Any]) -> None:
    """How long is too long stands in `bench conversation`: a test's machine has other work."""
    turns = demonstration["timings"]["closed_turn_outside"]
    assert turns["count"] == 3
    assert 0 < turns["p50_s"] <= turns["p95_s"]
