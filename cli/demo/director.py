"""Runs the morning: listens, tells, stops and starts the server, and knows when it is over."""

import sqlite3
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from queue import Empty, SimpleQueue

from cli.demo.alert_watch import AlertWatch
from cli.demo.evidence import Evidence, Outage
from cli.demo.ledgers import compare, stored_ids
from cli.demo.observations import (
    Alerted,
    CaptionShown,
    Measured,
    Observation,
    Recorded,
    StateChanged,
    UploadChanged,
)
from cli.demo.observer import Observer
from cli.demo.plot import Act, Scene, next_turn
from cli.demo.stage import Stage
from cli.demo.story import Kind, Line, told
from cli.demo.terminal import Terminal
from codebook.help import HelpRequested
from codebook.task import TaskReported

PATIENCE_S = 8 * 60.0
"""Real seconds after which what has not happened does not happen any more."""
LISTEN_S = 0.25
"""How long to wait for the next observation before looking around."""
SETTLING_S = 45.0
"""How long the last conversation and the last upload may take."""
MORNING_ENDS_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""10:30 in Oslo: whatever is due later is not played."""


class Director:
    """One run from the first observation to the curtain."""

    def __init__(
        self,
        stage: Stage,
        seen: Evidence,
        observer: Observer,
        observations: SimpleQueue[Observation],
        terminal: Terminal,
    ) -> None:
        self._stage = stage
        self._seen = seen
        self._observer = observer
        self._observations = observations
        self._terminal = terminal
        self._scene = Scene.OPENING
        self._is_idle = False
        self._next_event_at: datetime | None = None
        self._waiting_events = 0
        self._stopped_s = 0.0
        self._stopped_after = 0
        self._first_sentence_s: float | None = None
        """When the robot began to speak, monotonic seconds."""

    def first_sentence_after(self, started_s: float) -> float | None:
        """Return seconds from the monotonic `started_s` until the robot spoke, None if never."""
        first_s = self._first_sentence_s
        return None if first_s is None else round(first_s - started_s, 1)

    def run(self, alerts: AlertWatch) -> None:
        """Play until the curtain, or until `PATIENCE_S` is over: then steps are missing.

        Raises:
            ProcessFailed: A process ended by itself.
        """
        until_s = time.monotonic() + PATIENCE_S
        while self._scene is not Scene.CURTAIN:
            self._look_around(alerts)
            turn = next_turn(self._scene, self._seen, is_morning_over=self._is_morning_over)
            self._scene = turn.scene
            for act in turn.acts:
                self._do(act)
            if time.monotonic() > until_s:
                self._terminal.note(f"stopped: not over after {PATIENCE_S / 60:g} minutes")
                break
        self._settle(alerts)

    def _look_around(self, alerts: AlertWatch) -> None:
        """Take one observation, if one comes, and everything that waits behind it."""
        self._stage.check()
        with ExitStack() as stack:
            stack.callback(self._terminal.progress, self._seen)
            try:
                observation = self._observations.get(timeout=LISTEN_S)
                while True:
                    self._take(observation, alerts)
                    observation = self._observations.get_nowait()
            except Empty:
                pass
            self._look_at_server()

    def _take(self, observation: Observation, alerts: AlertWatch) -> None:
        self._remember(observation)
        self._follow(observation)
        if isinstance(observation, Recorded) and isinstance(observation.event.body, HelpRequested):
            alerts.expect()
        line = told(observation, self._seen.cast)
        if line is not None:
            self._terminal.tell(line)

    def _remember(self, observation: Observation) -> None:
        """Keep what the steps are judged by."""
        match observation:
            case Recorded(event=event):
                self._seen.events.append(event)
            case Measured(measure=measure):
                self._seen.measures.append(measure)
            case Alerted(alert=alert):
                self._seen.alerts[alert.id] = alert
            case CaptionShown() | StateChanged() | UploadChanged():
                pass

    def _follow(self, observation: Observation) -> None:
        """Keep what the director acts by."""
        match observation:
            case CaptionShown() if self._first_sentence_s is None:
                self._first_sentence_s = time.monotonic()
            case StateChanged(doing=doing):
                self._is_idle = not doing.is_busy
                self._next_event_at = doing.next_event_at
            case UploadChanged(upload=upload):
                self._waiting_events = upload.waiting_events
            case _:
                pass

    def _look_at_server(self) -> None:
        """Note which reports are on the server, as long as it runs and one is not known to be."""
        reports = {event.id for event, _ in self._seen.of(TaskReported)}
        if "api" in self._stage.children and not reports <= self._seen.stored:
            try:
                self._seen.stored |= stored_ids(self._stage.server_database)
            except sqlite3.Error:
                return  # being written this moment: there is a next time

    def _do(self, act: Act) -> None:
        match act:
            case Act.HOLD_CLOCK:
                self._observer.hold_clock(is_held=True)
            case Act.RELEASE_CLOCK:
                self._observer.hold_clock(is_held=False)
            case Act.STOP_SERVER:
                self._stage.stop("api")
                self._stopped_s = time.monotonic()
                self._stopped_after = len(self._seen.events)
                self._tell_network("stopped, as if the network had gone")
            case Act.START_SERVER:
                self._seen.outage = Outage(
                    stopped_after=self._stopped_after,
                    recorded_meanwhile=len(self._seen.events) - self._stopped_after,
                    lasted_s=time.monotonic() - self._stopped_s,
                )
                self._stage.start_server()
                self._tell_network("starting again")

    def _tell_network(self, text: str) -> None:
        self._terminal.tell(Line(kind=Kind.NETWORK, at=None, who="care API", text=text))

    def _settle(self, alerts: AlertWatch) -> None:
        """Let the last conversation end, then compare the two logs."""
        until_s = time.monotonic() + SETTLING_S
        while time.monotonic() < until_s and not self._agrees():
            self._look_around(alerts)

    def _agrees(self) -> bool:
        """Compare the two logs, and return whether both rest and say the same."""
        self._seen.ledgers = compare(self._stage.robot_store, self._stage.server_database)
        return self._is_idle and not self._waiting_events and self._seen.ledgers.agree

    @property
    def _is_morning_over(self) -> bool:
        """Whether the robot is idle and plans nothing more this morning."""
        if not self._is_idle or self._first_sentence_s is None:
            return False
        return self._next_event_at is None or self._next_event_at > MORNING_ENDS_AT
