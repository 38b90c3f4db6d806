"""A robot without body or ROS, to be killed: a process of its own that does `main`.

Its memory, its care for the resident and its upload are the real ones; voice and ears answer at
once. It looks when it is told to, and says how it stands. What it does it tells a witness as it
does it, line by line.
"""

import asyncio
import json
import os
import resource
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from codebook.event import Event
from codebook.speech import StoppedBy
from robot_nodes.adapters.care_server_http import CareServerHttp
from robot_nodes.adapters.identity import read_identity
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.care.caretaker import Caretaker
from robot_nodes.care.ledger import Ledger
from robot_nodes.care.memory import Memory
from robot_nodes.care.scenes import Scenes
from robot_nodes.care.surroundings import Surroundings
from robot_nodes.care.talks import Talks
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import Manner, Said, StoreUnavailable
from robot_nodes.signals import CareState
from robot_nodes.sync.orders_poll import Rhythm
from robot_nodes.sync.synchronisation import Synchronisation
from schedules.clock import SkippingClock
from schedules.locale import Locale
from tests.faults.resident import WaywardResident

_SETTLE_S = 3.0
"""Real seconds that an upload may take before the robot is told on as it stands."""
_LOOK_AGAIN_S = 0.005
_RHYTHM = Rhythm(every=timedelta(milliseconds=300), wait=timedelta(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the child is told at its start."""

    store: str
    key_file: str
    address: str
    clock_file: str
    seed: int
    dies_at_statement: int | None = None
    """Kills itself as its so-many-th SQL statement begins."""
    largest_file_bytes: int | None = None
    """The disk is full beyond this."""


class Witness:
    """Tells what the robot does, so that a line is there even if the robot dies after it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tell(self, **line: object) -> None:
        """Add a line."""
        self._connection.send_bytes(json.dumps(line).encode())

    def recorded(self, event: Event) -> None:
        """Add an event that the store holds now."""
        body = event.body
        self.tell(
            event=str(event.id),
            kind=event.kind,
            occurrence=str(getattr(body, "occurrence_id", "")),
            item=str(getattr(body, "item_id", "")),
            outcome=str(getattr(body, "outcome", "")),
        )


class WitnessedVoice:
    """Fulfils `robot_nodes.ports.Voice`."""

    def __init__(self, witness: Witness) -> None:
        self._witness = witness

    async def say(self, text: str, manner: Manner) -> Said:
        """Say it in no time."""
        del manner
        self._witness.tell(say=text)
        await asyncio.sleep(0)
        return Said(text=text, stopped_by=StoppedBy.COMPLETED)


class WitnessedEars(WaywardResident):
    """Asks aloud before the resident answers."""

    def __init__(self, witness: Witness, chance: Random) -> None:
        super().__init__(chance)
        self._witness = witness

    async def ask(self, text: str, manner: Manner, asking: Any) -> Any:  # noqa: ANN401 - as its parent
        """See `WaywardResident`."""
        self._witness.tell(say=text)
        return await super().ask(text, manner, asking)


class Robot:
    """The robot's parts, put together as `robot_nodes.main` does, without ROS."""

    def __init__(self, settings: Settings, witness: Witness) -> None:
        identity = read_identity(Path(settings.key_file))
        self.clock = SkippingClock(Path(settings.clock_file))
        self.store = SqliteStore.open(
            Path(settings.store),
            robot_id=identity.robot_id,
            software_version="0.1.0",
            at=self.clock.now(),
        )
        self.store.observe(witness.recorded)
        self._server = CareServerHttp(settings.address, identity, self.clock)
        self._state = CareState(locale=Locale.NB_NO)
        phrases = Phrases.load(Locale.NB_NO)
        now = self.clock.now
        talks = Talks(
            Scenes(
                voice=WitnessedVoice(witness),
                ears=WitnessedEars(witness, Random(f"{settings.seed} {os.getpid()}")),
                log=self.store,
                ledger=Ledger(self.store, now),
                memory=Memory.of(self.store, now, lambda _: None),
                phrases=lambda _: phrases,
                now=now,
            )
        )
        self._caretaker = Caretaker(
            Surroundings(
                store=self.store,
                talks=talks,
                log=LogKeeper(self.store, self.clock),
                now=now,
                show=self._show,
                wake_at=lambda _: None,
                locale=Locale.NB_NO,
            )
        )
        self._sync = Synchronisation(
            self.store,
            self._server,
            self.clock,
            changed=self._exchanged,
            plans_taken_over=lambda _: self._caretaker.new_plans(),
        )
        self._syncing: asyncio.Task[None] | None = None
        self._has_failed = False
        """Whether the network has let the robot down since the look began."""

    def _show(self, state: CareState) -> None:
        self._state = state

    async def look(self) -> dict[str, object]:
        """Wait for a first plan, do what is due, talk to the end, upload; return how it stands."""
        self._has_failed = False
        await self._reconnect()
        await self._settled(lambda: bool(self.store.plan_etag()) or self._has_failed)
        self._caretaker.look()
        await self._settled(lambda: not self._state.is_busy)
        await self._settled(lambda: self.store.waiting_count() == 0 or self._has_failed)
        status = self._sync.status()
        next_event_at = self._state.next_event_at
        return {
            "next": next_event_at.isoformat() if next_event_at else None,
            "waiting": status.waiting_events,
            "etag": status.plan_etag,
        }

    def _exchanged(self) -> None:
        self._has_failed = bool(self._sync.status().trouble)

    async def _reconnect(self) -> None:
        """Try the network afresh, as a robot does whose network has come back."""
        if self._syncing is not None:
            if self._sync.status().is_online:
                return
            self._syncing.cancel()
            await asyncio.wait([self._syncing])
        self._syncing = asyncio.create_task(self._sync.run(_RHYTHM))

    async def _settled(self, is_settled: Callable[[], bool]) -> None:
        deadline = asyncio.get_running_loop().time() + _SETTLE_S
        while not is_settled() and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110 - a store has no event
            await asyncio.sleep(_LOOK_AGAIN_S)


def _die_at(store: SqliteStore, statement: int) -> None:
    seen = 0

    def count(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    store._keeping.connection.set_trace_callback(count)  # noqa: SLF001 - a place to die in


def _fill_disk(largest_file_bytes: int) -> None:
    """Let every write beyond so many bytes of a file fail."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file_bytes, resource.RLIM_INFINITY))


def _tell_what_is_stored(path: str, witness: Witness) -> None:
    """Tell the answers that a killed robot had stored without living to tell."""
    if not Path(path).exists():
        return
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT json FROM outbox ORDER BY position").fetchall()
    for (text,) in rows:
        witness.recorded(Event.model_validate_json(text))


async def live(settings: Settings, talk: Connection, witness: Witness) -> None:
    """Look whenever it is told to, until nobody does any more."""
    _tell_what_is_stored(settings.store, witness)
    if settings.largest_file_bytes is not None:
        _fill_disk(settings.largest_file_bytes)
    robot = Robot(settings, witness)
    if settings.dies_at_statement is not None:
        _die_at(robot.store, settings.dies_at_statement)
    witness.tell(boot=os.getpid())
    with suppress(EOFError):
        while await asyncio.to_thread(talk.recv):
            try:
                answer = await robot.look()
            except StoreUnavailable as fault:
                answer = {"next": None, "waiting": -1, "etag": "", "trouble": str(fault)}
            talk.send(answer)


def main(settings: Settings, talk: Connection, witness: Connection) -> None:
    """Live until the other end of `talk` is closed."""
    asyncio.run(live(settings, talk, Witness(witness)))
