"""A real server on a free port of this machine, for as long as a test lasts."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import count

import httpx
import uvicorn
from fastapi import FastAPI

from care_api.app import create_app
from care_api.db import Database
from care_api.serve import CourteousServer
from care_api.settings import Settings
from schedules.clock import Clock
from tests.care_api.web.house import SECRET_KEY

PATIENCE = timedelta(seconds=15)
"""How long a server may take to start or stop."""


def server_on(database: Database, clock: Clock) -> FastAPI:
    """Return a new server on a database that is there already, as after a restart."""
    engine = database.engine
    settings = Settings.model_validate(
        {
            "database_url": str(engine.url),
            "secret_key": SECRET_KEY,
            "demo": True,
            "run_worker": False,
        }
    )
    return create_app(settings, clock, engine)


@contextmanager
def serving(app: FastAPI, port: int = 0) -> Iterator[str]:
    """Give the address at which `app` answers: on a free port, or on the one named.

    Raises:
        TimeoutError: It does not answer, or does not stop.
    """
    with closing(socket.create_server(("127.0.0.1", port))) as listener:
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        server = CourteousServer(config, at_stop=app.state.wiring.let_go)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            _wait_until_healthy(address, thread)
            yield address
        finally:
            server.should_exit = True
            thread.join(PATIENCE.total_seconds())
    if thread.is_alive():
        raise TimeoutError("the server did not stop")


def _wait_until_healthy(address: str, thread: threading.Thread) -> None:
    pause_s = 0.05
    for attempt in count():
        try:
            httpx.get(f"{address}/health", timeout=PATIENCE.total_seconds()).raise_for_status()
        except httpx.HTTPError as fault:
            if not thread.is_alive() or attempt * pause_s > PATIENCE.total_seconds():
                raise TimeoutError("the server does not answer") from fault
            thread.join(pause_s)
        else:
            return
