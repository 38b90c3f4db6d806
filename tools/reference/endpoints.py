"""The care API's endpoints, from its own OpenAPI document."""

from typing import Any

from pydantic import SecretStr
from sqlalchemy import create_engine

from care_api.app import create_app
from care_api.settings import Settings
from schedules.clock import SystemClock
from tools.reference.blocks import table


def endpoints() -> str:
    """Return Markdown: a table of method, path and what it does."""
    rows = [
        (f"`{method.upper()} {path}`", _summary(operation), _answers(operation))
        for path, item in sorted(_openapi()["paths"].items())
        for method, operation in item.items()
    ]
    return table(("endpoint", "what it does", "answers"), rows)


def _openapi() -> dict[str, Any]:
    """Return the document of a server that is described and never started."""
    settings = Settings(demo=True, secret_key=SecretStr("only described, never run"))
    return create_app(settings, SystemClock(), create_engine("sqlite://")).openapi()


def _summary(operation: dict[str, Any]) -> str:
    described = operation.get("description") or operation.get("summary", "")
    return str(described).split("\n\n", maxsplit=1)[0]


def _answers(operation: dict[str, Any]) -> str:
    return ", ".join(sorted(operation.get("responses", {})))
