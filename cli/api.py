"""`nabo api`: the care API."""

from pathlib import Path
from typing import Annotated, Any

import typer

from schedules.locale import Locale

Host = Annotated[str | None, typer.Option(help="Address to listen on [127.0.0.1].")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")]
DatabaseUrl = Annotated[
    str | None, typer.Option(help="sqlite:///file or postgresql+psycopg://user@host/name.")
]
ClockFile = Annotated[
    Path | None, typer.Option(help="A demonstration's clock; only with NABO_DEMO=true.")
]
Seed = Annotated[
    Path | None,
    typer.Option(
        help="Fill an empty database with a demonstration's people, and write the nurse's login and"
        " a pairing code to this file; only with NABO_DEMO=true."
    ),
]
SeedLocale = Annotated[Locale, typer.Option(help="With --seed: what the residents speak.")]


def api(
    host: Host = None,
    port: Port = None,
    database: DatabaseUrl = None,
    clock_file: ClockFile = None,
    seed: Seed = None,
    locale: SeedLocale = Locale.NB_NO,
) -> None:
    """Run the care API: plans, events, alerts, and the nurse's pages.

    All settings are environment variables NABO_…; these options outrank them. NABO_SECRET_KEY has
    no default: make one with `openssl rand -hex 32`.
    """
    from care_api.serve import serve
    from care_api.settings import load_settings
    from cli.robots_words import SpokenPreview
    from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser

    given: dict[str, Any] = {
        "host": host,
        "port": port,
        "database_url": database,
        "clock_file": clock_file,
    }
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    if seed is not None:
        _fill(seed, settings, locale)
    synthesiser = Pyttsx3Synthesiser()
    try:
        serve(settings, SpokenPreview(synthesiser))
    finally:
        synthesiser.close()


def _fill(file: Path, settings: Any, locale: Locale) -> None:  # noqa: ANN401 - imported when needed
    from care_api.demo import seed_demo
    from care_api.serve import server_clock
    from cli.demo.admission import write_admission

    seed = seed_demo(settings, server_clock(settings), locale, has_past=True)
    write_admission(file, seed)
