"""A robot's poll: answered at once where something has changed, held for a while where not."""

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Header, Response
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from care_api.db import Database, Work
from care_api.robots import access, orders
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
    boot_id: UUID
    """This run of the server."""
    waiting: WaitingRobots


async def answer(desk: Desk, robot_id: UUID, asked: Poll) -> Response:
    """Return the answer once it is one: no thread and no session is held meanwhile.

    The request is a sign of life, once: whether anybody is there still, a held answer does not say.

    Raises:
        RobotUnknownError: The robot was revoked, before or while it waited.
    """
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + asked.wait.total_seconds()
    news, found = await run_in_threadpool(_greet, desk, robot_id, asked.known)
    while not desk.waiting.is_ending and found.status_code == _NOT_MODIFIED:
        left_s = ends_at - loop.time()
        if left_s <= 0:
            break
        await desk.waiting.news(robot_id, news, timedelta(seconds=left_s))
        news, found = await run_in_threadpool(_look, desk, robot_id, asked.known)
    return found


_NOT_MODIFIED = 304


def _greet(desk: Desk, robot_id: UUID, known: frozenset[str]) -> tuple[int, Response]:
    """Look for the first time, and note that the robot is alive."""
    now = desk.clock.now()
    with desk.database.reading() as session:
        robot = access.in_service(session, robot_id)
        found = _answer(session, robot_id, known, now)
    if not robot.is_seen(now):
        with desk.database.writing() as session:
            access.note_alive(Work(session=session, now=now, boot_id=desk.boot_id), robot)
    return robot.news, found


def _look(desk: Desk, robot_id: UUID, known: frozenset[str]) -> tuple[int, Response]:
    """Return the number of the robot's news, and the answer as things stand."""
    with desk.database.reading() as session:
        robot = access.in_service(session, robot_id)
        return robot.news, _answer(session, robot_id, known, desk.clock.now())


def _answer(session: Session, robot_id: UUID, known: frozenset[str], now: datetime) -> Response:
    tag = orders.tags(session, robot_id, now).orders
    if tag in known:
        return Response(status_code=_NOT_MODIFIED, headers=_headers(tag))
    tag, document = orders.orders(session, robot_id, now)
    body = document.model_dump_json()
    return Response(body, media_type="application/json", headers=_headers(tag))


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "no-cache"}
