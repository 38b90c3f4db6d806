"""A robot's poll: answered at once where something has changed, held for a while where not."""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Header, Response
from starlette.concurrency import run_in_threadpool

from care_api.db import Database
from care_api.robots import access, orders
from care_api.robots.access import RobotIdentity
from care_api.robots.waiting import WaitingRobots
from codebook.orders import LONGEST_WAIT_S
from schedules.clock import Clock

_WAIT = re.compile(r"(?:^|[,;])\s*wait\s*=\s*\"?(\d{1,6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What a robot knows, and how long it lets us wait."""

    known: frozenset[str] = frozenset()
    """ETags."""
    wait: timedelta = timedelta(0)


async def poll(  # async: what takes no time needs no thread
    if_none_match: Annotated[str, Header()] = "", prefer: Annotated[str, Header()] = ""
) -> Poll:
    """Return what the request's headers say."""
    asked = _WAIT.search(prefer)
    wait_s = min(int(asked[1]), LONGEST_WAIT_S) if asked else 0
    known = frozenset(tag.strip() for tag in if_none_match.split(","))
    return Poll(known=known, wait=timedelta(seconds=wait_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What answers need."""

    database: Database
    clock: Clock
    waiting: WaitingRobots


async def answer(desk: Desk, robot: RobotIdentity, asked: Poll) -> Response:
    """Return the answer once it is one: no thread and no session is held meanwhile.

    Raises:
        RobotUnknownError: The robot was revoked while it waited.
    """
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + asked.wait.total_seconds()
    while True:
        news, found = await run_in_threadpool(_look, desk, robot, asked.known)
        left_s = ends_at - loop.time()
        if found.status_code != _NOT_MODIFIED or left_s <= 0 or desk.waiting.is_ending:
            return found
        await desk.waiting.news(robot.id, news, timedelta(seconds=left_s))


_NOT_MODIFIED = 304


def _look(desk: Desk, robot: RobotIdentity, known: frozenset[str]) -> tuple[int, Response]:
    """Return the number of the robot's news, and the answer as things stand."""
    with desk.database.reading() as session:
        news = access.still_in_service(session, robot.id)
        now = desk.clock.now()
        tag = orders.tags(session, robot.id, now).orders
        if tag in known:
            return news, Response(status_code=_NOT_MODIFIED, headers=_headers(tag))
        tag, document = orders.orders(session, robot.id, now)
    body = document.model_dump_json()
    return news, Response(body, media_type="application/json", headers=_headers(tag))


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "no-cache"}
