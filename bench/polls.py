"""How soon a robot hears that there is nothing new: by itself, and beside many that wait."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx

from bench.care_server import ServedRobot

POLLS = 60
HELD_S = 12
"""Seconds that the server holds the others' questions: longer than all the polls take."""
ARRIVING_S = 2.0
"""Seconds that the others have to begin to wait."""


def not_modified_s(robot: ServedRobot) -> list[float]:
    """Return how long each of many polls took, one after the other, seconds.

    Raises:
        RuntimeError: An answer was none of nothing new.
    """
    etag = robot.orders("").headers["etag"]
    return [_poll_s(robot, etag) for _ in range(POLLS)]


def beside_waiting(robots: Sequence[ServedRobot]) -> list[float]:
    """Return the same of the first robot, while the server holds the others' questions.

    Raises:
        RuntimeError: As above, or one of the others did not wait all the time.
    """
    asking, *waiting = robots
    known = [robot.orders("").headers["etag"] for robot in waiting]
    with ThreadPoolExecutor(len(waiting)) as threads:
        held = [
            threads.submit(_poll_s, robot, etag, HELD_S)
            for robot, etag in zip(waiting, known, strict=True)
        ]
        threading.Event().wait(ARRIVING_S)
        times_s = not_modified_s(asking)
        if any(each.done() for each in held):
            raise RuntimeError("a question was answered that the server should have held")
        if any(each.result() < HELD_S for each in held):
            raise RuntimeError("the server held a question for less than it was asked to")
    return times_s


def _poll_s(robot: ServedRobot, etag: str, wait_s: int = 0) -> float:
    start = time.perf_counter()
    answer = robot.orders(etag, wait_s)
    if answer.status_code != httpx.codes.NOT_MODIFIED:
        raise RuntimeError(f"the poll answered {answer.status_code}")
    return time.perf_counter() - start
