"""The robot as a process: how it starts, refuses to start, ends, and starts again."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codebook.command import Command, Restart
from robot_nodes.adapters.identity import Identity, write_identity
from robot_nodes.main import RESTART_EXIT
from schedules.clock import SystemClock
from tests.robot_nodes.adapters.stores import plans
from tests.robot_nodes.fakes.loopback_care_api import (
    ORDERS,
    Answer,
    LoopbackCareApi,
    loopback_care_api,
)

ROOT = Path(__file__).parents[2]
START_DEADLINE_S = 90
STOP_DEADLINE_S = 30


def robot(
    folder: Path, *parameters: str, server: str = "http://127.0.0.1:9"
) -> "subprocess.Popen[str]":
    """Start a paired robot, by itself with a server that does not answer."""
    given = (
        f"store_path:={folder / 'robot.sqlite'}",
        f"key_file:={folder / 'robot.key'}",
        f"care_api_url:={server}",
        *parameters,
    )
    arguments = [part for value in given for part in ("-p", value)]
    return started("-m", "robot_nodes.main", "--ros-args", *arguments)


def started(*arguments: str) -> "subprocess.Popen[str]":
    """Start a Python process."""
    return subprocess.Popen(
        [sys.executable, *arguments],
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
    await_ready(process)
    process.send_signal(signalled)
    process.communicate(timeout=STOP_DEADLINE_S)

    assert process.returncode == 0
    kinds = recorded(home)
    assert (kinds[0], kinds[-1]) == ("robot.started", "robot.stopped requested")


def await_ready(process: "subprocess.Popen[str]") -> None:
    """Read what it says until it is ready; an end of the process ends the wait as well."""
    assert process.stderr is not None
    said = iter(process.stderr.readline, "")
    assert any("the robot is ready" in line for line in said)


def recorded(folder: Path) -> list[str]:
    """Return the kinds of its events in order, and why it stopped."""
    with closing(sqlite3.connect(folder / "robot.sqlite")) as connection:
        rows = connection.execute("SELECT json ->> '$.body' FROM outbox ORDER BY position")
        bodies = [json.loads(body) for (body,) in rows]
    return [
        f"{body['kind']} {body['reason']}" if body["kind"] == "robot.stopped" else body["kind"]
        for body in bodies
    ]


@pytest.fixture
def asking_to_restart() -> Iterator[LoopbackCareApi]:
    """Yield a server that asks the robot to start again, as often as it is asked."""
    now = SystemClock().now()
    restart = Command(
        id=UUID(int=1),
        resident_id=None,
        created_at=now,
        expires_at=now + timedelta(hours=1),
        body=Restart(),
    )
    orders = (
        f'{{"plans_etag": "3", "plans": {plans(3).model_dump_json()},'
        f' "commands": [{restart.model_dump_json()}]}}'
    )
    with loopback_care_api() as api:
        api.answers[ORDERS] = Answer(body=orders.encode(), headers={"ETag": '"three"'})
        yield api


RESTARTED = [
    "robot.started",
    "command.received",
    "robot.stopped restart requested",
    "robot.started",
    "command.done",
]


def of_interest(kinds: list[str]) -> list[str]:
    return [kind for kind in kinds if kind.startswith(("robot.st", "command."))]


@pytest.mark.timeout(240)  # two robots, one after the other
def test_a_robot_that_was_started_by_hand_starts_itself_again(
    home: Path, asking_to_restart: LoopbackCareApi
) -> None:
    process = started(
        *("-m", "cli", "robot", "--store", str(home / "robot.sqlite")),
        *("--key-file", str(home / "robot.key"), "--server", asking_to_restart.address),
    )
    await_ready(process)
    await_ready(process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=STOP_DEADLINE_S)

    assert process.returncode == 0
    assert of_interest(recorded(home)) == [*RESTARTED, "robot.stopped requested"]


def test_a_robot_that_is_watched_ends_with_a_code_of_its_own_and_answers_in_its_next_run(
    home: Path, asking_to_restart: LoopbackCareApi
) -> None:
    first = robot(home, server=asking_to_restart.address)
    first.communicate(timeout=START_DEADLINE_S)
    assert first.returncode == RESTART_EXIT

    second = robot(home, server=asking_to_restart.address)
    await_ready(second)
    second.send_signal(signal.SIGTERM)
    second.communicate(timeout=STOP_DEADLINE_S)
    assert second.returncode == 0
    assert of_interest(recorded(home)) == [*RESTARTED, "robot.stopped requested"]


def test_a_wrong_parameter_is_one_clear_line(home: Path) -> None:
    assert "audio" in refusal(robot(home, "audio:=gramophone"))


def test_a_robot_that_was_never_paired_says_how_to_pair_it(tmp_path: Path) -> None:
    assert "pair" in refusal(robot(tmp_path))


def test_care_data_in_the_clear_over_a_network_is_refused_with_the_remedy(home: Path) -> None:
    assert "use https" in refusal(robot(home, server="http://192.0.2.5:8000"))


def test_a_store_of_another_release_is_one_clear_line(home: Path) -> None:
    connection = sqlite3.connect(home / "robot.sqlite")
    connection.execute("PRAGMA user_version = 9999")
    connection.commit()
    connection.close()

    assert "robot.sqlite" in refusal(robot(home))


def test_a_missing_voice_is_one_clear_line(home: Path) -> None:
    assert "iper" in refusal(robot(home, f"voice_nb_NO:={home / 'nb.onnx'}"))
