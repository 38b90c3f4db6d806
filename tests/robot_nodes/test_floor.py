import asyncio

from robot_nodes.floor import Floor


def test_the_first_to_come_has_the_floor() -> None:
    async def scenario() -> None:
        floor = Floor()
        async with floor.turn(128) as turn:
            assert turn.granted.is_set()
        assert floor.waiting == 0

    asyncio.run(scenario())


def test_equals_wait_for_each_other() -> None:
    async def scenario() -> None:
        floor = Floor()
        async with floor.turn(128) as first, floor.turn(128) as second:
            assert not second.granted.is_set()
            assert not first.interrupted.is_set()

    asyncio.run(scenario())


def test_the_more_important_interrupts_and_comes_next() -> None:
    async def scenario() -> None:
        floor = Floor()
        async with floor.turn(128) as waiting_long:
            assert waiting_long.granted.is_set()
            async with floor.turn(128) as waiting, floor.turn(240) as critical:
                assert (waiting_long.interrupted.is_set(), waiting_long.interrupted_by) == (
                    True,
                    240,
                )
                assert not critical.granted.is_set()
                assert not waiting.granted.is_set()

    asyncio.run(scenario())


def test_who_gives_up_waiting_is_passed_over() -> None:
    async def scenario() -> None:
        floor = Floor()
        async with floor.turn(128):
            async with floor.turn(128):
                assert floor.waiting == 1
            assert floor.waiting == 0
        async with floor.turn(64) as late:
            assert late.granted.is_set()

    asyncio.run(scenario())


def test_the_floor_passes_to_the_most_important_of_those_who_wait() -> None:
    async def scenario() -> list[int]:
        floor = Floor()
        order: list[int] = []

        async def speak(priority: int) -> None:
            async with floor.turn(priority) as turn:
                await turn.granted.wait()
                order.append(priority)
                await asyncio.sleep(0)

        await asyncio.gather(*(speak(priority) for priority in (100, 50, 200, 150)))
        return order

    assert asyncio.run(scenario())[1:] == [200, 150, 50]


def test_the_least_important_and_latest_is_dropped() -> None:
    async def scenario() -> None:
        floor = Floor()
        async with (
            floor.turn(160),
            floor.turn(64) as early,
            floor.turn(64) as late,
            floor.turn(128) as important,
        ):
            assert floor.drop_least(below=160) is late
            assert late.dropped.is_set()
            assert not early.dropped.is_set()
            assert not important.dropped.is_set()
        assert floor.drop_least(below=255) is None

    asyncio.run(scenario())


def test_what_is_important_enough_is_never_dropped() -> None:
    async def scenario() -> None:
        floor = Floor()
        async with floor.turn(240), floor.turn(240) as waiting:
            assert floor.drop_least(below=200) is None
            assert not waiting.dropped.is_set()

    asyncio.run(scenario())
