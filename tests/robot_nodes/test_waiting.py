import asyncio

from robot_nodes.waiting import is_any_set


def test_an_event_that_is_set_already_takes_no_time() -> None:
    async def scenario() -> bool:
        event = asyncio.Event()
        event.set()
        return await is_any_set(asyncio.Event(), event, within_s=0)

    assert asyncio.run(scenario())


def test_the_first_of_several_events_ends_the_wait() -> None:
    async def scenario() -> bool:
        first, second = asyncio.Event(), asyncio.Event()
        asyncio.get_running_loop().call_later(0.01, second.set)
        return await is_any_set(first, second, within_s=5.0)

    assert asyncio.run(scenario())


def test_the_wait_has_an_end() -> None:
    assert not asyncio.run(is_any_set(asyncio.Event(), within_s=0.01))


def test_a_moment_that_is_past_is_not_waited_for() -> None:
    assert not asyncio.run(is_any_set(asyncio.Event(), within_s=-1.0))
