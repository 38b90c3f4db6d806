"""Waiting on the conversation loop, always with an end."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from schedules.clock import Clock

_LONGEST_NAP_S = 0.1
"""A simulated clock may run faster than the machine's, so it is looked at again and again."""
_SHORTEST_NAP_S = 0.005


async def is_any_set(*events: asyncio.Event, within_s: float | None = None) -> bool:
    """Return True as soon as one of `events` is set, False after `within_s` real seconds."""
    if any(event.is_set() for event in events):
        return True
    if within_s is not None and within_s <= 0:
        return False
    watchers = [asyncio.create_task(event.wait()) for event in events]
    try:
        done, _ = await asyncio.wait(
            watchers, timeout=within_s, return_when=asyncio.FIRST_COMPLETED
        )
    finally:
        for watcher in watchers:
            watcher.cancel()
    return bool(done)


def sleeper(clock: Clock) -> Callable[[float], Awaitable[None]]:
    """Return what sleeps for seconds of `clock`, however fast it runs."""

    async def sleep(seconds: float) -> None:
        until = clock.now() + timedelta(seconds=seconds)
        while (left_s := (until - clock.now()).total_seconds()) > 0:
            await asyncio.sleep(min(max(left_s, _SHORTEST_NAP_S), _LONGEST_NAP_S))

    return sleep
