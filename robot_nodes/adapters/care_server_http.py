"""The care API over HTTP."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import httpx
import jwt

from codebook.event import Event
from codebook.heartbeat import Heartbeat, HeartbeatAnswer
from codebook.packing import GZIP, ZSTD, packed
from codebook.pairing import AccessToken, TokenRequest
from codebook.readership import Readership
from codebook.upload import BatchResult, EventBatch
from robot_nodes.adapters.care_api_answers import (
    TIMEOUT,
    accepted,
    checked_address,
    is_loopback,
    network_told,
    parsed,
    patient,
    server_time,
)
from robot_nodes.adapters.identity import Identity
from robot_nodes.adapters.orders_reading import orders_of
from robot_nodes.ports import Orders, ServerUnreachable
from schedules.clock import Clock

_AUDIENCE = "nabo-care-api"
_ASSERTION_LIFE = timedelta(seconds=55)
"""The server takes no assertion that lives longer than a minute."""
_TOKEN_MARGIN = timedelta(seconds=60)
"""A token is renewed this long before its end."""
_EXCHANGE_S = 12.0
"""Seconds; no request takes longer, however slowly its bytes drip, unless we asked to wait."""


class CareServerHttp:
    """Fulfils the port `CareServer`; to be used on one event loop.

    The robot proves itself by a short JWT signed with its key (RFC 7523) and works with the token
    that it gets for it. Where the two clocks differ it signs by the server's: a robot whose clock
    is off is to be noticed, not shut out.
    """

    def __init__(self, address: str, identity: Identity, clock: Clock) -> None:
        """Prepare; nothing is sent yet.

        Args:
            address: The care API's.
            identity: Who uploads.
            clock: The robot's, by which tokens run out.

        Raises:
            ValueError: The address cannot be used.
        """
        url = checked_address(address)
        self._identity = identity
        self._clock = clock
        self._client = httpx.AsyncClient(
            base_url=url, timeout=TIMEOUT, trust_env=not is_loopback(url)
        )
        self._renewing = asyncio.Lock()
        self._token = ""
        self._token_ends_at: datetime | None = None
        self._encoding = GZIP
        """How batches are packed: as the server's latest answer to something sent allows."""
        self._ahead = timedelta(0)
        """How far the server's clock was ahead when it last refused a signature for its time."""

    async def upload(self, events: Sequence[Event], sent_at: datetime) -> BatchResult:
        """See `CareServer.upload`; every result has the id of its event."""
        if not self._token:
            await self._good_token()  # from the answer we learn how a batch may be packed
        encoding = self._encoding
        body = await asyncio.to_thread(_packed, events, sent_at, encoding)
        headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
        request = self._client.build_request(
            "POST", "/api/v1/robots/me/events", content=body, headers=headers
        )
        answer = parsed(BatchResult, await self._exchange(request))
        if len(answer.results) != len(events):
            raise ServerUnreachable("the care server's answer does not fit the batch")
        results = (
            result.model_copy(update={"id": event.id})
            for event, result in zip(events, answer.results, strict=True)
        )
        return answer.model_copy(update={"results": tuple(results)})

    async def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        """See `CareServer.heartbeat`."""
        request = self._client.build_request(
            "POST", "/api/v1/robots/me/heartbeat", json=beat.model_dump(mode="json")
        )
        return parsed(HeartbeatAnswer, await self._exchange(request))

    async def orders(self, known_etag: str, wait: timedelta) -> Orders | None:
        """See `CareServer.orders`."""
        wait_s = int(wait.total_seconds())
        headers = {"If-None-Match": known_etag} if known_etag else {}
        request = self._client.build_request(
            "GET",
            "/api/v1/robots/me/orders",
            headers=headers | ({"Prefer": f"wait={wait_s}"} if wait_s else {}),
            timeout=patient(wait_s),
        )
        response = await self._exchange(request, patience_s=wait_s + _EXCHANGE_S)
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return None
        return orders_of(response)

    async def readership(self, resident_id: UUID) -> Readership:
        """See `CareServer.readership`."""
        request = self._client.build_request(
            "GET", f"/api/v1/robots/me/residents/{resident_id}/readership"
        )
        return parsed(Readership, await self._exchange(request))

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def _exchange(
        self, request: httpx.Request, patience_s: float = _EXCHANGE_S
    ) -> httpx.Response:
        """Send with a good token; a refused one is renewed once."""
        token = await self._good_token()
        response = await self._send(request, token, patience_s)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            response = await self._send(request, await self._renewed_token(token), patience_s)
        return accepted(response)

    async def _send(
        self, request: httpx.Request, token: str = "", patience_s: float = _EXCHANGE_S
    ) -> httpx.Response:
        if token:
            request.headers["Authorization"] = f"Bearer {token}"
        with network_told():
            async with asyncio.timeout(patience_s):
                response = await self._client.send(request)
        if request.method == "POST":
            taken = response.headers.get("accept-encoding", "")
            self._encoding = ZSTD if ZSTD in taken else GZIP
        return response

    async def _good_token(self) -> str:
        is_good = self._token_ends_at and self._clock.now() < self._token_ends_at - _TOKEN_MARGIN
        return self._token if is_good else await self._renewed_token(self._token)

    async def _renewed_token(self, old: str) -> str:
        async with self._renewing:
            if self._token != old:
                return self._token  # renewed meanwhile by another request
            now = self._clock.now()
            response = await self._ask_for_token(now + self._ahead)
            if (shows := server_time(response)) is not None:
                self._ahead = shows - self._clock.now()
                response = await self._ask_for_token(shows)
            granted = parsed(AccessToken, accepted(response))
            self._token = granted.access_token
            self._token_ends_at = now + timedelta(seconds=granted.expires_in_s)
            return self._token

    async def _ask_for_token(self, now: datetime) -> httpx.Response:
        request = TokenRequest(client_assertion=self._assertion(now))
        return await self._send(
            self._client.build_request(
                "POST", "/api/v1/robots/token", json=request.model_dump(mode="json")
            )
        )

    def _assertion(self, now: datetime) -> str:
        robot = str(self._identity.robot_id)
        claims = {
            "iss": robot,
            "sub": robot,
            "aud": _AUDIENCE,
            "jti": uuid4().hex,
            "iat": now,
            "exp": now + _ASSERTION_LIFE,
        }
        return jwt.encode(claims, self._identity.private_key, algorithm="EdDSA")


def _packed(events: Sequence[Event], sent_at: datetime, encoding: str) -> bytes:
    batch = EventBatch(
        sent_at=sent_at, events=tuple(event.model_dump(mode="json") for event in events)
    )
    return packed(batch.model_dump_json().encode(), encoding)
