"""The robot as a process: how it starts, refuses to start, and ends."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from robot_nodes.adapters.identity import Identity, write_identity

ROOT = Path(__file__).parents[2]
START_DEADLINE_S = 90
STOP_DEADLINE_S = 30


def robot(folder: Path, *parameters: str) -> "subprocess.Popen[str]":
    """Start a paired robot whose server does not answer."""
    given = (
        f"store_path:={folder / 'robot.sqlite'}",
        f"key_file:={folder / 'robot.key'}",
        "care_api_url:=http://127.0.0.1:9",
        *parameters,
    )
    arguments = [part for value in given for part in ("-p", value)]
    return subprocess.Popen(
        [sys.executable, "-m", "robot_nodes.main", "--ros-args", *arguments],
        cwd=ROOT,
        env=os.environ,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    key = Ed25519PrivateKey.generate()
    identity = Identity(robot_id=UUID(int=7), name="Nabo 1", private_key=key)
    write_identity(tmp_path / "robot.key", identity)
    return tmp_path


def refusal(process: "subprocess.Popen[str]") -> str:
    """Return the line with which a robot ended that cannot start."""
    _, said = process.communicate(timeout=START_DEADLINE_S)
    assert process.returncode == 1
    assert "Traceback" not in said
    return said.strip().splitlines()[-1]


@pytest.mark.parametrize("signalled", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_good_order_when_it_is_asked_to(home: Path, signalled: signal.Signals) -> None:
    process = robot(home)
    assert process.stderr is not None
    for line in process.stderr:
        if "the robot is ready" in line:
            break
    process.send_signal(signalled)
    process.communicate(timeout=STOP_DEADLINE_S)

    assert process.returncode == 0
    connection = sqlite3.connect(home / "robot.sqlite")
    kinds = [kind for (kind,) in connection.execute("SELECT json ->> '$.body.kind' FROM outbox")]
    connection.close()
    assert (kinds[0], kinds[-1]) == ("robot.started", "robot.stopped")


def test_a_wrong_parameter_is_one_clear_line(home: Path) -> None:
    assert "audio" in refusal(robot(home, "audio:=gramophone"))


def test_a_robot_that_was_never_paired_says_how_to_pair_it(tmp_path: Path) -> None:
    assert "pair" in refusal(robot(tmp_path))


def test_a_store_of_another_release_is_one_clear_line(home: Path) -> None:
    connection = sqlite3.connect(home / "robot.sqlite")
    connection.execute("PRAGMA user_version = 9999")
    connection.commit()
    connection.close()

    assert "robot.sqlite" in refusal(robot(home))


def test_a_missing_voice_is_one_clear_line(home: Path) -> None:
    assert "iper" in refusal(robot(home, f"voice_nb_NO:={home / 'nb.onnx'}"))
