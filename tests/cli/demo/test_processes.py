import os
import socket
from pathlib import Path

import pytest

from cli.demo.processes import SAFE_DOMAINS, free_port, is_free, ros_environment, tail


def test_a_free_port_is_free() -> None:
    assert is_free(free_port())


def test_a_port_on_which_somebody_listens_is_not_free() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        assert not is_free(listener.getsockname()[1])


def test_a_demonstration_is_heard_by_nobody_else() -> None:
    environment = ros_environment()
    assert int(environment["ROS_DOMAIN_ID"]) in SAFE_DOMAINS
    assert environment["ROS_AUTOMATIC_DISCOVERY_RANGE"] == "LOCALHOST"


def test_the_environment_of_this_process_stays_as_it_was() -> None:
    before = dict(os.environ)
    ros_environment()
    assert dict(os.environ) == before


@pytest.mark.parametrize(("lines", "shown"), [(3, 3), (30, 12)])
def test_the_end_of_a_log_is_shown(lines: int, shown: int, tmp_path: Path) -> None:
    log = tmp_path / "robot.log"
    log.write_text("\n".join(f"line {number}" for number in range(lines)), "utf-8")
    assert len(tail(log).splitlines()) == shown
    assert tail(log).endswith(f"line {lines - 1}")


def test_a_log_that_was_never_written_is_empty(tmp_path: Path) -> None:
    assert not tail(tmp_path / "nothing.log")
