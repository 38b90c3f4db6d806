"""Waits for a condition, and fails when it does not come true in time."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], bool], within_s: float = 20.0) -> None:
    """Return once `condition` holds.

    Raises:
        TimeoutError: It did not within `within_s` seconds.
    """
    async with asyncio.timeout(within_s):
        while not condition():  # noqa: ASYNC110 - what is waited for comes from any thread
            await asyncio.sleep(0.002)
