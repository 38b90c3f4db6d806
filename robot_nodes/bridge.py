"""The one asyncio loop of the robot, in a thread of its own, and the ways into it."""

import asyncio
import concurrent.futures
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from robot_nodes.told import told

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_START_DEADLINE_S = 5.0


class ConversationLoop:
    """Runs conversations, playback and uploads: all that waits, so that no ROS callback does."""

    def __init__(self) -> None:
        """Start the thread and return once its loop runs."""
        self._tasks: set[asyncio.Task[Any]] = set()
        self._unstarted: set[Coroutine[Any, Any, object]] = set()
        """Handed over, and not begun yet."""
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(_tell)
        self._thread = threading.Thread(target=self._run, name="conversations", daemon=True)
        running = threading.Event()
        self._loop.call_soon(running.set)
        self._thread.start()
        running.wait(_START_DEADLINE_S)

    def post(self, act: Callable[..., object], *arguments: object) -> None:
        """Call `act` soon in the loop; from any thread, in the order of posting.

        Nothing happens once the loop is closed.
        """
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act, *arguments)

    def start(self, coroutine: Coroutine[Any, Any, object]) -> None:
        """Let a coroutine run until it ends or the loop closes; from any thread.

        One that comes too late is dropped without having begun.
        """
        self._unstarted.add(coroutine)
        self.post(self._keep, coroutine)
        if self._loop.is_closed():
            self._drop_unstarted()

    def run(self, coroutine: Coroutine[Any, Any, T], within_s: float) -> T:
        """Return what a coroutine returns; from any other thread.

        Raises:
            TimeoutError: It took more than `within_s` seconds, and was cancelled.
        """
        ending = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            return ending.result(within_s)
        except concurrent.futures.TimeoutError:
            ending.cancel()
            raise

    def close(self, within_s: float = 5.0) -> None:
        """Cancel what still runs, wait for it, and end the thread."""
        if self._loop.is_closed():
            return
        self.run(self._cancel_all(within_s), within_s + 1)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(within_s)
        self._loop.close()
        self._drop_unstarted()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _drop_unstarted(self) -> None:
        while self._unstarted:
            self._unstarted.pop().close()

    def _keep(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._unstarted.discard(coroutine)
        task = self._loop.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()):
            _LOG.error("a task of the robot ended early: %s", told(fault))

    async def _cancel_all(self, within_s: float) -> None:
        rest = asyncio.all_tasks(self._loop) - {asyncio.current_task(self._loop)}
        for task in rest:
            task.cancel()
        if rest:
            await asyncio.wait(rest, timeout=within_s)


def _tell(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log a mistake in the loop: its own words would name the arguments, which hold speech."""
    fault = context.get("exception")
    _LOG.error("a callback of the robot failed: %s", told(fault) if fault else "no exception")
