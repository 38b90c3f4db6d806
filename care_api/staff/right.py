"""Every route states who may pass, by one of its dependencies; this reads what it states."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from care_api.staff.role import Permission


class Door(StrEnum):
    """A right that no role decides about."""

    ANYBODY = "anybody"
    """Also who is not logged in."""
    STAFF = "staff"
    """Whoever is logged in: it is about nobody but them."""
    ROBOT = "robot"
    """A paired robot with its token."""


Right = Permission | Door


@runtime_checkable
class StatesRight(Protocol):
    """A dependency that lets pass only who has a right."""

    @property
    def right(self) -> Right:
        """What is needed."""


def rights_of(dependant: Dependant) -> frozenset[Right]:
    """Return every right that a route's dependencies state; empty: it states none."""
    called: object = dependant.call
    own = frozenset({called.right}) if isinstance(called, StatesRight) else frozenset[Right]()
    return own.union(*(rights_of(each) for each in dependant.dependencies))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRoute:
    """One way into the server, and what it asks of who comes."""

    method: str
    path: str
    rights: frozenset[Right]
    """All of them are needed; empty: nobody has said."""


def stated_routes(app: FastAPI) -> tuple[StatedRoute, ...]:
    """Return every route of the app, pages and API; files and the API's description aside."""
    return tuple(
        StatedRoute(method=method, path=route.path, rights=rights_of(route.dependant))
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and route.path is not None
        for method in sorted(route.methods or ())
    )
