"""Makes a robot known to the care server, once."""

from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codebook.pairing import Claim, Claimed
from robot_nodes.adapters.care_api_answers import (
    TIMEOUT,
    accepted,
    checked_address,
    is_loopback,
    network_told,
    parsed,
)
from robot_nodes.adapters.identity import (
    Identity,
    IdentityUnavailable,
    public_key_text,
    write_identity,
)


def pair(address: str, code: str, key_file: Path, *, software_version: str) -> Identity:
    """Claim a one-time code with a fresh key and write the robot's identity.

    Args:
        address: The care API's, e.g. `https://omsorg.fjordvik.example`.
        code: As the nurses' page Robots shows it, once.
        key_file: Where the identity goes; must not exist yet.
        software_version: This robot's.

    Raises:
        ValueError: The address cannot be used.
        IdentityUnavailable: The robot is paired already, or the file cannot be written.
        ServerUnreachable: Try again; the code still holds.
        ServerRefused: The code is wrong, used or too old.
    """
    url = checked_address(address)
    _check_free(key_file)
    key = Ed25519PrivateKey.generate()
    claim = Claim(
        code=code.strip(), public_key=public_key_text(key), software_version=software_version
    )
    with (
        network_told(),
        httpx.Client(base_url=url, timeout=TIMEOUT, trust_env=not is_loopback(url)) as client,
    ):
        response = client.post("/api/v1/robots/claim", json=claim.model_dump(mode="json"))
    claimed = parsed(Claimed, accepted(response))
    identity = Identity(robot_id=claimed.robot_id, name=claimed.name, private_key=key)
    write_identity(key_file, identity)
    return identity


def _check_free(key_file: Path) -> None:
    """Find out before the code is spent whether the file can be written."""
    if key_file.exists():
        raise IdentityUnavailable(
            f"key file {key_file}: this robot is paired already; to pair it again move the file"
            " aside"
        )
    trial = key_file.with_name(key_file.name + ".new")
    try:
        key_file.parent.mkdir(parents=True, exist_ok=True)
        trial.touch(mode=0o600)
    except OSError as fault:
        raise IdentityUnavailable(
            f"key file {key_file}: it cannot be written ({fault.strerror}): check the folder"
        ) from fault
