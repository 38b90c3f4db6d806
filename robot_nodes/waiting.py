"""Waiting on the conversation loop, always with an end."""

import asyncio


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
