"""What a killed process left in shared memory cannot hurt one that never opens it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from robot_nodes.ros_transport import avoid_shared_memory

JOIN = """
import rclpy
rclpy.init()
node = rclpy.create_node("alone")
print([line for line in open("/proc/self/maps") if "/dev/shm/fast" in line])
"""
CHOICES = ("FASTRTPS_DEFAULT_PROFILES_FILE", "FASTDDS_DEFAULT_PROFILES_FILE")


@pytest.mark.parametrize("reach", ["", "SUBNET", "LOCALHOST"])
def test_no_segment_of_shared_memory_is_opened(reach: str) -> None:
    environment = {"ROS_AUTOMATIC_DISCOVERY_RANGE": reach} if reach else {}
    avoid_shared_memory(environment)
    unset = ("FASTDDS_BUILTIN_TRANSPORTS", "ROS_AUTOMATIC_DISCOVERY_RANGE", *CHOICES)
    rest = {name: value for name, value in os.environ.items() if name not in unset}
    joined = subprocess.run(
        [sys.executable, "-c", JOIN],
        env={**rest, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert joined.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "chosen",
    [
        {"RMW_IMPLEMENTATION": "rmw_cyclonedds_cpp", "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST"},
        {"FASTDDS_BUILTIN_TRANSPORTS": "SHM"},
        {CHOICES[0]: "own.xml"},
        {CHOICES[1]: "own.xml", "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST"},
    ],
)
def test_what_somebody_has_chosen_stays(chosen: dict[str, str]) -> None:
    environment = dict(chosen)
    avoid_shared_memory(environment)
    assert environment == chosen


def test_a_robot_of_one_machine_stays_on_it() -> None:
    environment = {"ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST"}
    avoid_shared_memory(environment)
    text = Path(environment[CHOICES[0]]).read_text(encoding="utf-8")
    assert "<interfaceWhiteList><address>127.0.0.1</address></interfaceWhiteList>" in text
