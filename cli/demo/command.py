"""`nabo demo`."""

from pathlib import Path
from typing import Annotated

import typer

from schedules.locale import Locale


def demo(
    *,
    headless: Annotated[
        bool, typer.Option(help="End by itself; exit code 0 if and only if all steps happened.")
    ] = False,
    locale: Annotated[Locale, typer.Option(help="What the residents speak.")] = Locale.NB_NO,
    port: Annotated[
        int | None, typer.Option(help="Of the nurse's page; a free one by default.")
    ] = None,
    wav: Annotated[
        Path | None, typer.Option(help="Write the conversation: robot left, resident right.")
    ] = None,
    me: Annotated[
        bool, typer.Option(help="Be the resident yourself, with microphone and loudspeaker.")
    ] = False,
) -> None:
    """Play one morning: a robot visits three residents, and a nurse sees it on her page."""
    from cli.demo.performance import perform
    from cli.demo.stage import Choices

    choices = Choices(locale=locale, is_headless=headless, is_me=me, port=port, wav=wav)
    raise typer.Exit(code=perform(choices))
