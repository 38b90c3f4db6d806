"""`nabo api`: the care API."""

from pathlib import Path
from typing import Annotated, Any

import typer


def api(
    host: Annotated[str | None, typer.Option(help="Address to listen on [127.0.0.1].")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    database: Annotated[
        str | None, typer.Option(help="sqlite:///file or postgresql+psycopg://user@host/name.")
    ] = None,
    clock_file: Annotated[
        Path | None, typer.Option(help="A demonstration's clock; only with NABO_DEMO=true.")
    ] = None,
) -> None:
    """Run the care API: plans, events, alerts, and the nurse's pages.

    All settings are environment variables NABO_…; these options outrank them. NABO_SECRET_KEY has
    no default: make one with `openssl rand -hex 32`.
    """
    from care_api.serve import serve
    from care_api.settings import load_settings

    given: dict[str, Any] = {
        "host": host,
        "port": port,
        "database_url": database,
        "clock_file": clock_file,
    }
    serve(load_settings(**{name: value for name, value in given.items() if value is not None}))
