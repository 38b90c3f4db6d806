"""The real server in a process of its own: killed, stopped, refused its port."""

import gzip
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from care_api.db import Database, make_engine
from care_api.events.tables import EventBodyRow, EventRow
from care_api.migrate import upgrade
from codebook.event import Event
from codebook.speech import SpeechHeard
from codebook.upload import BatchResult, ItemStatus
from schedules.clock import SystemClock
from schedules.locale import Locale
from tests.care_api.village import SECRET_KEY, HandClock, Village

START_S = 60
"""The longest a loaded machine may take to start a server."""
READY = "Nabo care API ready on "
HEARD = SpeechHeard(
    utterance_id="u",
    locale=Locale.NB_NO,
    transcript="jeg savner mannen min",
    intent="unknown",
    confidence=0.5,
    was_robot_speaking=False,
)


@dataclass
class Server:
    """A running server and all that it has said so far."""

    process: subprocess.Popen[str]
    address: str
    output: list[str]


@contextmanager
def running(database: Path, **environment: str) -> Iterator[Server]:
    """Start a server on a free port and kill it in the end."""
    with subprocess.Popen(
        [sys.executable, "-m", "care_api"],
        env={
            **os.environ,
            "NABO_DATABASE_URL": f"sqlite:///{database}",
            "NABO_SECRET_KEY": SECRET_KEY,
            "NABO_PORT": "0",
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        yield from _followed(process)


def _followed(process: subprocess.Popen[str]) -> Iterator[Server]:
    output: list[str] = []
    addresses: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in process.stdout or ():
            output.append(line)
            if line.startswith(READY):
                addresses.put(line.removeprefix(READY).strip())

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield Server(process, addresses.get(timeout=START_S), output)
    finally:
        process.kill()
        reader.join(timeout=START_S)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file with the village in it."""
    return tmp_path / "nabo.sqlite"


@pytest.fixture
def village(database: Path) -> Iterator[Village]:
    """The village at the machine's own time."""
    engine = make_engine(f"sqlite:///{database}")
    upgrade(engine)
    built = Village(database=Database(engine), clock=HandClock(SystemClock().now()))
    built.settle()
    yield built
    engine.dispose()


def upload(
    server: Server,
    village: Village,
    events: list[Event],
    kill: Callable[[], None] = lambda: None,
    after_s: float = 0,
) -> BatchResult:
    """Send a gzipped batch as a robot does, and kill something while the server is at work."""
    now = village.clock.moment = SystemClock().now()
    batch = {
        "sent_at": now.isoformat(),
        "events": [event.model_dump(mode="json") for event in events],
    }
    with httpx.Client(base_url=server.address, timeout=START_S) as client:
        headers = {
            **village.robot_headers(client),
            "Content-Encoding": "gzip",
            "Content-Type": "application/json",
        }
        body = gzip.compress(json.dumps(batch).encode())
        threading.Timer(after_s, kill).start()
        answer = client.post("/api/v1/robots/me/events", content=body, headers=headers)
    return BatchResult.model_validate_json(answer.raise_for_status().text)


def heard(village: Village) -> list[Event]:
    """Return a long batch of events."""
    at = village.clock.now()
    return [village.robot.event(HEARD, village.solveig, at) for _ in range(500)]


def stored(village: Village) -> tuple[set[UUID], set[UUID]]:
    """Return the ids that have an envelope, and those that have a body."""
    with village.database.reading() as session:
        return (
            set(session.exec(select(EventRow.id)).all()),
            set(session.exec(select(EventBodyRow.event_id)).all()),
        )


def test_a_server_killed_in_the_middle_of_a_batch_keeps_all_of_it_or_nothing(
    village: Village, database: Path
) -> None:
    kept: set[UUID] = set()
    sent: list[list[Event]] = []
    for kill_after_s in (0.02, 0.1):
        events = heard(village)
        sent.append(events)
        acknowledged: set[UUID | None] = set()
        with running(database) as server, suppress(httpx.TransportError):
            results = upload(server, village, events, server.process.kill, kill_after_s).results
            acknowledged.update(item.id for item in results)
        envelopes, bodies = stored(village)
        assert envelopes - kept in (set(), {event.id for event in events})
        assert bodies == envelopes
        assert acknowledged <= envelopes
        kept = envelopes
    with running(database) as server:
        results = tuple(r for events in sent for r in upload(server, village, events).results)
    assert {item.status for item in results} <= {ItemStatus.STORED, ItemStatus.DUPLICATE}
    everything = {event.id for events in sent for event in events}
    assert stored(village) == (everything, everything)


def test_a_server_whose_reader_is_killed_again_and_again_stores_every_batch(
    village: Village, database: Path
) -> None:
    sent: list[Event] = []
    with running(database) as server:

        def kill_reader() -> None:
            for child in children(server.process.pid):
                os.kill(child, signal.SIGKILL)

        for kill_after_s in (0.0, 0.01, 0.02, 0.04, 0.08, 0.16):
            events = heard(village)
            sent += events
            results = upload(server, village, events, kill_reader, kill_after_s).results
            assert {item.status for item in results} == {ItemStatus.STORED}
    everything = {event.id for event in sent}
    assert stored(village) == (everything, everything)


def children(pid: int) -> list[int]:
    """Return the ids of a process's own processes."""
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in found for child in each.read_text().split()]


def test_the_log_holds_no_words_names_or_tokens(village: Village, database: Path) -> None:
    event = village.robot.event(HEARD, village.solveig, village.clock.now())
    with running(database) as server:
        upload(server, village, [event])
        with httpx.Client(base_url=server.address, timeout=START_S) as client:
            village.log_in(client, "kari")
            client.post("/api/v1/robots/me/events", content=b'{"events": ["savner"]}')
            client.get(f"/api/v1/residents/{village.solveig}/events?on=2026-03-02")
            cookies = [cookie.value or "" for cookie in client.cookies.jar]
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=START_S) in {0, -signal.SIGTERM}
    log = "".join(server.output)
    assert READY in log
    for secret in ("savner", "Solveig", "Kari", SECRET_KEY, "Bearer", "eyJ", *cookies):
        assert secret not in log


def test_a_server_that_stops_ends_the_open_pages_streams_and_says_nothing_of_it(
    village: Village, database: Path
) -> None:
    with (
        running(database) as server,
        httpx.Client(base_url=server.address, timeout=START_S) as client,
    ):
        village.log_in(client, "kari")
        with client.stream("GET", "/stream", headers={"Last-Event-ID": "0"}) as opened:
            told = opened.iter_lines()
            assert next(told) == "id: 0"
            server.process.send_signal(signal.SIGTERM)
            list(told)  # raises where it is cut off
        assert server.process.wait(timeout=START_S) in {0, -signal.SIGTERM}
    log = "".join(server.output)
    for trouble in ("Traceback", "CancelledError", "ERROR", "Cancel "):
        assert trouble not in log


def test_a_port_in_use_is_named_with_the_remedy(database: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        finished = subprocess.run(
            [sys.executable, "-m", "care_api"],
            env={
                **os.environ,
                "NABO_DATABASE_URL": f"sqlite:///{database}",
                "NABO_SECRET_KEY": SECRET_KEY,
                "NABO_PORT": str(port),
            },
            capture_output=True,
            text=True,
            timeout=START_S,
            check=False,
        )
    assert finished.returncode == 1
    last = finished.stderr.splitlines()[-1]
    assert last.startswith(f"nabo api: NABO_PORT: cannot listen on 127.0.0.1:{port}")
    assert last.endswith("stop what is using it, or set another port")
