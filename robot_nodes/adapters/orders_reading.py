"""Reads the server's orders, each part by itself: what cannot be read harms nothing else."""

from uuid import UUID

import httpx
from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from codebook.command import Command
from codebook.orders import KnownReport
from codebook.plan import RobotPlans
from robot_nodes.adapters.care_api_answers import parsed
from robot_nodes.ports import Orders

_ID = TypeAdapter(UUID)


class _Parts(BaseModel):
    """What every release's orders have in common."""

    plans_etag: str
    plans: JsonValue
    commands: tuple[JsonValue, ...]
    reports: tuple[JsonValue, ...] = ()


def orders_of(response: httpx.Response) -> Orders:
    """Return what the server has for the robot.

    Raises:
        ServerUnreachable: It is not what the care API answers.
    """
    parts = parsed(_Parts, response)
    plans, fault = _plans(parts.plans)
    read = [_command(each) for each in parts.commands]
    return Orders(
        etag=response.headers.get("etag", ""),
        plans_etag=parts.plans_etag,
        plans=plans,
        plans_fault=fault,
        commands=tuple(each for each in read if isinstance(each, Command)),
        unreadable=tuple(each for each in read if isinstance(each, UUID)),
        reports=tuple(each for each in map(_report, parts.reports) if each is not None),
    )


def _plans(document: JsonValue) -> tuple[RobotPlans | None, str]:
    try:
        return RobotPlans.model_validate(document), ""
    except ValidationError as fault:
        where = ".".join(str(part) for part in fault.errors()[0]["loc"])
        return None, f"the server's plans cannot be read, at {where}: those on board stay in force"


def _command(document: JsonValue) -> Command | UUID | None:
    """Return a command, or at least its id, by which it can be refused."""
    try:
        return Command.model_validate(document)
    except ValidationError:
        return _id_of(document)


def _report(document: JsonValue) -> KnownReport | None:
    """Return a report, None where it is of a kind that this release does not know."""
    try:
        return KnownReport.model_validate(document)
    except ValidationError:
        return None


def _id_of(document: JsonValue) -> UUID | None:
    try:
        return _ID.validate_python(document.get("id") if isinstance(document, dict) else None)
    except ValidationError:
        return None
