"""The socket that the server listens on."""

import asyncio
import socket

from pydantic import SecretStr

from care_api.serve import listen
from care_api.settings import Settings


def test_an_answer_is_sent_at_once() -> None:
    settings = Settings(secret_key=SecretStr("4b1f9a7c03d2e658" * 4), port=0)

    assert asyncio.run(_is_sent_at_once(listen(settings)))


async def _is_sent_at_once(listener: socket.socket) -> bool:
    """Return whether what asyncio accepts here waits for no receipt before it sends on."""
    accepted: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken: socket.socket = writer.get_extra_info("socket")
        accepted.set_result(bool(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
        writer.close()

    async with await asyncio.start_server(greet, sock=listener):
        _, writer = await asyncio.open_connection(*listener.getsockname())
        is_sent_at_once = await asyncio.wait_for(accepted, 5)
        writer.close()
        return is_sent_at_once
