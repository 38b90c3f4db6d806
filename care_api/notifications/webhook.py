"""A webhook: text messages are handed over to a gateway, signed, with the time.

The address comes from the operator's settings only, never from the database or a page, so nobody
who uses the pages can point it anywhere. Redirects are refused, and nothing that the gateway
answers is kept but its status. A gateway on the municipality's own network is allowed.
"""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from care_api.notifications.channel import Delivery, Result
from care_api.notifications.message import Message, Text
from schedules.clock import Clock

TIMEOUT_S = 10.0
"""Seconds for the whole exchange."""
SIGNATURE_HEADER = "X-Nabo-Signature"
"""`t=<seconds since 1970>,v1=<HMAC-SHA-256 of "t.body", hexadecimal>`."""
_TRY_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """Where text messages are handed over."""

    url: str
    secret: str
    """Shared with the gateway."""


class Webhook:
    """One message, one request."""

    def __init__(self, gateway: Gateway, clock: Clock, timeout_s: float = TIMEOUT_S) -> None:
        """Send to `gateway`, with the time of `clock` in the signature."""
        self._gateway = gateway
        self._clock = clock
        self._timeout_s = timeout_s
        self._tls = httpx.create_ssl_context()  # once: reading it can take longer than to send

    async def send(self, address: str, message: Message, text: Text) -> Delivery:
        """Hand a text message over; 2xx means that the gateway has it."""
        body = json.dumps(
            {
                "id": str(message.id),
                "to": address,
                "text": text.body,
                "severity": int(message.severity),
            },
            ensure_ascii=False,
        ).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": str(message.id),
            SIGNATURE_HEADER: sign(self._gateway.secret, body, self._now_s()),
        }
        try:
            async with (
                asyncio.timeout(self._timeout_s),
                httpx.AsyncClient(
                    timeout=self._timeout_s, follow_redirects=False, verify=self._tls
                ) as client,
                client.stream("POST", self._gateway.url, content=body, headers=headers) as answer,
            ):
                return _answer(answer.status_code)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as fault:
            return Delivery(result=Result.NOT_NOW, detail=_name(fault))
        except (httpx.HTTPError, TimeoutError, OSError) as fault:
            return Delivery(result=Result.UNCERTAIN, detail=_name(fault))

    def _now_s(self) -> int:
        return int(self._clock.now().timestamp())


def sign(secret: str, body: bytes, at_s: int) -> str:
    """Return the signature of a body that is sent at `at_s`, seconds since 1970."""
    signed = f"{at_s}.".encode() + body
    return f"t={at_s},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def _answer(status: int) -> Delivery:
    detail = f"http_{status}"
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Delivery(result=Result.ACCEPTED, detail=detail)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _TRY_AGAIN:
        return Delivery(result=Result.NOT_NOW, detail=detail)
    return Delivery(result=Result.REFUSED, detail=detail)


def _name(fault: Exception) -> str:
    is_late = isinstance(fault, httpx.TimeoutException | TimeoutError)
    return "timeout" if is_late else "unreachable"
