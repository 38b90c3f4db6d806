"""Who may do what, from the table of rights and from the app's own routes."""

from pydantic import SecretStr
from sqlalchemy import create_engine

from care_api.app import create_app
from care_api.settings import Settings
from care_api.staff.right import Door, StatedRoute, stated_routes
from care_api.staff.role import ALLOWED, MAY_GIVE, Permission, Role
from schedules.clock import SystemClock
from tools.reference.blocks import table


def rights_table() -> str:
    """Return Markdown: what each role may do."""
    head = ("right", *(f"`{role}`" for role in Role))
    rows = [
        (f"`{right}`", *("yes" if right in ALLOWED[role] else "–" for role in Role))
        for right in Permission
    ]
    return table(head, rows)


def giving_table() -> str:
    """Return Markdown: which roles somebody may give."""
    rows = [
        (f"`{giver}`", ", ".join(f"`{role}`" for role in Role if role in given))
        for giver, given in MAY_GIVE.items()
    ]
    return table(("role", "may give"), rows)


def route_table() -> str:
    """Return Markdown: what each route asks of who comes."""
    rows = [
        (f"`{route.method} {route.path}`", ", ".join(f"`{right}`" for right in _named(route)))
        for route in sorted(_routes(), key=lambda each: (each.path, each.method))
    ]
    return table(("route", "right"), rows)


def _named(route: StatedRoute) -> list[str]:
    permissions = route.rights - set(Door)
    return sorted(permissions or route.rights)


def _routes() -> tuple[StatedRoute, ...]:
    settings = Settings(demo=True, secret_key=SecretStr("only described, never run"))
    return stated_routes(create_app(settings, SystemClock(), create_engine("sqlite://")))
