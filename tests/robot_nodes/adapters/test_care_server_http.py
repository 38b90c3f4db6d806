import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codebook.command import Command, Restart
from codebook.event import Event
from codebook.orders import KnownReport
from robot_nodes.adapters.care_server_http import CareServerHttp
from robot_nodes.adapters.identity import Identity
from robot_nodes.ports import Orders, ServerRefused, ServerUnreachable
from schedules.outcome import EvidenceGrade, Outcome
from tests.robot_nodes.adapters.stores import MORNING, ROBOT, plans, store_in
from tests.robot_nodes.fakes.clock import HandMovedClock
from tests.robot_nodes.fakes.loopback_care_api import (
    EVENTS,
    ORDERS,
    TOKEN,
    Answer,
    LoopbackCareApi,
    loopback_care_api,
    problem,
)

NABO = Identity(robot_id=ROBOT, name="Nabo 1", private_key=Ed25519PrivateKey.generate())
UPLOAD = [("POST", EVENTS)]
LOG_IN = [("POST", TOKEN)]


@pytest.fixture
def api() -> Iterator[LoopbackCareApi]:
    with loopback_care_api() as running:
        yield running


@pytest.fixture
def clock() -> HandMovedClock:
    return HandMovedClock(MORNING)


@pytest.fixture
def event(tmp_path: Path) -> Event:
    with store_in(tmp_path) as store:
        return store.pending(1)[0]


Scene = Callable[[CareServerHttp], Awaitable[None]]


def run(api: LoopbackCareApi, clock: HandMovedClock, scene: Scene) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(20), _robot(api.address, clock) as server:
            await scene(server)

    asyncio.run(bounded())


@asynccontextmanager
async def _robot(address: str, clock: HandMovedClock) -> AsyncIterator[CareServerHttp]:
    server = CareServerHttp(address, NABO, clock)
    try:
        yield server
    finally:
        await server.close()


def test_no_robot_sends_care_data_in_the_clear_to_another_machine(clock: HandMovedClock) -> None:
    with pytest.raises(ValueError, match="use https"):
        CareServerHttp("http://omsorg.fjordvik.example", NABO, clock)


def test_one_token_serves_many_requests(
    api: LoopbackCareApi, clock: HandMovedClock, event: Event
) -> None:
    async def scene(server: CareServerHttp) -> None:
        for _ in range(3):
            await server.upload([event], MORNING)

    run(api, clock, scene)
    assert api.requests == LOG_IN + UPLOAD * 3
    assert list(api.stored.values()) == [event]


def test_a_token_is_renewed_before_it_runs_out_by_the_robots_clock(
    api: LoopbackCareApi, clock: HandMovedClock, event: Event
) -> None:
    async def scene(server: CareServerHttp) -> None:
        await server.upload([event], MORNING)
        clock.advance(timedelta(hours=1))
        await server.upload([event], MORNING)

    run(api, clock, scene)
    assert api.requests == (LOG_IN + UPLOAD) * 2


def test_a_refused_token_is_renewed_once(
    api: LoopbackCareApi, clock: HandMovedClock, event: Event
) -> None:
    async def scene(server: CareServerHttp) -> None:
        await server.upload([event], MORNING)
        api.token = "another"
        await server.upload([event], MORNING)

    run(api, clock, scene)
    assert api.requests == LOG_IN + UPLOAD + UPLOAD + LOG_IN + UPLOAD


def test_a_robot_that_is_refused_twice_is_not_known(
    api: LoopbackCareApi, clock: HandMovedClock, event: Event
) -> None:
    api.answers[EVENTS] = problem(401, "Pair the robot again.")

    async def scene(server: CareServerHttp) -> None:
        with pytest.raises(ServerRefused, match="Pair the robot again"):
            await server.upload([event], MORNING)

    run(api, clock, scene)
    assert api.requests == (LOG_IN + UPLOAD) * 2


def test_two_requests_at_a_time_share_one_renewal(
    api: LoopbackCareApi, clock: HandMovedClock, event: Event
) -> None:
    async def scene(server: CareServerHttp) -> None:
        await asyncio.gather(server.upload([event], MORNING), server.orders("", timedelta(0)))

    run(api, clock, scene)
    assert api.requests.count(("POST", TOKEN)) == 1


def test_the_robot_proves_itself_with_its_key(
    api: LoopbackCareApi, clock: HandMovedClock, event: Event
) -> None:
    async def scene(server: CareServerHttp) -> None:
        await server.upload([event], MORNING)
        clock.advance(timedelta(hours=1))
        await server.upload([event], MORNING)

    run(api, clock, scene)
    first, second = (
        jwt.decode(
            assertion,
            NABO.private_key.public_key(),
            algorithms=["EdDSA"],
            audience="nabo-care-api",
            options={"verify_exp": False, "verify_iat": False},
        )
        for assertion in api.assertions
    )
    assert (first["iss"], first["sub"]) == (str(ROBOT), str(ROBOT))
    assert 0 < first["exp"] - MORNING.timestamp() <= 60
    assert first["jti"] != second["jti"]


def test_uploads_travel_compressed(
    api: LoopbackCareApi, clock: HandMovedClock, event: Event
) -> None:
    async def scene(server: CareServerHttp) -> None:
        await server.upload([event] * 100, MORNING)

    run(api, clock, scene)
    headers = api.headers[-1]
    assert headers["Content-Encoding"] == "gzip"
    assert int(headers["Content-Length"]) < len(event.model_dump_json()) * 10


def test_uploads_are_packed_as_the_server_says_that_it_takes_them(
    api: LoopbackCareApi, clock: HandMovedClock, event: Event
) -> None:
    async def scene(server: CareServerHttp) -> None:
        api.takes = "zstd, gzip"
        await server.upload([event] * 100, MORNING)
        api.takes = ""  # an older release in its place
        for _ in range(2):
            await server.upload([event], MORNING)

    run(api, clock, scene)
    packed = [headers["Content-Encoding"] for headers in api.headers[1:]]
    assert packed == ["zstd", "zstd", "gzip"]
    assert int(api.headers[1]["Content-Length"]) < len(event.model_dump_json()) * 10


def test_an_answer_for_another_batch_is_not_believed(
    api: LoopbackCareApi, clock: HandMovedClock, event: Event
) -> None:
    api.answers[EVENTS] = Answer(body=b'{"received_at": "2026-03-02T07:00:00Z", "results": []}')

    async def scene(server: CareServerHttp) -> None:
        with pytest.raises(ServerUnreachable, match="does not fit the batch"):
            await server.upload([event], MORNING)

    run(api, clock, scene)


def test_a_result_without_an_id_is_matched_by_its_place(
    api: LoopbackCareApi, clock: HandMovedClock, event: Event
) -> None:
    api.answers[EVENTS] = Answer(
        body=b'{"received_at": "2026-03-02T07:00:00Z", "results":'
        b' [{"id": null, "status": "rejected", "reason": "no such kind"}]}'
    )

    async def scene(server: CareServerHttp) -> None:
        (result,) = (await server.upload([event], MORNING)).results
        assert (result.id, result.reason) == (event.id, "no such kind")

    run(api, clock, scene)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(body=b"<html>Welcome to the guest network</html>"), "not the care API's"),
        (Answer(status=503, body=b""), "answered 503"),
        (Answer(body=b'{"received_at": "2026-0', sent=5), "broke off"),
        (Answer(status=302, headers={"Location": "http://portal.example"}), "something other"),
    ],
)
def test_a_network_in_trouble_is_worth_another_try(
    api: LoopbackCareApi, clock: HandMovedClock, event: Event, answer: Answer, told: str
) -> None:
    api.answers[EVENTS] = answer

    async def scene(server: CareServerHttp) -> None:
        with pytest.raises(ServerUnreachable, match=told) as raised:
            await server.upload([event], MORNING)
        assert "127.0.0.1" not in str(raised.value)

    run(api, clock, scene)


def test_a_server_that_is_not_there_is_worth_another_try(
    clock: HandMovedClock, event: Event
) -> None:
    with loopback_care_api() as gone:
        address = gone.address

    async def scene() -> None:
        async with _robot(address, clock) as server:
            with pytest.raises(ServerUnreachable, match="no connection"):
                await server.upload([event], MORNING)

    asyncio.run(scene())


def orders_of(plans: str, *commands: str) -> Answer:
    body = f'{{"plans_etag":"3","plans":{plans},"commands":[{",".join(commands)}],"more":1}}'
    return Answer(body=body.encode(), headers={"ETag": '"three"'})


def test_orders_come_with_their_version_and_only_when_they_are_new(
    api: LoopbackCareApi, clock: HandMovedClock
) -> None:
    api.answers[ORDERS] = orders_of(plans(3).model_dump_json())

    async def scene(server: CareServerHttp) -> None:
        orders = await server.orders("", timedelta(0))
        assert orders == Orders(etag='"three"', plans_etag="3", plans=plans(3))
        api.answers[ORDERS] = Answer(status=304)
        assert await server.orders('"three"', timedelta(seconds=25)) is None

    run(api, clock, scene)
    assert not {"If-None-Match", "Prefer"} & set(api.headers[1])
    assert (api.headers[2]["If-None-Match"], api.headers[2]["Prefer"]) == ('"three"', "wait=25")


def test_a_report_that_cannot_be_read_is_left_out_and_harms_no_other(
    api: LoopbackCareApi, clock: HandMovedClock
) -> None:
    known = KnownReport(
        occurrence_id=UUID(int=1),
        item_id=UUID(int=2),
        resident_id=UUID(int=3),
        report_id=UUID(int=4),
        robot_id=None,
        outcome=Outcome.TAKEN,
        grade=EvidenceGrade.OBSERVED,
        at=MORNING,
    ).model_dump_json()
    strange = known.replace("taken", "swallowed")
    body = f'{{"plans_etag":"3","plans":null,"commands":[],"reports":[{strange},{known},7]}}'
    api.answers[ORDERS] = Answer(body=body.encode())

    async def scene(server: CareServerHttp) -> None:
        orders = await server.orders("", timedelta(0))
        assert orders
        assert [each.outcome for each in orders.reports] == [Outcome.TAKEN]

    run(api, clock, scene)


def test_malformed_plans_are_named_and_harm_no_command(
    api: LoopbackCareApi, clock: HandMovedClock
) -> None:
    restart = Command(
        id=UUID(int=1), resident_id=None, created_at=MORNING, expires_at=MORNING, body=Restart()
    )
    malformed = plans().model_dump_json().replace("Europe/Oslo", "Europe/Atlantis")
    dance = restart.model_dump_json().replace("restart", "dance")
    api.answers[ORDERS] = orders_of(malformed, dance, restart.model_dump_json(), "17")

    async def scene(server: CareServerHttp) -> None:
        orders = await server.orders("", timedelta(0))
        assert orders
        assert orders.plans is None
        assert "at residents.0.plan" in orders.plans_fault
        assert (orders.commands, orders.unreadable) == ((restart,), (UUID(int=1),))

    run(api, clock, scene)


def test_an_answer_that_is_no_orders_is_none_of_the_care_apis(
    api: LoopbackCareApi, clock: HandMovedClock
) -> None:
    api.answers[ORDERS] = Answer(body=b"[]")

    async def scene(server: CareServerHttp) -> None:
        with pytest.raises(ServerUnreachable, match="_Parts"):
            await server.orders("", timedelta(0))

    run(api, clock, scene)
