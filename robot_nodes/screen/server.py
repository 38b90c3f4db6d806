"""The small HTTP server of the screen: on loopback only, in a thread of its own."""

import socket
import threading
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

HOST = "127.0.0.1"
MOST_CONNECTIONS = 32
_STOP_DEADLINE_S = 5.0


class PortTaken(RuntimeError):  # noqa: N818 - a state of the world
    """The screen's port cannot be had: names it and the remedy."""


class ScreenServer:
    """Serves from its making until `close`."""

    def __init__(self, port: int, app: Callable[[int], Starlette]) -> None:
        """Begin to serve.

        Args:
            port: 1-65535; 0 in tests, for any that is free.
            app: Given the port, returns what is served.

        Raises:
            PortTaken: Somebody else has it.
        """
        try:
            self._socket = socket.create_server((HOST, port))
        except OSError as fault:
            raise PortTaken(
                f"no screen: port {port} on {HOST} cannot be had ({fault.strerror}); end what uses"
                " it, or set the parameter screen_port to another, or to 0 for no screen"
            ) from fault
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            app(self.port),
            access_log=False,
            log_level="warning",
            lifespan="off",
            ws="none",
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=1,
            server_header=False,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run,
            kwargs={"sockets": [self._socket]},
            name="screen",
            daemon=True,
        )
        self._thread.start()

    def close(self) -> None:
        """Serve no more."""
        self._server.should_exit = True
        self._thread.join(_STOP_DEADLINE_S)
        self._socket.close()
