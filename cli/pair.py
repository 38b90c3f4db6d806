"""`nabo pair`: make this robot known to the care API."""

from pathlib import Path
from typing import Annotated

import typer


def pair(
    code: Annotated[
        str, typer.Argument(help="The one-time code that the nurse's page Robots shows.")
    ],
    server: Annotated[str, typer.Option(help="The care API, e.g. https://care.example.")],
    key_file: Annotated[
        Path, typer.Option(help="Where the robot's identity and key go; must not exist yet.")
    ] = Path("robot.key"),
) -> None:
    """Claim a one-time code, once for each robot."""
    from importlib.metadata import version

    from robot_nodes.adapters import pairing

    identity = pairing.pair(server, code, key_file, software_version=version("nabo-care"))
    typer.echo(f"paired as {identity.name!r} ({identity.robot_id}); the key is in {key_file}")
