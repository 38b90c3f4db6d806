"""Who the robot is: its id at the server and its Ed25519 key, in a file that only it may read."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr, ValidationError

from codebook.model import Model

_OTHERS = 0o077


class IdentityUnavailable(Exception):  # noqa: N818 - a state of the world
    """The robot's key file cannot be used: names the file and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A robot that the server knows."""

    robot_id: UUID
    name: str
    """As the nurses named it."""
    private_key: Ed25519PrivateKey = field(repr=False)


class _KeyFile(Model):
    robot_id: UUID
    name: str
    private_key: SecretStr


def read_identity(key_file: Path) -> Identity:
    """Return the identity that pairing wrote.

    Raises:
        IdentityUnavailable: There is none yet, others may read it, or it is damaged.
    """
    try:
        if key_file.stat().st_mode & _OTHERS:
            raise IdentityUnavailable(
                f"key file {key_file}: others may read it: run chmod 600 on it, or pair again"
            )
        kept = _KeyFile.model_validate_json(key_file.read_bytes())
        raw = _decoded(kept.private_key.get_secret_value())
        key = Ed25519PrivateKey.from_private_bytes(raw)
    except FileNotFoundError as fault:
        raise IdentityUnavailable(
            f"key file {key_file}: there is none: pair the robot by `nabo pair`,"
            " with a code from the nurses' page Robots"
        ) from fault
    except OSError as fault:
        raise IdentityUnavailable(f"key file {key_file}: {fault.strerror}") from fault
    except (ValidationError, ValueError) as fault:
        raise IdentityUnavailable(
            f"key file {key_file}: it is damaged: move it aside and pair the robot again"
        ) from fault
    return Identity(robot_id=kept.robot_id, name=kept.name, private_key=key)


def write_identity(key_file: Path, identity: Identity) -> None:
    """Write the identity in one step, readable by this user alone.

    Raises:
        IdentityUnavailable: The file cannot be written.
    """
    content = {
        "robot_id": str(identity.robot_id),
        "name": identity.name,
        "private_key": _encoded(identity.private_key.private_bytes_raw()),
    }
    fresh = key_file.with_name(key_file.name + ".new")
    try:
        key_file.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(json.dumps(content, indent=2))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(key_file)
    except OSError as fault:
        raise IdentityUnavailable(
            f"key file {key_file}: it cannot be written ({fault.strerror}): check the folder"
        ) from fault


def public_key_text(private_key: Ed25519PrivateKey) -> str:
    """Return the public half as `codebook.pairing.Claim` carries it."""
    return _encoded(private_key.public_key().public_bytes_raw())


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
