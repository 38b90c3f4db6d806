"""What the morning needs before it begins: a fresh folder, a clock, and three processes."""

import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event as Flag

import httpx

from cli.demo.domain import Domain, free_domain
from cli.demo.processes import Child, ProcessFailed, free_port, is_free, stop_all
from schedules.clock import Clock, write_offset
from schedules.locale import Locale

API_DEADLINE_S = 60.0
POLL_S = 0.1
HOST = "127.0.0.1"


class PortTaken(RuntimeError):  # noqa: N818 - reads as what happened
    """The wanted port is in use; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the person at the terminal chose."""

    locale: Locale = Locale.NB_NO
    is_headless: bool = False
    """End by itself instead of leaving the nurse's page up."""
    is_me: bool = False
    """A person is the resident, with microphone and loudspeaker."""
    port: int | None = None
    """Of the care API; None takes a free one."""
    wav: Path | None = None
    """Where to write the conversation as sound."""
    folder: Path = Path("build/demo")
    """Logs, data and the summary; its data are made afresh."""


@dataclass(slots=True)
class Stage:
    """The folder, the settings and the processes of one demonstration."""

    choices: Choices
    port: int
    domain: Domain
    screen_port: int = field(default_factory=free_port)
    """Of the robot's own screen."""
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    children: dict[str, Child] = field(default_factory=dict)

    @property
    def ros(self) -> Mapping[str, str]:
        """With which a process joins the demonstration's ROS graph."""
        return self.domain.environment

    @property
    def data(self) -> Path:
        """Everything that is made afresh."""
        return self.choices.folder / "data"

    @property
    def clock_file(self) -> Path:
        """How far the demonstration's time is ahead."""
        return self.data / "clock_offset"

    @property
    def server_database(self) -> Path:
        """The care API's SQLite file."""
        return self.data / "care_api.sqlite"

    @property
    def robot_store(self) -> Path:
        """The robot's SQLite file."""
        return self.data / "robot.sqlite"

    @property
    def key_file(self) -> Path:
        """The robot's identity."""
        return self.data / "robot.key"

    @property
    def admission_file(self) -> Path:
        """How nurse and robot get in; the care API writes it at its first start."""
        return self.data / "admission.json"

    @property
    def address(self) -> str:
        """Where robot and nurse find the care API."""
        return f"http://{HOST}:{self.port}"

    @property
    def server_environment(self) -> dict[str, str]:
        """The care API's settings."""
        return {
            "NABO_DATABASE_URL": f"sqlite:///{self.server_database.absolute()}",
            "NABO_SECRET_KEY": self.secret,
            "NABO_HOST": HOST,
            "NABO_PORT": str(self.port),
            "NABO_DEMO": "true",
            "NABO_CLOCK_FILE": str(self.clock_file.absolute()),
        }

    def start(self, name: str, *arguments: str, **environment: str) -> None:
        """Start one process of the demonstration."""
        settings = {**self.ros, **environment}
        self.children[name] = Child(name, arguments, settings, self.choices.folder)

    def start_server(self, *arguments: str) -> None:
        """Start the care API; it answers a little later."""
        self.start("api", "api", *arguments, **self.server_environment)

    def start_robot(self) -> None:
        """Start the robot; it pairs itself as soon as the care API answers."""
        self.start(
            "robot",
            "robot",
            *("--store", str(self.robot_store)),
            *("--server", self.address),
            *("--key-file", str(self.key_file)),
            *("--audio", "devices" if self.choices.is_me else "topics"),
            *("--parameter", f"screen_port:={self.screen_port}"),
            *("--pair-from", str(self.admission_file)),
            "--sim-time",
        )

    def start_simulation(self) -> None:
        """Start the clock and, unless a person is the resident, the residents."""
        resident = "--no-resident" if self.choices.is_me else "--resident"
        clock = ("--clock-file", str(self.clock_file))
        self.start("sim", "sim", resident, *clock, "--locale", self.choices.locale)

    def stop(self, name: str) -> None:
        """Stop one process."""
        self.children.pop(name).stop()

    def close(self) -> None:
        """Stop all processes."""
        stop_all(list(self.children.values()))
        self.children.clear()

    def check(self) -> None:
        """Do nothing while all processes run.

        Raises:
            ProcessFailed: One ended by itself.
        """
        for child in self.children.values():
            child.check()

    def await_server(self) -> None:
        """Wait until the care API answers.

        Raises:
            ProcessFailed: It ended, or did not answer in time.
        """
        until_s = time.monotonic() + API_DEADLINE_S
        pause = Flag()
        with httpx.Client(base_url=self.address, trust_env=False, timeout=2.0) as client:
            while not _answers(client):
                self.check()
                if time.monotonic() > until_s:
                    log = self.children["api"].log
                    msg = f"the care API did not answer within {API_DEADLINE_S:g} s; see {log}"
                    raise ProcessFailed(msg)
                pause.wait(POLL_S)


def make_stage(choices: Choices, starts_at: datetime, machine: Clock) -> Stage:
    """Clear the folder, choose a port and a ROS domain, and set the demonstration's clock.

    Args:
        choices: Of the person at the terminal.
        starts_at: Aware UTC; what the demonstration's clock shows now.
        machine: The real time.

    Raises:
        PortTaken: The wanted port is in use.
        DomainsTaken: No ROS domain is free.
        OSError: The folder cannot be written.
    """
    if choices.port is not None and not is_free(choices.port):
        msg = f"port {choices.port} is in use; choose another with --port, or leave it out"
        raise PortTaken(msg)
    stage = Stage(choices, choices.port or free_port(), free_domain())
    shutil.rmtree(stage.data, ignore_errors=True)
    stage.data.mkdir(parents=True)
    for log in choices.folder.glob("*.log"):
        log.unlink()
    write_offset(stage.clock_file, starts_at - machine.now())
    return stage


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/api/v1/health").is_success
    except httpx.HTTPError:
        return False
