"""The page and its doors: for a browser on the robot itself, and from our own page only."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from robot_nodes.screen.feed import Feed

STATIC = Path(__file__).parent / "static"
MOST_BYTES = 1000
"""Of a press."""
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self';"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}

Pressed = Callable[[str, int], bool]
"""(intent, question) -> whether the press counts."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Under which names the page may be asked for."""

    port: int

    @property
    def hosts(self) -> frozenset[str]:
        """As a browser's Host header writes them; another name is DNS rebinding."""
        return frozenset(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost"))

    def allows(self, host: str, origin: str) -> bool:
        """Return whether a request is from our own page, or from no page at all."""
        return host in self.hosts and origin in {"", f"http://{host}"}


def site(addresses: Addresses, feed: Feed, pressed: Pressed) -> Starlette:
    """Return the application."""

    async def events(_: Request) -> Response:
        return StreamingResponse(feed.messages(), media_type="text/event-stream")

    async def touch(request: Request) -> Response:
        wanted = await _press(request)
        if wanted is None:
            return PlainTextResponse("a press names intent and question, in JSON", 422)
        return Response(status_code=204 if pressed(*wanted) else 409)

    return Starlette(
        routes=[
            Route("/", _file("page.html", "text/html")),
            Route("/screen.css", _file("screen.css", "text/css")),
            Route("/screen.js", _file("screen.js", "text/javascript")),
            Route("/events", events),
            Route("/touch", touch, methods=["POST"]),
        ],
        middleware=[Middleware(_Gate, addresses=addresses)],
    )


def _file(name: str, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_: Request) -> Response:
        return FileResponse(STATIC / name, media_type=media_type)

    return answer


async def _press(request: Request) -> tuple[str, int] | None:
    if request.headers.get("content-type") != "application/json":
        return None  # a form of another page can send this without asking
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    try:
        wanted: Any = json.loads(body)
    except ValueError:
        return None
    if not isinstance(wanted, dict):
        return None
    intent, question = wanted.get("intent"), wanted.get("question")
    return (intent, question) if isinstance(intent, str) and type(question) is int else None


class _Gate:
    """Turns away what does not come from our own page, and writes the same headers on all."""

    def __init__(self, app: ASGIApp, addresses: Addresses) -> None:
        self._app = app
        self._addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *ours]
            await send(message)

        headers = Request(scope).headers
        origin = headers.get("origin", "")
        is_post = scope["method"] == "POST"
        if self._addresses.allows(headers.get("host", ""), origin) and (origin or not is_post):
            await self._app(scope, receive, send_with_headers)
        else:
            refusal = PlainTextResponse("only for the robot's own screen", 403)
            await refusal(scope, receive, send_with_headers)
