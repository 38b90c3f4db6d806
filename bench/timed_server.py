"""The care API on a port of this machine, in this process, that tells what each answer cost."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime

import httpx
import uvicorn
from sqlalchemy import Engine
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from care_api.app import create_app
from care_api.serve import CourteousServer, spare_the_collector, take_short_turns
from care_api.settings import Settings

_SECRET = "4b1f9a7c03d2e658" * 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one answer cost, from the request's arrival until its last byte leaves."""

    wall_s: float
    cpu_s: float
    """Of this process; a PostgreSQL's own is not in it."""


@dataclass(frozen=True, slots=True)
class StoodClock:
    """Always shows the same instant."""

    moment: datetime

    def now(self) -> datetime:
        """Return it."""
        return self.moment


class Timed:
    """Writes down what each answer costs."""

    def __init__(self, app: ASGIApp, spent: list[Spent]) -> None:
        """Stand before `app`, and add to `spent`."""
        self._app = app
        self._spent = spent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        wall_s, cpu_s = time.perf_counter(), time.process_time()

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.body" and not message.get("more_body"):
                spent = Spent(
                    wall_s=time.perf_counter() - wall_s, cpu_s=time.process_time() - cpu_s
                )
                self._spent.append(spent)
            await send(message)

        await self._app(scope, receive, send_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedServer:
    """A server that is asked for one page at a time."""

    address: str
    spent: list[Spent]

    def logged_in(self, user_name: str, password: str) -> httpx.Client:
        """Return a client with somebody's cookies."""
        client = httpx.Client(base_url=self.address, timeout=60, trust_env=False)
        credentials = {"user_name": user_name, "password": password}
        client.post("/api/v1/staff/login", json=credentials).raise_for_status()
        return client

    def get(self, client: httpx.Client, path: str) -> Spent:
        """Return what a page cost.

        Raises:
            RuntimeError: It is none.
        """
        self.spent.clear()
        answer = client.get(path)
        if answer.status_code != httpx.codes.OK:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return self.spent[-1]


@contextmanager
def served(engine: Engine, moment: datetime) -> Iterator[TimedServer]:
    """Run the server on a database, as if it were always the same moment."""
    url = engine.url.render_as_string(hide_password=False)
    settings = Settings.model_validate(
        {"database_url": url, "secret_key": _SECRET, "demo": True, "run_worker": False}
    )
    app = create_app(settings, StoodClock(moment), engine)
    spent: list[Spent] = []
    app.add_middleware(Timed, spent=spent)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        server = CourteousServer(config, at_stop=app.state.wiring.let_go)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        spare_the_collector()
        take_short_turns()
        try:
            yield TimedServer(address=f"http://127.0.0.1:{listener.getsockname()[1]}", spent=spent)
        finally:
            server.should_exit = True
            thread.join()
