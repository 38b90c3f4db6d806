"""`nabo doctor`."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.doctor.check import Check, Health, failure, is_healthy, ok, warning
from cli.robot import Parameters, Settings

MARKS = {Health.OK: "green", Health.WARNING: "yellow", Health.FAILURE: "bold red"}


def doctor(
    port: Annotated[int, typer.Option(help="Where the care API would listen.")] = 8000,
    settings: Settings = None,
    parameter: Parameters = None,
) -> None:
    """Check ROS, audio, speech models, database, notifications, disk and clock; say what to do."""
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True)
    checks: list[Check] = []
    for check in every_check(port, settings, parameter or ()):
        checks.append(check)
        mark = (f"{check.health:8}", MARKS[check.health])
        console.print(Text.assemble(mark, (f"{check.name:20}", "bold"), check.finding))
        if check.remedy:
            console.print(Text(f"{'':28}→ {check.remedy}"))
    if not is_healthy(checks):
        raise typer.Exit(code=1)


def every_check(
    port: int, settings: Path | None = None, assignments: Sequence[str] = ()
) -> Iterator[Check]:
    """Look at one thing after the other, the quick ones first."""
    from cli.doctor import database, machine, notifications, ros
    from schedules.clock import SystemClock

    yield from machine.checks(Path.cwd(), SystemClock(), port)
    yield from database.checks(os.environ)
    yield from notifications.checks(os.environ)
    yield from ros.checks()
    yield from of_robot(settings, assignments)


def of_robot(file: Path | None, assignments: Sequence[str]) -> Iterator[Check]:
    """Look at a robot's settings, and at what it hears and speaks with."""
    from cli.doctor import robot_settings, speech

    name = "robot's settings"
    try:
        settings = robot_settings.read(file, assignments)
        if settings.unknown:
            remedy = "docs/interfaces.md names every parameter"
            yield warning(name, f"no parameter: {', '.join(settings.unknown)}", remedy)
        elif file is not None or assignments:
            yield ok(name, f"from {file or 'the command line'}")
        else:
            yield ok(name, "none named (--settings FILE): looking at a robot without any")
        yield from speech.checks(settings)
    except robot_settings.SettingsUnusable as fault:
        yield failure(name, str(fault), "the robot does not start before that is done")
