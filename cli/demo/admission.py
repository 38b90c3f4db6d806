"""What the care API tells the director at its first start: the nurse's login, a pairing code."""

import os
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from threading import Event as Flag
from typing import Any

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """How nurse and robot get in."""

    user_name: str
    password: str
    colleagues: Mapping[str, str]
    """User name -> what they are; the password lets all of them in."""
    pairing_code: str


class TookTooLong(RuntimeError):  # noqa: N818 - reads as what happened
    """The care API was not there in time."""


DEADLINE_S = 60.0
POLL_S = 0.1

_ADMISSION = TypeAdapter(Admission)


def write_admission(file: Path, seed: Any) -> None:  # noqa: ANN401 - anything with these attributes
    """Write the admission in one step, readable by this user alone.

    Raises:
        OSError: The file cannot be written.
    """
    admission = Admission(
        user_name=seed.user_name,
        password=seed.password or "",
        colleagues=seed.colleagues,
        pairing_code=seed.pairing_code,
    )
    fresh = file.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        target.write(_ADMISSION.dump_json(admission))
    fresh.replace(file)


def read_admission(file: Path) -> Admission:
    """Return what was written.

    Raises:
        OSError: There is none yet.
        ValueError: It was written by something else.
    """
    return _ADMISSION.validate_json(file.read_bytes())


def pair_when_admitted(file: Path, server: str, key_file: Path) -> None:
    """Wait for an admission, then claim its code as any robot does.

    Raises:
        TookTooLong: The care API wrote none, or did not answer, within `DEADLINE_S`.
        ServerRefused: The code was used already.
    """
    from robot_nodes.adapters.pairing import pair
    from robot_nodes.ports import ServerUnreachable

    until_s = time.monotonic() + DEADLINE_S
    pause = Flag()
    while time.monotonic() < until_s:
        try:
            code = read_admission(file).pairing_code
            pair(server, code, key_file, software_version=version("nabo-care"))
        except (FileNotFoundError, ServerUnreachable):
            pause.wait(POLL_S)
        else:
            return
    msg = f"the care API at {server} did not answer within {DEADLINE_S:g} s"
    raise TookTooLong(msg)
