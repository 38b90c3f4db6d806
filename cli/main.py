"""The command `nabo`: names the subcommands; each calls one room."""

import os
import sys

import typer

from cli import administrator, api, pair, robot, sim, speech, understand
from cli.demo import command as demo
from cli.doctor import command as doctor

DEBUG = "NABO_DEBUG"
"""Set to 1 to see where a fault came from."""
ROOMS = ("cli", "codebook", "schedules", "robot_nodes", "care_api", "sim", "research")
"""Whose errors are written for the reader: they name the thing and the remedy."""

TRY = "Try it"
SERVER = "On the care service's server"
ROBOT = "On the robot"
WORKSHOP = "In the workshop"

app = typer.Typer(
    name="nabo",
    help="Nabo: robots that talk with residents, remind, look in, and report to the care service.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command("demo", rich_help_panel=TRY)(demo.demo)
app.command("doctor", rich_help_panel=TRY)(doctor.doctor)
app.command("api", rich_help_panel=SERVER)(api.api)
app.command("administrator", rich_help_panel=SERVER)(administrator.administrator)
app.command("robot", rich_help_panel=ROBOT)(robot.robot)
app.command("pair", rich_help_panel=ROBOT)(pair.pair)
app.command("sim", rich_help_panel=WORKSHOP)(sim.sim)
app.command("understand", rich_help_panel=WORKSHOP)(understand.understand)
app.add_typer(speech.app, name="speech", rich_help_panel=WORKSHOP)


def main() -> None:
    """Run a subcommand; whatever goes wrong becomes one line and a non-zero exit code."""
    try:
        app()
    except Exception as fault:
        if os.environ.get(DEBUG) == "1":
            raise
        sys.stderr.write(f"nabo: {told(fault)}\n")
        sys.exit(1)


def told(fault: Exception) -> str:
    """Return one line about a fault: our own speak for themselves, others are named."""
    text = " ".join(str(fault).split())
    if type(fault).__module__.split(".")[0] in ROOMS and text:
        return text
    return f"{type(fault).__name__}: {text or 'no message'} ({DEBUG}=1 shows where)"
