from collections.abc import Iterator
from pathlib import Path

import pytest

from robot_nodes.adapters.identity import IdentityUnavailable, read_identity
from robot_nodes.adapters.pairing import pair
from robot_nodes.ports import ServerRefused, ServerUnreachable
from tests.robot_nodes.adapters.stores import ROBOT
from tests.robot_nodes.fakes.loopback_care_api import (
    CLAIM,
    LoopbackCareApi,
    loopback_care_api,
    problem,
)


@pytest.fixture
def api() -> Iterator[LoopbackCareApi]:
    with loopback_care_api() as running:
        yield running


def test_a_claimed_code_makes_the_robots_identity(tmp_path: Path, api: LoopbackCareApi) -> None:
    identity = pair(api.address, " 123-456 ", tmp_path / "key.json", software_version="0.1.0")

    kept = read_identity(tmp_path / "key.json")
    assert (kept.robot_id, kept.name) == (ROBOT, "Nabo 1")
    assert kept.private_key.private_bytes_raw() == identity.private_key.private_bytes_raw()
    assert api.requests == [("POST", CLAIM)]


def test_a_paired_robot_is_not_paired_again(tmp_path: Path, api: LoopbackCareApi) -> None:
    pair(api.address, "123456", tmp_path / "key.json", software_version="0.1.0")

    with pytest.raises(IdentityUnavailable, match="this robot is paired already"):
        pair(api.address, "654321", tmp_path / "key.json", software_version="0.1.0")

    assert len(api.requests) == 1


def test_a_folder_that_cannot_be_written_costs_no_code(
    tmp_path: Path, api: LoopbackCareApi
) -> None:
    (tmp_path / "var").write_text("a file where a folder should be")

    with pytest.raises(IdentityUnavailable, match="it cannot be written"):
        pair(api.address, "123456", tmp_path / "var" / "key.json", software_version="0.1.0")

    assert api.requests == []


def test_a_wrong_code_is_refused_and_leaves_no_identity(
    tmp_path: Path, api: LoopbackCareApi
) -> None:
    api.answers[CLAIM] = problem(401, "This code is used or too old: make a new one.")

    with pytest.raises(ServerRefused, match="make a new one"):
        pair(api.address, "123456", tmp_path / "key.json", software_version="0.1.0")

    assert not (tmp_path / "key.json").exists()


def test_a_silent_server_can_be_asked_again(tmp_path: Path) -> None:
    with pytest.raises(ServerUnreachable, match="no connection"):
        pair("http://127.0.0.1:9", "123456", tmp_path / "key.json", software_version="0.1.0")


def test_a_code_never_goes_over_the_network_in_the_clear(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="use https"):
        pair("http://192.0.2.1", "123456", tmp_path / "key.json", software_version="0.1.0")
