"""`nabo doctor`."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cli.doctor.check import Check, Health, is_healthy

MARKS = {Health.OK: "green", Health.WARNING: "yellow", Health.FAILURE: "bold red"}


def doctor(
    port: Annotated[int, typer.Option(help="Where the care API would listen.")] = 8000,
) -> None:
    """Check ROS, audio, speech models, database, notifications, disk and clock; say what to do."""
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True)
    checks: list[Check] = []
    for check in every_check(port):
        checks.append(check)
        mark = (f"{check.health:8}", MARKS[check.health])
        console.print(Text.assemble(mark, (f"{check.name:20}", "bold"), check.finding))
        if check.remedy:
            console.print(Text(f"{'':28}→ {check.remedy}"))
    if not is_healthy(checks):
        raise typer.Exit(code=1)


def every_check(port: int) -> Iterator[Check]:
    """Look at one thing after the other, the quick ones first."""
    from cli.doctor import database, machine, notifications, ros, speech
    from schedules.clock import SystemClock

    yield from machine.checks(Path.cwd(), SystemClock(), port)
    yield from database.checks(os.environ)
    yield from notifications.checks(os.environ)
    yield from ros.checks()
    yield from speech.checks()
