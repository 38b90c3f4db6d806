"""Many open pages in a process of their own: `python -m bench.sse_clients ADDRESS COOKIE N`.

Says `ready` once all listen, and on a line of standard input that it is over, one JSON line: for
each page a list of what it was told, stream number and seconds of the machine's monotonic clock.
"""

import asyncio
import json
import sys
import time

import httpx

CONNECT_AT_ONCE = 25
PATIENCE_S = 120.0
"""Seconds without a word; the server says one every 15."""


async def listen(
    client: httpx.AsyncClient,
    gate: asyncio.Semaphore,
    opened: asyncio.Queue[None],
    heard: list[tuple[int, float]],
) -> None:
    """Read one stream until cancelled."""
    async with gate:
        request = client.build_request("GET", "/stream")
        answer = await client.send(request, stream=True)
        answer.raise_for_status()
    opened.put_nowait(None)
    async for line in answer.aiter_lines():
        if line.startswith("id:"):
            told = int(line.removeprefix("id:")), time.monotonic()
            heard.append(told)


async def main(address: str, cookie: str, clients: int) -> None:
    """Open the streams, tell when all are open, and report when told."""
    heard: list[list[tuple[int, float]]] = [[] for _ in range(clients)]
    opened: asyncio.Queue[None] = asyncio.Queue()
    gate = asyncio.Semaphore(CONNECT_AT_ONCE)
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=address, cookies={"nabo_session": cookie}, limits=limits, timeout=PATIENCE_S
    ) as client:
        pages = [asyncio.create_task(listen(client, gate, opened, page)) for page in heard]
        async with asyncio.timeout(PATIENCE_S):  # one that cannot be opened never says so
            for _ in pages:
                await opened.get()
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        for page in pages:
            page.cancel()
        await asyncio.gather(*pages, return_exceptions=True)
    print(json.dumps(heard), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
