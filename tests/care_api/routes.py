"""Every route of the server, with addresses that lead somewhere: no test lists them by hand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from fastapi.params import Form
from fastapi.routing import iter_route_contexts
from pydantic import TypeAdapter
from sqlalchemy import select
from sqlmodel import Session

from care_api.app import api_router
from care_api.care_plans import service as care_plans
from care_api.care_plans import templates
from care_api.tables import metadata
from care_api.web.router import make_router
from tests.care_api.examples import example_of
from tests.care_api.village import Village

ENDLESS = "/stream"
"""An answer that has no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One operation as the server offers it."""

    method: str
    path: str
    parameters: tuple[str, ...]
    """Of the path."""
    query: Mapping[str, str]
    """What the address must say beyond the path."""
    fields: Mapping[str, Any]
    """Field of the form -> its type."""
    document: Mapping[str, Any] | None
    """The JSON schema of the body; None where there is none."""

    def __str__(self) -> str:
        """Name it in a failure."""
        return f"{self.method} {self.path}"

    def form(self, someone: "Someone") -> dict[str, Any]:
        """Return fields that fill the form, with ids of somebody's unit."""
        return {name: _filled(name, kind, someone) for name, kind in self.fields.items()}

    def body(self, someone: "Someone") -> Any:  # noqa: ANN401 - JSON
        """Return a document that the operation takes; None where it takes none."""
        if self.document is None:
            return None
        return example_of(self.document, someone.value)

    def address(self, values: Mapping[str, object]) -> str:
        """Return an address with these values for its parameters."""
        filled = self.path.format(**values)
        return f"{filled}?{urlencode(self.query)}" if self.query else filled


def pages(method: str | None = None) -> list[Route]:
    """Return the routes of the pages, but for the endless one."""
    return [r for r in _page_routes() if r.path != ENDLESS and method in {None, r.method}]


def operations(method: str | None = None) -> list[Route]:
    """Return the routes of the API."""
    return [route for route in _operation_routes() if method in {None, route.method}]


@cache
def _page_routes() -> tuple[Route, ...]:
    return tuple(_routes(make_router()))


@cache
def _operation_routes() -> tuple[Route, ...]:
    return tuple(_routes(api_router()))


def _routes(router: APIRouter) -> Iterator[Route]:
    for context in iter_route_contexts(router.routes):
        every = list(_dependants(context.dependant))
        asked = [field for each in every for field in each.query_params]
        bodies = [field for each in every for field in each.body_params]
        documents = [field for field in bodies if not isinstance(field.field_info, Form)]
        for method in sorted(context.methods or ()):
            yield Route(
                method=method,
                path=str(context.path),
                parameters=tuple(re.findall(r"{(\w+)}", str(context.path))),
                query={
                    field.alias: example(field.field_info.annotation)
                    for field in asked
                    if field.field_info.is_required()
                },
                fields={
                    field.alias: field.field_info.annotation
                    for field in bodies
                    if isinstance(field.field_info, Form)
                },
                document=_schema(documents[0]) if documents else None,
            )


def _dependants(dependant: Any) -> Iterator[Any]:  # noqa: ANN401 - FastAPI does not export the type
    yield dependant
    for below in dependant.dependencies:
        yield from _dependants(below)


def _schema(field: Any) -> Mapping[str, Any]:  # noqa: ANN401 - as above
    return TypeAdapter(field.field_info.annotation).json_schema()


def _filled(name: str, kind: Any, someone: "Someone") -> Any:  # noqa: ANN401 - as a form may have it
    if UUID in {kind, *get_args(kind)}:
        return str(someone.value(name))
    if list[UUID] in get_args(kind):
        return [str(someone.value(name.removesuffix("s")))]
    return example(kind)


def example(kind: Any) -> str:  # noqa: ANN401 - whatever a route may ask for
    """Return a text that a parameter of this type takes."""
    if get_origin(kind) is Literal:
        return str(get_args(kind)[0])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return str(next(iter(kind)).value)
    return {int: "1", str: "Nabo", UUID: str(UUID(int=1))}.get(kind, "2026-03-02")


_ALIASES = {"template_id": "plan_template", "staff_id": "staff_unit"}


_OWNERS = ("resident_id", "unit_id", "contact_id")
"""To whom a row belongs, the nearest first."""


class Someone:
    """Whose ids fill the addresses: those of one unit and what belongs to it."""

    def __init__(self, village: Village, unit_id: UUID, resident_id: UUID) -> None:
        """Look ids up in the village's database."""
        self._village = village
        self._unit = unit_id
        self._known: dict[str, object] = {
            "unit_id": unit_id,
            "resident_id": resident_id,
            "number": 1,
        }

    def values(self, route: Route) -> dict[str, object] | None:
        """Return a value for each parameter of a route; None where the unit has none of a kind."""
        found = {name: self.value(name) for name in route.parameters}
        return None if None in found.values() else found

    def know(self, parameter: str, value: object) -> None:
        """Let a parameter be this, and not whatever is found first."""
        self._known[parameter] = value

    def value(self, parameter: str) -> object:
        """Return an id of the unit for a parameter such as `alert_id`; None where there is none."""
        if parameter not in self._known:
            with self._village.database.reading() as session:
                self._known[parameter] = self._first(session, parameter)
        return self._known[parameter]

    def _first(self, session: Session, parameter: str) -> UUID | None:
        if parameter == "item_id":
            return self._item(session)
        if parameter == "template_item_id":
            return self._template_item(session)
        table = metadata.tables.get(_ALIASES.get(parameter, parameter.removesuffix("_id")))
        if table is None:
            return None
        key = table.c["id" if "id" in table.c else parameter]
        query = select(key)
        if parameter == "contact_id":  # the unit's own, not a resident's
            query = query.where(table.c.resident_id.is_(None), table.c.unit_id == self._unit)
        elif owner := next((name for name in _OWNERS if name in table.c), None):
            query = query.where(table.c[owner] == self.value(owner))
        found: UUID | None = session.scalar(query.order_by(key).limit(1))
        return found

    def _item(self, session: Session) -> UUID | None:
        resident_id = self._known["resident_id"]
        assert isinstance(resident_id, UUID)
        version = care_plans.latest(session, resident_id)
        return version.plan.items[0].id if version else None

    def _template_item(self, session: Session) -> UUID | None:
        of_unit = {
            template.id: template.items for template in templates.of_unit(session, self._unit)
        }
        template_id = self.value("template_id")
        items = of_unit.get(template_id, ()) if isinstance(template_id, UUID) else ()
        return items[0].id if items else None
