"""From an event's arrival at a real server to 500 open pages, over loopback.

With 10 thousand, 100 thousand and a million events stored, on SQLite and PostgreSQL.
"""

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID, uuid4

import httpx

from bench.bare_driver import driving, fill
from bench.care_server import Served, packed, served
from bench.databases import POSTGRESQL, SQLITE
from bench.deliveries import Deliveries, Heard, SentCry, deliveries
from bench.rows import Row
from care_api.db import make_engine
from care_api.events.identity import new_id
from codebook.event import Event
from codebook.help import HelpCause, HelpRequested
from schedules.clock import SystemClock
from schedules.outcome import EvidenceGrade

PAGES = 500
CRIES = 30
STORED = (10_000, 100_000, 1_000_000)
"""Events in the database before a measurement; NABO_BENCH_STORED leaves larger ones out."""
GOAL_S = 1.0
PAUSE_S = GOAL_S
"""Seconds between two cries: a page that has no word of one before the next has missed it."""
LAST_S = 3.0
"""Seconds that the last one has to arrive."""


def rows() -> Iterator[Row]:
    """Yield, for each database at each size, how soon cries are on the pages, and on how many."""
    most = int(os.environ.get("NABO_BENCH_STORED", STORED[-1]))
    sizes = [size for size in STORED if size <= most]
    for kind in (SQLITE, POSTGRESQL):
        yield from of_database(kind, sizes)


def of_database(
    kind: str, sizes: Sequence[int], pages: int = PAGES, cries: int = CRIES
) -> Iterator[Row]:
    """Yield the figures of one kind of database, which grows from size to size."""
    stored = 0
    with served(kind) as server, driving(server, SystemClock().now().date()) as (driver, ways):
        for size in sizes:
            fill(driver, ways, size - stored)
            stored = size
            found = _measure(server, pages, cries)
            on = f"{kind}, {size:,} stored; {pages} pages in a process of their own, {cries} cries"
            yield from figures(f"alerts.event_to_page.{kind}", found, on)


def figures(name: str, found: Deliveries, on: str) -> Iterator[Row]:
    """Yield the delays, and how often a page missed a cry: that may never be."""
    yield Row(name=f"{name}.p50", value=_ms(found.delay_s(0.5)), unit="ms", note=on)
    p95 = _ms(found.delay_s(0.95))
    yield Row(name=f"{name}.p95", value=p95, unit="ms", note=on, at_most=_ms(GOAL_S))
    slowest = max(found.delays_s, default=math.nan)
    yield Row(name=f"{name}.max", value=_ms(slowest), unit="ms", note=f"{on}; of what arrived")
    whole = len(found.delays_s) + found.missed
    note = f"{on}; of {whole:,} deliveries"
    yield Row(name=f"{name}.missed", value=found.missed, unit="", note=note, at_most=0)


def _ms(seconds: float) -> float:
    return round(seconds * 1e3, 1)


def _measure(server: Served, pages: int, cries: int) -> Deliveries:
    before = _newest(server.database_url)
    with _open_pages(server.address, _log_in(server), pages) as opened:
        sent_s = _cry_often(server, cries)
        heard = _report(opened)
    numbers = _cries_after(server.database_url, before)
    sent = [SentCry(number=n, at_s=at_s) for n, at_s in zip(numbers, sent_s, strict=True)]
    return deliveries(sent, heard)


def _cry_often(server: Served, cries: int) -> list[float]:
    """Upload one cry after the other; return when each was sent, monotonic seconds."""
    boot_id, sent_s = uuid4(), []
    resident_id = server.plans.residents[0].resident_id
    for sequence in range(1, cries + 1):
        body = packed((_cry(server, boot_id, sequence, resident_id),))
        sent_s.append(time.monotonic())
        server.robot.upload(body)
        _rest(PAUSE_S)
    _rest(LAST_S)
    return sent_s


def _cry(server: Served, boot_id: UUID, sequence: int, resident_id: UUID) -> Event:
    now = SystemClock().now()
    return Event(
        id=new_id(now),
        robot_id=server.robot.id,
        boot_id=boot_id,
        sequence=sequence,
        resident_id=resident_id,
        occurred_at=now,
        body=HelpRequested(
            cause=HelpCause.HELP,
            utterance_id=f"u{sequence}",
            transcript="hjelp",
            grade=EvidenceGrade.SAID,
        ),
    )


def _rest(seconds: float) -> None:
    """Let the pages come to rest: one event at a time is measured."""
    subprocess.run(["sleep", str(seconds)], check=True)  # noqa: S607 - the machine's own


def _log_in(server: Served) -> str:
    with httpx.Client(base_url=server.address, timeout=60, trust_env=False) as client:
        client.post("/api/v1/staff/login", json=dict(server.nurse)).raise_for_status()
        return str(client.cookies["nabo_session"])


def _newest(url: str) -> int:
    return int(_asked(url, "SELECT coalesce(max(stream), 0) FROM event")[0])


def _cries_after(url: str, number: int) -> Sequence[int]:
    return _asked(
        url,
        "SELECT stream FROM event WHERE kind = 'help.requested' "  # noqa: S608 - a number of ours
        f"AND stream > {number} ORDER BY stream",
    )


def _asked(url: str, query: str) -> Sequence[int]:
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql(query).scalars().all()
    finally:
        engine.dispose()


@contextmanager
def _open_pages(address: str, cookie: str, pages: int) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-m", "bench.sse_clients", address, cookie, str(pages)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            if process.stdout is None or process.stdout.readline() != "ready\n":
                raise RuntimeError("the pages could not be opened; see above")
            yield process
        finally:
            process.kill()


def _report(opened: "subprocess.Popen[str]") -> list[Heard]:
    if opened.stdin is None or opened.stdout is None:
        raise RuntimeError("the pages' process has no pipes")
    opened.stdin.write("over\n")
    opened.stdin.flush()
    found: list[list[tuple[int, float]]] = json.loads(opened.stdout.readline())
    return [[(int(number), at_s) for number, at_s in page] for page in found]
