"""`nabo robot`: all of a robot's nodes in one process."""

import os
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Audio(StrEnum):
    """Where sound comes from and goes to."""

    TOPICS = "topics"
    DEVICES = "devices"


Store = Annotated[
    Path | None, typer.Option(envvar="NABO_ROBOT_STORE", help="The robot's SQLite file.")
]
Server = Annotated[
    str | None,
    typer.Option(envvar="NABO_ROBOT_SERVER", help="The care API, e.g. https://care.example."),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(envvar="NABO_ROBOT_KEY_FILE", help="The identity that `nabo pair` made."),
]
AudioChoice = Annotated[
    Audio | None,
    typer.Option(
        envvar="NABO_ROBOT_AUDIO", help="ROS topics, or the machine's microphone and loudspeaker."
    ),
]
Parameters = Annotated[
    list[str] | None,
    typer.Option(help="Any ROS parameter of docs/interfaces.md, as name:=value."),
]
Settings = Annotated[
    Path | None,
    typer.Option(
        envvar="NABO_ROBOT_SETTINGS",
        help="The robot's settings in a file of ROS's format, as config/robot.yaml.",
    ),
]
PairFrom = Annotated[
    Path | None,
    typer.Option(help="A demonstration's admission: pair with its code first.", hidden=True),
]
SimTime = Annotated[bool, typer.Option(help="Take the time from /clock.")]


def robot(  # noqa: PLR0913 - each is an option of the command
    store: Store = None,
    server: Server = None,
    key_file: KeyFile = None,
    audio: AudioChoice = None,
    parameter: Parameters = None,
    pair_from: PairFrom = None,
    *,
    settings: Settings = None,
    sim_time: SimTime = False,
) -> None:
    """Run the robot: ears, voice, dialogue, care, screen and sync, on ROS 2."""
    from robot_nodes.main import RESTART_EXIT, main, understanding

    key = key_file or Path("robot.key")
    if pair_from is not None and not key.exists():
        from cli.demo.admission import pair_when_admitted

        understanding()  # loaded while the care API comes up
        pair_when_admitted(pair_from, server or "", key)
    named = {
        "store_path": store,
        "care_api_url": server,
        "key_file": key_file,
        "audio": audio,
        "use_sim_time": "true" if sim_time else None,
    }
    chosen = [f"{name}:={value}" for name, value in named.items() if value is not None]
    in_file = [] if settings is None else ["--params-file", str(settings)]
    code = main(["--ros-args", *in_file, *_as_parameters([*chosen, *(parameter or [])])])
    if code == RESTART_EXIT:
        _start_again()
    raise typer.Exit(code=code)


def _start_again() -> None:
    """Put a fresh robot, perhaps of a newer release, in the place of this process."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - our own command line


def _as_parameters(assignments: list[str]) -> Iterator[str]:
    for assignment in assignments:
        yield from ("-p", assignment)
