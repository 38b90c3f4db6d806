"""`nabo sim`: the simulated resident and the demonstration's clock."""

from pathlib import Path
from typing import Annotated

import typer

from schedules.locale import Locale


def sim(
    clock_file: Annotated[
        Path, typer.Option(help="How far the demonstration's time is ahead; must exist.")
    ],
    locale: Annotated[Locale, typer.Option(help="What the residents speak.")] = Locale.NB_NO,
    scenario: Annotated[str, typer.Option(help="One of sim/scenarios.")] = "morning",
    home: Annotated[
        str, typer.Option(help="One of sim/homes; empty where something else moves the robot.")
    ] = "solbakken",
    *,
    resident: Annotated[
        bool, typer.Option(help="Without: only the clock, for a person who answers themselves.")
    ] = True,
) -> None:
    """Play the residents of a scenario, and skip the waiting between their conversations."""
    from sim.main import SimSettings, run

    run(
        SimSettings(
            clock_file=clock_file,
            scenario=scenario,
            locale=locale,
            has_resident=resident,
            home=home if resident else "",  # a person's robot stands where it stands
        )
    )
