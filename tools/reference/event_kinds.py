"""The codebook as a researcher reads it: every kind, every field, its unit and meaning."""

import inspect
from typing import Any, get_args

from codebook.event import Body, Event
from codebook.heartbeat import Heartbeat, PlanOnBoard, PresentFault, Reach
from codebook.model import Model
from codebook.orders import KnownReport, Orders
from tools.reference.blocks import table

SHARED = {"kind", "version"}


def event_kinds() -> str:
    """Return Markdown: the envelope, then each kind with its fields."""
    kinds: tuple[type[Model], ...] = get_args(Body)
    parts = [f"**The envelope.** {inspect.getdoc(Event)}", _fields(Event)]
    for kind in kinds:
        name, version = (kind.model_fields[key].default for key in ("kind", "version"))
        parts += [f"#### `{name}` (version {version})", inspect.getdoc(kind) or "", _fields(kind)]
    return "\n\n".join(part for part in parts if part)


def heartbeat() -> str:
    """Return Markdown: what a sign of life holds, and the models within it."""
    parts = [f"**The sign of life.** {inspect.getdoc(Heartbeat)}", _fields(Heartbeat)]
    for part in (PlanOnBoard, PresentFault, Reach):
        parts += [f"`{part.__name__}`: {inspect.getdoc(part)}", _fields(part)]
    return "\n\n".join(parts)


def orders() -> str:
    """Return Markdown: what a robot is handed out, and what it learns of other robots."""
    parts = [f"**The orders.** {inspect.getdoc(Orders)}", _fields(Orders)]
    parts += [f"`{KnownReport.__name__}`: {inspect.getdoc(KnownReport)}", _fields(KnownReport)]
    return "\n\n".join(parts)


def _fields(kind: type[Model]) -> str:
    schema = kind.model_json_schema()
    properties, named = schema["properties"], schema.get("$defs", {})
    rows = [
        (f"`{name}`", _type(properties[name], named), field.description or "")
        for name, field in kind.model_fields.items()
        if name not in SHARED
    ]
    return table(("field", "type", "meaning"), rows) if rows else ""


def _type(schema: dict[str, Any], named: dict[str, Any]) -> str:
    """Return a JSON schema's type in a word or two, or the values of an enumeration."""
    if "anyOf" in schema:
        return " or ".join(_type(option, named) for option in schema["anyOf"])
    if "$ref" in schema:
        return _type(named[schema["$ref"].rsplit("/", 1)[-1]], named)
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    return str(schema.get("format") or schema.get("type") or "object")
