"""What every test shares: an own ROS domain, and examples that are the same in every run."""

import os
import zlib
from typing import Any

from hypothesis import settings

from robot_nodes.ros_transport import avoid_shared_memory
from tests.faults.figures import print_figures

# Above 100 a domain's ports meet those that Linux gives to outgoing connections.
_DOMAINS_PER_RUN = 10
_RUNS_AT_ONCE = 10


def _ros_domain_id(run: str, worker: str) -> int:
    """Return a domain id in 1-100 that no other worker of `run`, and rarely another run, has."""
    block = zlib.crc32(run.encode()) % _RUNS_AT_ONCE
    index = int(worker.removeprefix("gw") or 0) % _DOMAINS_PER_RUN
    return 1 + block * _DOMAINS_PER_RUN + index


# rclpy reads these when it is first initialised: set them before any test module is imported.
os.environ["ROS_DOMAIN_ID"] = str(
    _ros_domain_id(
        run=os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid())),
        worker=os.environ.get("PYTEST_XDIST_WORKER", "gw0"),
    )
)
os.environ["ROS_AUTOMATIC_DISCOVERY_RANGE"] = "LOCALHOST"
avoid_shared_memory(os.environ)

pytest_plugins = ["tests.crashes"]

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")


def pytest_terminal_summary(terminalreporter: Any) -> None:  # noqa: ANN401 - pytest's own class is private
    """Print the figures of the tests that break things."""
    print_figures(terminalreporter)
