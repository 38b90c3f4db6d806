"""What a robot was set to, read as ROS reads it and without ROS: by a settings file and by hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from robot_nodes import parameters
from robot_nodes.parameters import Parameter

_SECTION = "ros__parameters"
_WILDCARDS = ("*", "**")
_ROS_OWN = ("use_sim_time",)


class SettingsUnusable(RuntimeError):  # noqa: N818 - reads as what happened
    """A robot with these settings does not start; the message names the one and the remedy."""


class _Given(NamedTuple):
    node: str
    """Name of the node, or a wildcard."""
    name: str
    value: Any


class RobotSettings:
    """What each node's parameters were set to; what was not set has its default."""

    def __init__(self, given: Iterable[_Given] = ()) -> None:
        """Take what was given, of which the last word holds."""
        self._given = tuple(given)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names that are no parameter of any node: ROS passes them over in silence."""
        known = {each.name for node in parameters.NODES.values() for each in node}
        named = dict.fromkeys(each.name for each in self._given)
        return tuple(name for name in named if name not in known and name not in _ROS_OWN)

    def value(self, node: str, parameter: Parameter) -> Any:  # noqa: ANN401 - of its default's type
        """Return what a node's parameter is.

        Raises:
            SettingsUnusable: It was set to something that it cannot be.
        """
        found: Any = parameter.default
        for each in self._given:
            if each.name == parameter.name and each.node in (node, *_WILDCARDS):
                found = each.value
        is_kind = type(found) is type(parameter.default)
        if not is_kind or (parameter.choices and found not in parameter.choices):
            raise SettingsUnusable(
                f"parameter {parameter.name} is {found!r}; wanted: {parameter.wanted}"
            )
        return found


def read(file: Path | None, assignments: Sequence[str] = ()) -> RobotSettings:
    """Return a robot's settings.

    Args:
        file: In ROS's format, as config/robot.yaml; its namespaces are not looked at.
        assignments: Such as `locale:=nn_NO`, or `ears:locale:=nn_NO` for one node; they overrule.

    Raises:
        SettingsUnusable: The file or an assignment cannot be read.
    """
    in_file = () if file is None else _in_file(file)
    return RobotSettings([*in_file, *map(_assigned, assignments)])


def _in_file(file: Path) -> Iterator[_Given]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        reason = " ".join(str(fault).split())
        raise SettingsUnusable(f"the settings in {file} cannot be read: {reason}") from fault
    yield from _in_section("", content or {}, file)


def _in_section(name: str, content: Any, file: Path) -> Iterator[_Given]:  # noqa: ANN401 - YAML
    """Yield what stands in a namespace's or a node's section, and in those within it."""
    if not isinstance(content, Mapping):
        raise SettingsUnusable(f"{file}: {name or 'the file'} holds no settings of a node")
    for key, value in content.items():
        if key == _SECTION:
            node = name.rsplit("/", 1)[-1]
            yield from (_Given(node, str(each), given) for each, given in (value or {}).items())
        else:
            yield from _in_section(f"{name}/{key}", value, file)


def _assigned(assignment: str) -> _Given:
    names, is_one, text = assignment.partition(":=")
    if not is_one:
        raise SettingsUnusable(f"{assignment!r} is no name:=value")
    node, _, name = names.rpartition(":")
    try:
        return _Given(node or "**", name, yaml.safe_load(text) if text else "")
    except yaml.YAMLError as fault:
        raise SettingsUnusable(f"{assignment!r}: its value cannot be read") from fault
