"""The ROS domain of a demonstration: one that no other demonstration on this machine has."""

import fcntl
import os
import random
import tempfile
from pathlib import Path

from robot_nodes.ros_transport import avoid_shared_memory

SAFE_DOMAINS = range(1, 101)
"""Above these, a ROS domain's ports meet those that Linux gives to outgoing connections."""
LOCKS = Path(tempfile.gettempdir())


class DomainsTaken(RuntimeError):  # noqa: N818 - a state of the machine
    """Every domain is held: names the remedy."""


class Domain:
    """A domain that is held as long as this process lives, or until `release`."""

    def __init__(self, number: int, lock: int) -> None:
        """Keep `lock`, the descriptor of a locked file."""
        self.number = number
        self._lock = lock

    @property
    def environment(self) -> dict[str, str]:
        """The settings with which a process joins the domain, and hears this machine only."""
        settings = {
            "ROS_DOMAIN_ID": str(self.number),
            "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
        }
        avoid_shared_memory(settings)
        return settings

    def release(self) -> None:
        """Let somebody else have it."""
        os.close(self._lock)


def free_domain(locks: Path = LOCKS) -> Domain:
    """Return a domain by chance that nobody else holds.

    Args:
        locks: The folder with a file for each domain; the kernel frees what a dead process held.

    Raises:
        DomainsTaken: All are held.
    """
    for number in random.SystemRandom().sample(SAFE_DOMAINS, len(SAFE_DOMAINS)):
        lock = _locked(locks / f"nabo-ros-domain-{number}.lock")
        if lock is not None:
            return Domain(number, lock)
    raise DomainsTaken(
        f"all ROS domains from {SAFE_DOMAINS[0]} to {SAFE_DOMAINS[-1]} are held by demonstrations:"
        f" end one of them (see the locks nabo-ros-domain-* in {locks})"
    )


def _locked(path: Path) -> int | None:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None  # another user's
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
