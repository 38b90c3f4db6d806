"""From an event's arrival at a real server to 500 open pages: one run, over loopback."""

import json
import os
import statistics
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.rows import Row
from care_api.db import make_engine
from care_api.demo import people
from care_api.demo.seed import DemoSeed, seed_demo
from care_api.events.identity import new_id
from care_api.settings import Settings
from codebook.event import Event
from codebook.help import HelpCause, HelpRequested
from schedules.clock import SystemClock
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade

PAGES = 500
CRIES = 30
PAUSE_S = 0.5
"""Seconds between two cries."""
LAST_S = 3.0
"""Seconds that the last one has to arrive."""
GOAL_S = 1.0
_READY = "Nabo care API ready on "
_SECRET = "4b1f9a7c03d2e658" * 4


def rows() -> Iterator[Row]:
    """Yield the median and the 95th percentile."""
    delays_s, heard = _measure()
    on = f"{PAGES} pages, {CRIES} events, uvicorn and SQLite, clients in a process of their own"
    p95 = statistics.quantiles(delays_s, n=20)[-1]
    yield Row(name="alerts.event_to_page.p50", value=_ms(statistics.median(delays_s)), unit="ms")
    yield Row(
        name="alerts.event_to_page.p95",
        value=_ms(p95),
        unit="ms",
        note=on,
        at_most=_ms(GOAL_S),
    )
    yield Row(name="alerts.event_to_page.max", value=_ms(max(delays_s)), unit="ms")
    yield Row(
        name="alerts.event_to_page.heard",
        value=round(heard, 4),
        unit="ratio",
        note="of all pages and events; goal: 1",
    )


def _ms(seconds: float) -> float:
    return round(seconds * 1e3, 1)


def _measure() -> tuple[list[float], float]:
    with TemporaryDirectory(prefix="nabo-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'nabo.sqlite'}"
        settings = Settings.model_validate(
            {"database_url": url, "secret_key": _SECRET, "demo": True}
        )
        seed = seed_demo(settings, SystemClock(), Locale.NB_NO)
        with _server(url) as address, httpx.Client(base_url=address, timeout=60) as client:
            sender = Sender(client, seed)
            cookie = _log_in(client, seed)
            with _pages(address, cookie) as pages:
                sent = sender.cry_often(_position(url))
                arrivals = _report(pages)
    delays = [at - sent[number] for number in sent for at in _heard(number, arrivals)]
    return delays, len(delays) / (PAGES * CRIES)


def _heard(number: int, arrivals: dict[int, list[float]]) -> list[float]:
    """Return when each page heard of a cry: with its alert, or a moment before it."""
    return [at for told in range(number, number + 3) for at in arrivals.get(told, ())]


class Sender:
    """A robot that uploads cries, one after the other."""

    def __init__(self, client: httpx.Client, seed: DemoSeed) -> None:
        """Pair the demonstration's robot and let it in."""
        self._client = client
        self._robot_id = seed.robot_id
        self._boot_id = uuid4()
        key = Ed25519PrivateKey.generate()
        public = urlsafe_b64encode(key.public_key().public_bytes_raw()).decode().rstrip("=")
        claim = {"code": seed.pairing_code, "public_key": public, "software_version": "1"}
        client.post("/api/v1/robots/claim", json=claim).raise_for_status()
        claims = {
            "iss": str(seed.robot_id),
            "sub": str(seed.robot_id),
            "aud": "nabo-care-api",
            "jti": str(uuid4()),
            "exp": (SystemClock().now() + timedelta(seconds=60)).timestamp(),
        }
        signed = jwt.encode(claims, key, algorithm="EdDSA")
        answer = client.post("/api/v1/robots/token", json={"client_assertion": signed})
        self._headers = {
            "Authorization": f"Bearer {answer.raise_for_status().json()['access_token']}"
        }

    def cry_often(self, position: int) -> dict[int, float]:
        """Return the stream number of each cry -> when it was sent, monotonic seconds."""
        sent: dict[int, float] = {}
        for sequence in range(1, CRIES + 1):
            at = time.monotonic()
            self._cry(sequence, people.SOLVEIG.id)
            sent[position + 1 + 3 * (sequence - 1)] = at  # a cry, its alert, that pages are told
            _rest(PAUSE_S)
        _rest(LAST_S)
        return sent

    def _cry(self, sequence: int, resident_id: UUID) -> None:
        now = SystemClock().now()
        event = Event(
            id=new_id(now),
            robot_id=self._robot_id,
            boot_id=self._boot_id,
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
        batch = {"sent_at": now.isoformat(), "events": [event.model_dump(mode="json")]}
        answer = self._client.post("/api/v1/robots/me/events", json=batch, headers=self._headers)
        assert answer.raise_for_status().json()["results"][0]["status"] == "stored"  # noqa: S101 - a figure of nothing is none


def _rest(seconds: float) -> None:
    """Let the pages come to rest: one event at a time is measured."""
    subprocess.run(["sleep", str(seconds)], check=True)  # noqa: S607 - the machine's own


def _log_in(client: httpx.Client, seed: DemoSeed) -> str:
    credentials = {"user_name": seed.user_name, "password": seed.password}
    client.post("/api/v1/staff/login", json=credentials).raise_for_status()
    return str(client.cookies["nabo_session"])


def _position(url: str) -> int:
    engine = make_engine(url)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT coalesce(max(stream), 0) FROM event").scalar()
    engine.dispose()
    return int(found or 0)


@contextmanager
def _server(url: str) -> Iterator[str]:
    environment = {
        **os.environ,
        "NABO_DATABASE_URL": url,
        "NABO_SECRET_KEY": _SECRET,
        "NABO_PORT": "0",
        "NABO_DEMO": "true",
        "NABO_RUN_WORKER": "false",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "care_api"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            lines = process.stdout or iter(())
            first = next(line for line in lines if line.startswith(_READY))
            yield first.removeprefix(_READY).strip()
        finally:
            process.kill()


@contextmanager
def _pages(address: str, cookie: str) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-m", "bench.sse_clients", address, cookie, str(PAGES)],
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


def _report(pages: "subprocess.Popen[str]") -> dict[int, list[float]]:
    if pages.stdin is None or pages.stdout is None:
        raise RuntimeError("the pages' process has no pipes")
    pages.stdin.write("over\n")
    pages.stdin.flush()
    found = json.loads(pages.stdout.readline())
    return {int(number): arrivals for number, arrivals in found.items()}
