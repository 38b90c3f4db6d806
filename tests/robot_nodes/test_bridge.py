import asyncio
import inspect
import logging
import threading

import pytest

from robot_nodes.bridge import ConversationLoop


def test_a_coroutine_runs_in_the_loops_own_thread() -> None:
    async def where() -> str:
        return threading.current_thread().name

    loop = ConversationLoop()
    try:
        assert loop.run(where(), 5.0) == "conversations"
    finally:
        loop.close()


def test_calls_come_in_the_order_of_posting() -> None:
    async def nothing() -> None:
        return

    seen: list[int] = []
    loop = ConversationLoop()
    try:
        for number in range(50):
            loop.post(seen.append, number)
        loop.run(nothing(), 5.0)
        assert seen == list(range(50))
    finally:
        loop.close()


def test_what_takes_too_long_is_cancelled() -> None:
    cancelled = threading.Event()

    async def for_ever() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    loop = ConversationLoop()
    try:
        with pytest.raises(TimeoutError):
            loop.run(for_ever(), 0.05)
        assert cancelled.wait(5.0)
    finally:
        loop.close()


def test_closing_ends_what_still_runs() -> None:
    ended = threading.Event()

    async def for_ever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    loop = ConversationLoop()
    loop.start(for_ever())
    loop.close()

    assert ended.is_set()


def test_nothing_can_be_posted_after_closing() -> None:
    loop = ConversationLoop()
    loop.close()
    loop.post(pytest.fail, "called after closing")
    loop.close()


def test_a_task_that_ends_early_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    async def stumble() -> None:
        raise RuntimeError

    loop = ConversationLoop()
    with caplog.at_level(logging.ERROR):
        loop.start(stumble())
        loop.close()

    assert "ended early" in caplog.text


def test_a_callback_that_fails_is_told_without_what_it_was_given(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def stumble(text: str) -> None:
        raise ValueError(text)

    loop = ConversationLoop()
    with caplog.at_level(logging.ERROR):
        loop.post(stumble, "hemmelig ord")
        loop.close()

    assert "ValueError in stumble" in caplog.text
    assert "hemmelig" not in caplog.text


def test_what_comes_too_late_is_dropped_and_leaves_nothing_unawaited() -> None:
    async def late() -> None:
        raise AssertionError("it must not begin")

    loop = ConversationLoop()
    loop.close()
    dropped = late()
    loop.start(dropped)

    assert inspect.getcoroutinestate(dropped) == inspect.CORO_CLOSED
