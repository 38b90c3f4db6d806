"""A TCP proxy between robot and server that does to each request what a bad network does."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from itertools import count


class Fault(StrEnum):
    """What becomes of one request."""

    NONE = "none"
    SLOW = "slow"
    """Request and answer arrive a fifth of a second late."""
    LOST_REQUEST = "lost_request"
    """Never reaches the server."""
    HALF_REQUEST = "half_request"
    """The connection breaks in the middle of it."""
    LOST_ANSWER = "lost_answer"
    """The server has done it, and the robot never hears so."""
    HALF_ANSWER = "half_answer"
    """The connection breaks in the middle of the answer."""
    DOUBLED = "doubled"
    """Reaches the server twice at once."""
    LATE = "late"
    """The robot loses the connection; the request arrives behind the ones that follow."""


BREAKS = tuple(fault for fault in Fault if fault is not Fault.NONE)
_DELAY_S = 0.2
_START_S = 10.0


class Proxy:
    """Carries one request a connection; every answer ends its connection."""

    def __init__(self, next_fault: Callable[[], Fault]) -> None:
        """Use `proxy`, which also starts it.

        Args:
            next_fault: Asked for each request, in the order in which they arrive.
        """
        self._next_fault = next_fault
        self._late: list[bytes] = []
        self._open: set[asyncio.StreamWriter] = set()
        self.injected: Counter[Fault] = Counter()
        """How often each fault was."""
        self.upstream_port = 0
        """Where the server listens."""
        self.is_cut = False
        """While it is, nothing gets through at all."""
        self.port = 0

    async def serve(self, started: Callable[[], None], ended: asyncio.Event) -> None:
        """Carry requests until `ended`."""
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        started()
        await ended.wait()
        server.close()

    def cut(self) -> None:
        """Break every connection, and let none in until `mend`; on the proxy's own loop."""
        self.is_cut = True
        for writer in tuple(self._open):
            writer.transport.abort()

    def mend(self) -> None:
        """Let connections in again."""
        self.is_cut = False

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            request = await _read_request(reader)
            if request is None or self.is_cut:
                return
            fault = self._next_fault()
            self.injected[fault] += 1
            await self._act(fault, request, writer)
            for late in self._late if fault is not Fault.LATE else ():
                await self._exchange(late, None)
            if fault is not Fault.LATE:
                self._late.clear()
        except (OSError, asyncio.IncompleteReadError):
            pass  # one of the two has gone: what this is for
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _act(self, fault: Fault, request: bytes, writer: asyncio.StreamWriter) -> None:
        if fault in {Fault.LOST_REQUEST, Fault.LATE}:
            self._late += [request] if fault is Fault.LATE else []
            return
        if fault is Fault.SLOW:
            await asyncio.sleep(_DELAY_S)
        if fault is Fault.DOUBLED:
            await self._exchange(request, None)
        await self._exchange(
            request if fault is not Fault.HALF_REQUEST else request[: len(request) // 2],
            writer if fault is not Fault.LOST_ANSWER else None,
            share=0.5 if fault is Fault.HALF_ANSWER else 1.0,
            is_whole=fault is not Fault.HALF_REQUEST,
        )

    async def _exchange(
        self,
        request: bytes,
        writer: asyncio.StreamWriter | None,
        *,
        share: float = 1.0,
        is_whole: bool = True,
    ) -> None:
        """Send a request to the server, and `share` (ratio 0-1) of its answer to the robot."""
        upstream, downstream = await asyncio.open_connection("127.0.0.1", self.upstream_port)
        self._open.add(downstream)
        try:
            downstream.write(request)
            await downstream.drain()
            if is_whole:
                answer = await upstream.read(-1)
                if writer is not None and not self.is_cut:
                    writer.write(answer[: int(len(answer) * share)])
                    await writer.drain()
        finally:
            self._open.discard(downstream)
            downstream.transport.abort()


async def _read_request(reader: asyncio.StreamReader) -> bytes | None:
    """Return one whole request that asks for the connection to be closed, None at the end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    lines = head.split(b"\r\n")
    fields = [line for line in lines[1:] if line and not line.lower().startswith(b"connection:")]
    lengths = [line for line in fields if line.lower().startswith(b"content-length:")]
    body = await reader.readexactly(int(lengths[0].split(b":")[1])) if lengths else b""
    return b"\r\n".join([lines[0], b"Connection: close", *fields, b"", body])


class RunningProxy:
    """A proxy in a thread of its own, as a test holds it."""

    def __init__(self, proxy: Proxy, loop: asyncio.AbstractEventLoop) -> None:
        self._proxy = proxy
        self._loop = loop

    @property
    def address(self) -> str:
        """Where the robot finds what it takes for the server."""
        return f"http://127.0.0.1:{self._proxy.port}"

    @property
    def injected(self) -> Counter[Fault]:
        """How often each fault was."""
        return self._proxy.injected

    def lead_to(self, port: int) -> None:
        """Carry requests to that port of this machine from now on."""
        self._proxy.upstream_port = port

    def cut(self) -> None:
        """Break every connection, and let none in until `mend`."""
        self._loop.call_soon_threadsafe(self._proxy.cut)

    def mend(self) -> None:
        """Let connections in again."""
        self._loop.call_soon_threadsafe(self._proxy.mend)


@contextmanager
def proxy(next_fault: Callable[[], Fault]) -> Iterator[RunningProxy]:
    """Run a proxy on a free port until the block ends."""
    carrying = Proxy(next_fault)
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()
    started = threading.Event()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(carrying.serve(started.set, ended))
        for task in asyncio.all_tasks(loop):
            task.cancel()
            with suppress(asyncio.CancelledError):
                loop.run_until_complete(task)
        loop.close()

    thread = threading.Thread(target=run, name="proxy")
    thread.start()
    assert started.wait(_START_S)
    try:
        yield RunningProxy(carrying, loop)
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(_START_S)


def every(nth: int, faults: tuple[Fault, ...] = BREAKS) -> Callable[[], Fault]:
    """Return a plan that breaks each `nth` request, with one fault after the other."""
    numbers = count(1)

    def next_fault() -> Fault:
        number = next(numbers)
        return Fault.NONE if number % nth else faults[number // nth % len(faults)]

    return next_fault
