"""The Pythons that Nabo runs on, in words that also an older one can read."""

from __future__ import annotations

OLDEST = (3, 11)
FIRST_UNTRIED = (3, 15)
"""The ROS wheels are published for the versions before it."""


def complaint(version: tuple[int, int]) -> str | None:
    """Return the line that turns `version` (major, minor) away, or None when it fits."""
    if OLDEST <= version < FIRST_UNTRIED:
        return None
    return (
        "Set-up stopped: this Python is {}.{}, and Nabo needs 3.11 to 3.14. Install one "
        "(Debian, Ubuntu: apt-get install python3.12 python3.12-venv python3.12-dev) "
        "and name it: make PYTHON=python3.12 setup"
    ).format(*version)
