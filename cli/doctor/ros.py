"""ROS 2: is it there, are our interfaces built, is the domain a good one?"""

import importlib
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cli.demo.domain import SAFE_DOMAINS
from cli.doctor.check import Check, failure, ok, warning

Importer = Callable[[str], Any]


def library(find: Importer = importlib.import_module) -> Check:
    """Look whether `rclpy` can be imported."""
    try:
        find("rclpy")
    except ImportError as fault:
        remedy = "run `make setup`, or source the ROS 2 Jazzy of this machine"
        return failure("ROS 2", f"rclpy cannot be imported: {fault}", remedy)
    return ok("ROS 2", "rclpy is there")


def interfaces(find: Importer = importlib.import_module) -> Check:
    """Look whether the messages of the package `nabo` are built."""
    try:
        find("nabo.msg")
        find("nabo.action")
    except ImportError as fault:
        remedy = "run `make setup`, which builds them with colcon"
        return failure("ROS interfaces", f"`nabo` is not built: {fault}", remedy)
    return ok("ROS interfaces", "the package `nabo` is built")


def domain(environment: Mapping[str, str]) -> Check:
    """Look whether the ROS domain is one whose ports collide with nobody's."""
    text = environment.get("ROS_DOMAIN_ID", "0")
    remedy = f"set ROS_DOMAIN_ID to a number from {SAFE_DOMAINS[0]} to {SAFE_DOMAINS[-1]}"
    if not text.isdecimal():
        return failure("ROS domain", f"ROS_DOMAIN_ID is {text!r}", remedy)
    if int(text) == 0:
        return warning("ROS domain", "0, which every robot uses unless told otherwise", remedy)
    if int(text) not in SAFE_DOMAINS:
        return warning("ROS domain", f"{text}: its ports meet those of outgoing calls", remedy)
    return ok("ROS domain", text)


def checks() -> Iterator[Check]:
    """Look at all of it."""
    yield library()
    yield interfaces()
    yield domain(os.environ)
