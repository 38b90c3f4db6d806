from typing import Any

import pytest

from cli.doctor import ros
from cli.doctor.check import Health


def nothing_installed(name: str) -> Any:  # noqa: ANN401 - as importlib says
    message = f"No module named {name!r}"
    raise ImportError(message)


def test_ros_is_there_in_this_environment() -> None:
    assert ros.library().health is Health.OK
    assert ros.interfaces().health is Health.OK


def test_a_machine_without_ros_is_told_what_to_do() -> None:
    for check in (ros.library(nothing_installed), ros.interfaces(nothing_installed)):
        assert check.health is Health.FAILURE
        assert "make setup" in check.remedy


@pytest.mark.parametrize(
    ("domain", "health"),
    [
        ({}, Health.WARNING),
        ({"ROS_DOMAIN_ID": "42"}, Health.OK),
        ({"ROS_DOMAIN_ID": "200"}, Health.WARNING),
        ({"ROS_DOMAIN_ID": "robot"}, Health.FAILURE),
    ],
)
def test_a_domain_of_its_own_is_best(domain: dict[str, str], health: Health) -> None:
    assert ros.domain(domain).health is health
