import json
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from robot_nodes.adapters.identity import (
    Identity,
    IdentityUnavailable,
    public_key_text,
    read_identity,
    write_identity,
)

NABO = Identity(
    robot_id=UUID(int=7), name="Nabo 1", private_key=Ed25519PrivateKey.from_private_bytes(b"k" * 32)
)


def test_an_identity_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_identity(tmp_path / "var" / "key.json", NABO)

    again = read_identity(tmp_path / "var" / "key.json")

    assert (again.robot_id, again.name) == (NABO.robot_id, NABO.name)
    assert again.private_key.private_bytes_raw() == b"k" * 32


def test_only_the_owner_may_read_the_key(tmp_path: Path) -> None:
    write_identity(tmp_path / "key.json", NABO)

    assert [file.name for file in tmp_path.iterdir()] == ["key.json"]
    assert (tmp_path / "key.json").stat().st_mode & 0o777 == 0o600


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    write_identity(tmp_path / "key.json", NABO)
    (tmp_path / "key.json").chmod(0o640)

    with pytest.raises(IdentityUnavailable, match=r"key\.json: others may read it: run chmod 600"):
        read_identity(tmp_path / "key.json")


def test_a_robot_without_a_key_is_told_to_pair(tmp_path: Path) -> None:
    with pytest.raises(IdentityUnavailable, match="there is none: pair the robot"):
        read_identity(tmp_path / "key.json")


@pytest.mark.parametrize("content", ["", "{}", '{"robot_id": 1}', "\x00"])
def test_a_damaged_key_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "key.json").write_text(content)
    (tmp_path / "key.json").chmod(0o600)

    with pytest.raises(IdentityUnavailable, match=r"key\.json: it is damaged"):
        read_identity(tmp_path / "key.json")


def test_a_key_of_the_wrong_length_is_damage(tmp_path: Path) -> None:
    write_identity(tmp_path / "key.json", NABO)
    content = json.loads((tmp_path / "key.json").read_text())
    (tmp_path / "key.json").write_text(json.dumps(content | {"private_key": "a2V5"}))

    with pytest.raises(IdentityUnavailable, match="it is damaged"):
        read_identity(tmp_path / "key.json")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where a folder should be")

    with pytest.raises(IdentityUnavailable, match="it cannot be written"):
        write_identity(tmp_path / "var" / "key.json", NABO)


def test_the_key_shows_in_no_log_line() -> None:
    assert "key" not in repr(NABO).lower().replace("key.json", "")


def test_the_public_key_is_base64url_without_padding() -> None:
    text = public_key_text(NABO.private_key)

    assert len(text) == 43
    assert "=" not in text
