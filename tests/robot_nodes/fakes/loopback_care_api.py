"""A small care API on a free port of this machine, which a test may make fail at any point."""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Lock, Thread
from typing import Any
from uuid import UUID, uuid4

from codebook.event import Event
from codebook.heartbeat import HeartbeatAnswer
from codebook.packing import GZIP, zstd_unpacker
from codebook.pairing import AccessToken, Claimed
from codebook.upload import BatchResult, ItemResult, ItemStatus
from tests.robot_nodes.adapters.stores import MORNING, ROBOT

EVENTS = "/api/v1/robots/me/events"
ORDERS = "/api/v1/robots/me/orders"
TOKEN = "/api/v1/robots/token"
CLAIM = "/api/v1/robots/claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: int | None = None
    """How many bytes of the body go out before the connection breaks; None for all."""


def _nothing(_: int) -> None:
    pass


class LoopbackCareApi:
    """Keeps events by id, in the order of arrival."""

    def __init__(self, port: int, scheme: str = "http") -> None:
        self._port = port
        self._scheme = scheme
        self.address = self.address_as("127.0.0.1")
        self.stored: dict[UUID, Event] = {}
        self.requests: list[tuple[str, str]] = []
        """Method and path, oldest first."""
        self.headers: list[Mapping[str, str]] = []
        self.assertions: list[str] = []
        """The JWTs by which a robot asked for a token."""
        self.token = uuid4().hex
        self.before_storing: Callable[[int], None] = _nothing
        """Called with the number of the batch, from 1."""
        self.before_answering: Callable[[int], None] = _nothing
        self.takes = ""
        """What it says in `Accept-Encoding`."""
        self.answers: dict[str, Answer] = {}
        """Path to the answer that it gets, whatever is asked."""
        self._batches = 0
        self._lock = Lock()

    def address_as(self, host: str) -> str:
        """Return the address with another name for this machine."""
        return f"{self._scheme}://{host}:{self._port}"

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Return what the request gets."""
        if path in self.answers:
            return self.answers[path]
        match path:
            case "/api/v1/robots/token":
                self.assertions.append(json.loads(body)["client_assertion"])
                granted = AccessToken(access_token=self.token, expires_in_s=900)
                return Answer(body=granted.model_dump_json().encode())
            case "/api/v1/robots/claim":
                claimed = Claimed(robot_id=ROBOT, name="Nabo 1")
                return Answer(body=claimed.model_dump_json().encode())
            case _ if headers.get("Authorization") != f"Bearer {self.token}":
                return problem(401, "the token has run out")
            case "/api/v1/robots/me/events":
                return self._take(json.loads(_unpacked(body, headers["Content-Encoding"])))
            case "/api/v1/robots/me/heartbeat":
                beat = HeartbeatAnswer(received_at=MORNING)
                return Answer(body=beat.model_dump_json().encode())
            case "/api/v1/robots/me/orders":
                return Answer(status=304)
            case _:
                return problem(404, "nothing here")

    def _take(self, batch: dict[str, Any]) -> Answer:
        with self._lock:
            self._batches += 1
            number = self._batches
        self.before_storing(number)
        with self._lock:
            results = tuple(self._store(Event.model_validate(item)) for item in batch["events"])
        self.before_answering(number)
        result = BatchResult(received_at=MORNING, results=results)
        return Answer(body=result.model_dump_json().encode())

    def _store(self, event: Event) -> ItemResult:
        is_known = event.id in self.stored
        self.stored.setdefault(event.id, event)
        status = ItemStatus.DUPLICATE if is_known else ItemStatus.STORED
        return ItemResult(id=event.id, status=status)


def _unpacked(body: bytes, encoding: str) -> bytes:
    return gzip.decompress(body) if encoding == GZIP else zstd_unpacker().decompress(body)


def problem(status: int, detail: str) -> Answer:
    """Return an answer as the care API refuses."""
    body = json.dumps({"title": "Refused", "status": status, "detail": detail}).encode()
    return Answer(status=status, body=body, content_type="application/problem+json")


@contextmanager
def loopback_care_api(serving: SSLContext | None = None) -> Iterator[LoopbackCareApi]:
    """Run one until the block ends, over TLS where there is a context for it."""
    server = _Server(("127.0.0.1", 0), _Handler)
    if serving:
        server.socket = serving.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    server.block_on_close = False
    scheme = "https" if serving else "http"
    server.api = LoopbackCareApi(server.server_port, scheme)  # type: ignore[attr-defined] # where handlers look
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.api  # type: ignore[attr-defined] # as above
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing on the terminal: a robot that hangs up is what tests are for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self._handle()

    def do_GET(self) -> None:
        self._handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing on the terminal."""

    def _handle(self) -> None:
        api: LoopbackCareApi = self.server.api  # type: ignore[attr-defined] # set by the fixture
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        api.requests.append((self.command, self.path))
        api.headers.append(dict(self.headers.items()))
        answer = api.answer(self.path, dict(self.headers.items()), body)
        try:
            self._send(answer)
        except OSError:
            self.close_connection = True  # the robot is dead or gone

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if takes := self.server.api.takes:  # type: ignore[attr-defined] # set by the fixture
            self.send_header("Accept-Encoding", takes)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body[: answer.sent])
        self.close_connection |= answer.sent is not None
