"""The care API in a process of its own, on either database, for figures."""

import gzip
import os
import re
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import jwt
from pydantic import SecretStr

from bench.databases import address
from care_api.db import Database, Work, make_engine
from care_api.demo.people import RESIDENTS, UNIT_ID
from care_api.demo.seed import seed_demo
from care_api.robots import access
from care_api.robots import service as robots_of_server
from care_api.settings import Settings
from codebook.event import Event
from codebook.plan import RobotPlans
from codebook.upload import EventBatch
from robot_nodes.adapters.identity import Identity
from robot_nodes.adapters.pairing import pair
from schedules.clock import SystemClock
from schedules.locale import Locale

_SECRET = "3b8f0c6a57d2e914" * 4
_READY = re.compile(r"ready on (http://\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running server, and robots that it knows."""

    address: str
    database_url: str
    nurse: Mapping[str, str]
    """How one of the unit logs in."""
    unit_id: UUID
    plans: RobotPlans
    robots: Sequence["ServedRobot"]

    @property
    def robot(self) -> "ServedRobot":
        """The first of them."""
        return self.robots[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedRobot:
    """A robot that the server knows, and its connection."""

    id: UUID
    client: httpx.Client

    def upload(self, body: bytes) -> None:
        """Send a packed batch.

        Raises:
            RuntimeError: Not all of it was stored.
        """
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        answer = self.client.post("/api/v1/robots/me/events", content=body, headers=headers)
        if answer.status_code != httpx.codes.OK or b'"rejected"' in answer.content:
            raise RuntimeError(f"the upload was refused: {answer.text[:500]}")

    def orders(self, etag: str, wait_s: int = 0) -> httpx.Response:
        """Ask what is to be done; the server may hold the question so long."""
        headers = {"If-None-Match": etag, "Prefer": f"wait={wait_s}"}
        return self.client.get("/api/v1/robots/me/orders", headers=headers)


def packed(events: tuple[Event, ...]) -> bytes:
    """Return a batch as a robot sends it."""
    batch = EventBatch(
        sent_at=SystemClock().now(),
        events=tuple(event.model_dump(mode="json") for event in events),
    )
    return gzip.compress(batch.model_dump_json().encode(), compresslevel=6)


@contextmanager
def served(kind: str, robots: int = 1, idle: int = 0) -> Iterator[Served]:
    """Run a server on an empty database of its kind, `sqlite` or `postgresql`.

    Args:
        kind: Which.
        robots: How many look after the same residents.
        idle: How many more look after nobody yet.
    """
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="nabo-bench-")))
        url = running.enter_context(address(kind))
        settings = Settings(
            database_url=url, secret_key=SecretStr(_SECRET), demo=True, run_worker=False
        )
        seed = seed_demo(settings, SystemClock(), Locale.NB_NO)
        codes = [seed.pairing_code, *_more_codes(settings, robots - 1, idle)]
        served_at = running.enter_context(_process(url))
        tls = ssl.create_default_context()  # once: making it is most of what a client takes
        paired = []
        for nth, code in enumerate(codes):
            identity = pair(served_at, code, folder / f"key-{nth}.json", software_version="0.1.0")
            client = running.enter_context(
                httpx.Client(base_url=served_at, timeout=60, trust_env=False, verify=tls)
            )
            client.headers["Authorization"] = f"Bearer {_token(client, identity)}"
            paired.append(ServedRobot(id=identity.robot_id, client=client))
        plans = paired[0].client.get("/api/v1/robots/me/orders").json()["plans"]
        yield Served(
            address=served_at,
            database_url=url,
            nurse={"user_name": seed.user_name, "password": seed.password or ""},
            unit_id=UNIT_ID,
            plans=RobotPlans.model_validate(plans),
            robots=paired,
        )


def _more_codes(settings: Settings, sharing: int, idle: int) -> list[str]:
    """Add robots that look after the same residents, and some after nobody; return their codes."""
    engine = make_engine(settings.database_url)
    secret_key = settings.secret_key.get_secret_value()
    codes = []
    with Database(engine).writing() as session:
        work = Work(session=session, now=SystemClock().now(), boot_id=uuid4())
        for nth in range(sharing + idle):
            robot_id = robots_of_server.add(work, UNIT_ID, f"Nabo {nth + 2}")
            people = [each.id for each in RESIDENTS] if nth < sharing else []
            robots_of_server.assign(work, robot_id, people, [UNIT_ID])
            codes.append(access.new_pairing_code(work, robot_id, secret_key))
    engine.dispose()
    return codes


@contextmanager
def _process(url: str) -> Iterator[str]:
    environment = {
        **os.environ,
        "NABO_DATABASE_URL": url,
        "NABO_SECRET_KEY": _SECRET,
        "NABO_DEMO": "true",
        "NABO_RUN_WORKER": "false",
        "NABO_PORT": "0",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "care_api"], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            if process.stdout is None or not (line := process.stdout.readline()):
                raise RuntimeError("the care API did not start")
            found = _READY.search(line)
            if found is None:
                raise RuntimeError(f"the care API said {line!r}")
            yield found[1]
        finally:
            process.terminate()


def _token(client: httpx.Client, robot: Identity) -> str:
    now = SystemClock().now()
    claims = {
        "iss": str(robot.robot_id),
        "sub": str(robot.robot_id),
        "aud": "nabo-care-api",
        "jti": uuid4().hex,
        "exp": now + timedelta(seconds=55),
    }
    signed = jwt.encode(claims, robot.private_key, algorithm="EdDSA")
    answer = client.post("/api/v1/robots/token", json={"client_assertion": signed})
    return str(answer.json()["access_token"])
