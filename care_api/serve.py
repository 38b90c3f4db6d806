"""Run the server until it is told to stop."""

import gc
import logging
import socket
import sys
from collections.abc import Callable
from contextlib import closing, suppress

import uvicorn

from care_api.app import create_app
from care_api.care_plans.preview import RobotsWords
from care_api.db import check_database, make_engine
from care_api.migrate import upgrade
from care_api.settings import Settings, StartupError
from schedules.clock import Clock, SkippingClock, SystemClock

GRACE_S = 3
"""Seconds that open pages get to finish when the server stops."""
COLLECT_AFTER = 20_000
"""Objects made and kept, after which Python looks for cycles among the new ones."""

TURN_S = 0.001
"""How long a thread may keep Python's lock while another waits for it.

At 0.1 ms changing turns costs a tenth more.
"""


def serve(settings: Settings, robots_words: RobotsWords | None = None) -> None:
    """Run the server until SIGINT or SIGTERM.

    Args:
        settings: What the installation decides.
        robots_words: Knows what a robot would say, for the preview of a plan.

    Raises:
        SystemExit: It cannot start: one line on standard error names the thing and the remedy.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in ("alembic", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        _run(settings, robots_words)
    except StartupError as fault:
        raise SystemExit(f"nabo api: {fault}") from None


def _run(settings: Settings, robots_words: RobotsWords | None) -> None:
    engine = make_engine(settings.database_url)
    try:
        check_database(engine)
        upgrade(engine)
        app = create_app(settings, server_clock(settings), engine, robots_words)
        with closing(listen(settings)) as listener:
            config = uvicorn.Config(
                app,
                access_log=False,  # addresses name residents
                log_config=None,
                timeout_graceful_shutdown=GRACE_S,
            )
            server = _Server(config, at_stop=app.state.wiring.let_go)
            with suppress(KeyboardInterrupt):  # Ctrl-C, told on once all is shut down
                server.run(sockets=[listener])
    finally:
        engine.dispose()


def server_clock(settings: Settings) -> Clock:
    """Return the machine's clock, or the demonstration's."""
    return SkippingClock(settings.clock_file) if settings.clock_file else SystemClock()


def listen(settings: Settings) -> socket.socket:
    """Return the socket that the server is reached by.

    Raises:
        StartupError: The address is taken, or is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Only what is named as TCP is sent at once: a body waited 40 ms for its headers' receipt.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen()
    except OSError as fault:
        listener.close()
        raise StartupError(
            f"NABO_PORT: cannot listen on {settings.host}:{settings.port} ({fault.strerror}); "
            "stop what is using it, or set another port"
        ) from None
    return listener


def spare_the_collector() -> None:
    """Keep Python's collector from going through the whole program for every few batches.

    What is there now stays until the end; a batch of 500 events alone makes some 10,000 objects.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


def take_short_turns() -> None:
    """Let threads that were away in the database go on sooner.

    Each step of a statement gives Python's lock away. Whoever stores a batch, and all who wait for
    the commit, would then wait up to 5 ms for one who reads.
    """
    sys.setswitchinterval(TURN_S)


class CourteousServer(uvicorn.Server):
    """Answers those who wait for news when it stops, instead of cutting them off."""

    def __init__(self, config: uvicorn.Config, *, at_stop: Callable[[], None]) -> None:
        """Serve by `config`; call `at_stop` on the server's loop when it is to end."""
        super().__init__(config)
        self._at_stop = at_stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer whoever waits for news, then stop."""
        self._at_stop()
        await super().shutdown(sockets)


class _Server(CourteousServer):
    """Says where it is once it answers."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address."""
        await super().startup(sockets)
        spare_the_collector()
        take_short_turns()
        if self.should_exit or not sockets:
            return
        host, port, *_ = sockets[0].getsockname()
        address = f"[{host}]" if ":" in host else host
        sys.stdout.write(f"Nabo care API ready on http://{address}:{port}\n")
        sys.stdout.flush()
