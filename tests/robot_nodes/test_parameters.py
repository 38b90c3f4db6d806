from pathlib import Path

import pytest
import yaml

from robot_nodes import parameters
from robot_nodes.parameters import Parameter

ROOT = Path(__file__).parents[2]
ALL = {parameter.name: parameter for node in parameters.NODES.values() for parameter in node}


@pytest.mark.parametrize("parameter", ALL.values(), ids=lambda parameter: parameter.name)
def test_a_default_is_what_the_parameter_can_be(parameter: Parameter) -> None:
    if parameter.choices:
        assert parameter.default in parameter.choices
    if parameter.at_least is not None and parameter.at_most is not None:
        assert isinstance(parameter.default, int | float)
        assert parameter.at_least <= parameter.default <= parameter.at_most


def test_a_name_means_the_same_in_every_node() -> None:
    for node in parameters.NODES.values():
        assert all(ALL[parameter.name] is parameter for parameter in node)


@pytest.mark.parametrize("file", sorted((ROOT / "config").glob("*.yaml")), ids=lambda f: f.name)
def test_every_setting_of_a_file_is_a_parameter(file: Path) -> None:
    settings = yaml.safe_load(file.read_text())["/**"]["ros__parameters"]

    assert set(settings) <= set(ALL)
