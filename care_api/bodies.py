"""Request bodies: unpacked where they are packed, and never larger than the server can hold."""

import zlib
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from care_api.errors import CareApiError, TooLargeError, problem
from codebook.packing import GZIP, TAKEN, ZSTD, ZstdError, zstd_unpacker

MAX_BODY = 8 * 1024 * 1024
"""Bytes after unpacking; 500 events of 0.5 kB are 0.25 MB."""
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


class UnreadableBodyError(CareApiError):
    """The body is not what its header says."""

    code = "unreadable_body"


class UnsupportedEncodingError(CareApiError):
    """The body is packed in a way the server does not unpack."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    code = "unsupported_encoding"


class Bodies:
    """ASGI middleware in front of all routes."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with its body unpacked, or answer with a problem.

        Either answer says how a body may be packed.
        """
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        telling = _telling(send)
        try:
            body = await _body(receive, Headers(scope=scope).get("content-encoding", "identity"))
        except CareApiError as fault:
            await problem(fault)(scope, receive, telling)
            return
        await self._app(_unpacked(scope, len(body)), _replay(body, receive), telling)


async def _body(receive: Receive, encoding: str) -> bytes:
    if encoding not in {"identity", GZIP, ZSTD}:
        raise UnsupportedEncodingError(f"Content-Encoding: {TAKEN}, or none.")
    raw = bytearray()
    is_more = True
    while is_more:
        message = await receive()
        raw += message.get("body", b"")
        is_more = message.get("more_body", False)
        if len(raw) > MAX_BODY:
            raise TooLargeError(f"At most {MAX_BODY} bytes at once; send smaller batches.")
    match encoding:
        case "gzip":
            return _gunzip(bytes(raw))
        case "zstd":
            return _unzstd(bytes(raw))
        case _:
            return bytes(raw)


def _gunzip(raw: bytes) -> bytes:
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        body = unpacker.decompress(raw, MAX_BODY)
    except zlib.error:
        raise UnreadableBodyError("The body is not gzip, as Content-Encoding says.") from None
    if unpacker.unconsumed_tail:
        raise TooLargeError(f"At most {MAX_BODY} bytes unpacked; send smaller batches.")
    if not unpacker.eof:
        raise UnreadableBodyError("The gzipped body breaks off; send it again.")
    return body


def _unzstd(raw: bytes) -> bytes:
    unpacker = zstd_unpacker()
    try:
        body = unpacker.decompress(raw, MAX_BODY + 1)
    except ZstdError:
        raise UnreadableBodyError("The body is not zstd, as Content-Encoding says.") from None
    if len(body) > MAX_BODY:
        raise TooLargeError(f"At most {MAX_BODY} bytes unpacked; send smaller batches.")
    if not unpacker.eof:
        raise UnreadableBodyError("The body breaks off within zstd; send it again.")
    return body


def _telling(send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).setdefault("Accept-Encoding", TAKEN)
        await send(message)

    return told


def _unpacked(scope: Scope, length: int) -> Scope:
    changed = {b"content-encoding", b"content-length"}
    headers = [(name, value) for name, value in scope["headers"] if name.lower() not in changed]
    return {**scope, "headers": [*headers, (b"content-length", str(length).encode())]}


def _replay(body: bytes, receive: Receive) -> Receive:
    is_sent = False

    async def replayed() -> Message:
        nonlocal is_sent
        if is_sent:
            return await receive()
        is_sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
