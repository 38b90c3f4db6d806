"""Every route of the server, with addresses that lead somewhere: no test lists them by hand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from fastapi.routing import iter_route_contexts
from sqlmodel import Session, col, select

from care_api.app import api_router
from care_api.tables import metadata
from care_api.web.router import make_router
from tests.care_api.village import DOSE, Village

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

    def __str__(self) -> str:
        """Name it in a failure."""
        return f"{self.method} {self.path}"

    def address(self, values: Mapping[str, object]) -> str:
        """Return an address with these values for its parameters."""
        filled = self.path.format(**values)
        return f"{filled}?{urlencode(self.query)}" if self.query else filled


def pages(method: str | None = None) -> list[Route]:
    """Return the routes of the pages, but for the endless one."""
    return [r for r in _routes(make_router()) if r.path != ENDLESS and method in {None, r.method}]


def operations(method: str | None = None) -> list[Route]:
    """Return the routes of the API."""
    return [route for route in _routes(api_router()) if method in {None, route.method}]


def _routes(router: APIRouter) -> Iterator[Route]:
    for context in iter_route_contexts(router.routes):
        for method in sorted(context.methods or ()):
            yield Route(
                method=method,
                path=str(context.path),
                parameters=tuple(re.findall(r"{(\w+)}", str(context.path))),
                query={
                    field.alias: _example(field.field_info.annotation)
                    for field in _query(context.dependant)
                    if field.field_info.is_required()
                },
            )


def _query(dependant: Any) -> Iterator[Any]:  # noqa: ANN401 - FastAPI does not export the type
    yield from dependant.query_params
    for below in dependant.dependencies:
        yield from _query(below)


def _example(kind: Any) -> str:  # noqa: ANN401 - whatever a route may ask for
    if get_origin(kind) is Literal:
        return str(get_args(kind)[0])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return str(next(iter(kind)).value)
    return {int: "1", UUID: str(UUID(int=1))}.get(kind, "2026-03-02")


_ALIASES = {"template_id": "plan_template"}


class Someone:
    """Whose ids fill the addresses: those of one unit and what belongs to it."""

    def __init__(self, village: Village, unit_id: UUID, resident_id: UUID) -> None:
        """Look ids up in the village's database."""
        self._village = village
        self._known: dict[str, object] = {
            "unit_id": unit_id,
            "resident_id": resident_id,
            "item_id": DOSE.id,
            "number": 1,
        }

    def values(self, route: Route) -> dict[str, object] | None:
        """Return a value for each parameter of a route; None where the unit has none of a kind."""
        found = {name: self.value(name) for name in route.parameters}
        return None if None in found.values() else found

    def value(self, parameter: str) -> object:
        """Return an id of the unit for a parameter such as `alert_id`; None where there is none."""
        if parameter not in self._known:
            with self._village.database.reading() as session:
                self._known[parameter] = self._first(session, parameter)
        return self._known[parameter]

    def _first(self, session: Session, parameter: str) -> UUID | None:
        table = metadata.tables.get(_ALIASES.get(parameter, parameter.removesuffix("_id")))
        if table is None:
            return None
        owner = next((name for name in ("resident_id", "unit_id") if name in table.c), None)
        query = select(col(table.c.id))
        if owner is not None:
            query = query.where(table.c[owner] == self._known[owner])
        return session.exec(query.order_by(table.c.id)).first()
