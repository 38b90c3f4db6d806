"""A real robot and a virtual resident: how long people wait, what silence and a cry take.

The robot is a process of its own, on real ROS, Vosk and espeak-ng; the resident speaks and listens
through the topics of sound; a small care API on this machine takes the events. About 21 minutes.
"""

import os
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import rclpy
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions
from rclpy.utilities import try_shutdown
from std_msgs.msg import String

from bench import morning
from bench.robot_process import RobotProcess, running_robot
from bench.rows import Row, quantile
from cli.demo.domain import free_domain
from cli.demo.processes import free_port
from codebook.help import HelpRequested
from codebook.speech import TurnTiming
from robot_nodes import speech_wire, wire
from robot_nodes.adapters.identity import Identity, write_identity
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.ros import AUDIO, CONVERSATION, EVENTS
from robot_nodes.speech.audio import level_dbfs
from schedules.clock import SystemClock, write_offset
from sim.demo_clock import DemoClock
from sim.main import spoken_lines
from sim.measures import BargedIn, Measure, ResidentSpoke, TurnTaken, from_json
from sim.resident import Resident
from sim.resident_node import ResidentNode
from tests.robot_nodes.fakes.loopback_care_api import LoopbackCareApi, loopback_care_api

IDLE_S = 30.0
SETTLING_S = 15.0
"""After the start, in which the robot speaks its fixed sentences once, unheard."""
STARTING = timedelta(seconds=75)
"""From the making of the plan until the first reminder: the robot starts and is measured idle."""
TOLD_EVERY_S = 60.0
AUDIBLE_DBFS = -50.0
CLOSED_P50_S, CLOSED_P95_S = 1.0, 2.0
OPEN_S = 1.25 + 0.5
"""The resident's endpoint wait and half a second."""
_CLOCK = SystemClock()


@dataclass(frozen=True, slots=True)
class Sound:
    """A chunk of the robot's, by the machine's monotonic clock."""

    utterance_id: str
    came_s: float
    ends_s: float
    is_audible: bool


@dataclass(slots=True)
class Observed:
    """What was seen from outside, by the machine's monotonic clock."""

    measures: list[Measure] = field(default_factory=list)
    sounds: list["Sound"] = field(default_factory=list)
    """What the robot played."""
    cries_understood: list[float] = field(default_factory=list)
    alerts: list[float] = field(default_factory=list)
    """When each call for help was stored by the care API."""

    def of(self, kind: type[Any]) -> list[Any]:
        """Return the measures of one kind."""
        return [measure for measure in self.measures if isinstance(measure, kind)]


class Observer(Node):
    """Listens to everything."""

    def __init__(self, seen: Observed) -> None:
        """Join the robot's graph."""
        super().__init__("bench", namespace="/nabo")
        self._seen = seen
        self.create_subscription(String, "sim/measures", self._on_measure, EVENTS)
        self.create_subscription(wire.AudioChunk, "audio/out", self._on_sound, AUDIO)
        self.create_subscription(wire.Intent, "intents", self._on_intent, CONVERSATION)

    def _on_measure(self, message: String) -> None:
        self._seen.measures.append(from_json(message.data))

    def _on_sound(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        chunk = speech_wire.chunk(message)
        now_s = time.monotonic()
        ahead_s = min(max(0.0, (chunk.at - _CLOCK.now()).total_seconds()), 0.2)
        ends_s = now_s + ahead_s + len(chunk.samples) / chunk.sample_rate_hz
        is_audible = level_dbfs(chunk.samples) > AUDIBLE_DBFS
        self._seen.sounds.append(Sound(chunk.utterance_id, now_s, ends_s, is_audible))

    def _on_intent(self, message: Any) -> None:  # noqa: ANN401 - as above
        if message.is_emergency:
            self._seen.cries_understood.append(time.monotonic())


def rows() -> Iterator[Row]:
    """Yield the figures of a robot at work."""
    domain = free_domain()
    environment = domain.environment
    os.environ.update(environment)
    first_at = _next_minute(_CLOCK.now() + STARTING)
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory()))
        api = closing.enter_context(loopback_care_api())
        seen = Observed()
        _watch_alerts(api, seen)
        _furnish(folder, first_at)
        closing.callback(_joined(seen, folder))
        parameters = (
            f"store_path:={folder / 'robot.sqlite'}",
            f"key_file:={folder / 'robot.key'}",
            f"care_api_url:={api.address}",
            f"screen_port:={free_port()}",
        )
        robot = closing.enter_context(running_robot(parameters, environment))
        yield from _idle(robot)
        _wait_until(morning.over_at(first_at), seen)
        timings = [e.body for e in api.stored.values() if isinstance(e.body, TurnTiming)]
        yield from _turns(seen, timings)
        yield from _reminders(seen, first_at)
        yield talked_into(seen)
        yield from _cries(seen)
        yield Row(
            name="robot.memory_after",
            value=round(robot.memory_mb),
            unit="MB",
            note="PSS of all its processes, after the morning",
            at_most=350,
        )


def _idle(robot: RobotProcess) -> Iterator[Row]:
    threading.Event().wait(SETTLING_S)
    cpu = robot.idle_cpu(IDLE_S)
    yield Row(
        name="robot.idle_cpu",
        value=round(100 * cpu, 1),
        unit="% of a core",
        note=f"listening to a quiet room, {IDLE_S:g} s",
        at_most=6,
    )
    yield Row(
        name="robot.memory",
        value=round(robot.memory_mb),
        unit="MB",
        note="PSS of all its processes, Norwegian and English loaded",
        at_most=350,
    )


def _turns(seen: Observed, timings: Sequence[TurnTiming]) -> Iterator[Row]:
    taken: list[TurnTaken] = seen.of(TurnTaken)
    closed = [turn.reply_s for turn in taken if turn.is_closed]
    opened = [turn.reply_s for turn in taken if turn.line.startswith("open")]
    for name, waits, p50_s, p95_s in (
        ("closed", closed, CLOSED_P50_S, CLOSED_P95_S),
        ("open", opened, OPEN_S, OPEN_S),
    ):
        note = f"{len(waits)} answers, end of speech to first sample"
        for ratio, target_s in ((0.5, p50_s), (0.95, p95_s)):
            yield Row(
                name=f"turn.{name}.p{round(100 * ratio)}",
                value=round(quantile(waits, ratio), 2),
                unit="s",
                note=note,
                at_most=target_s,
            )
        parts = [timing for timing in timings if timing.is_closed_question == (name == "closed")]
        yield from _parts(f"turn.{name}", parts)


def _parts(name: str, timings: Sequence[TurnTiming]) -> Iterator[Row]:
    for part, values in (
        ("endpoint", [timing.endpoint_s for timing in timings]),
        ("decode", [timing.decode_s for timing in timings]),
        ("understand", [timing.understand_s for timing in timings]),
        ("synthesise", [timing.synthesise_s or 0.0 for timing in timings]),
        ("rest", [_rest_s(timing) for timing in timings]),
    ):
        note = "its p50: storing the answer, and the ways between" if part == "rest" else "its p50"
        yield Row(name=f"{name}.{part}", value=round(quantile(values, 0.5), 3), unit="s", note=note)


def _rest_s(turn: TurnTiming) -> float:
    named_s = turn.endpoint_s + turn.decode_s + turn.understand_s + (turn.synthesise_s or 0.0)
    return turn.reply_s - named_s


def _reminders(seen: Observed, first_at: datetime) -> Iterator[Row]:
    offset_s = time.monotonic() - _CLOCK.now().timestamp()
    waits = []
    for due_at in morning.alone_at(first_at):
        due_s = due_at.timestamp() + offset_s
        later = [s.came_s for s in seen.sounds if s.came_s >= due_s and s.is_audible]
        waits += [later[0] - due_s] if later else []
    yield Row(
        name="reminder.due_to_sound",
        value=round(max(waits, default=float("nan")), 2),
        unit="s",
        note=f"the slowest of {len(waits)}, with the pause before the chime",
    )


def talked_into(seen: Observed) -> Row:
    """Return how soon the robot fell silent when a resident began to talk, not crying for help."""
    talks = [s for s in seen.of(ResidentSpoke) if s.line.startswith("talk")]
    silences = [_silent_after(seen, talk.began_s) for talk in talks]
    return Row(
        name="barge_in.talk_to_silence",
        value=_slowest_ms(silences),
        unit="ms",
        note=f"the slowest of {len(silences)}: from the first sound of a question",
    )


def _cries(seen: Observed) -> Iterator[Row]:
    barged = [b for b in seen.of(BargedIn) if b.line.startswith("cry")]
    cries = [s for s in seen.of(ResidentSpoke) if s.line.startswith("cry")]
    silences = [_silent_after(seen, at_s) for at_s in seen.cries_understood]
    yield Row(
        name="barge_in.understood_to_silence",
        value=_slowest_ms(silences),
        unit="ms",
        note=f"the slowest of {len(silences)}",
        at_most=300,
    )
    yield Row(
        name="barge_in.first_sound_to_silence",
        value=_slowest_ms(b.silent_s for b in barged),
        unit="ms",
        note="from the first sound of the cry, with the word that has to be understood",
    )
    sent = [_first_after(seen.alerts, cry.began_s) - cry.ended_s for cry in cries]
    yield Row(
        name="help.phrase_to_alert",
        value=round(max(sent, default=float("nan")), 2),
        unit="s",
        note=f"the slowest of {len(sent)}: end of the cry to the care API; below 0: before its end",
        at_most=1,
    )
    answered = [b.reply_s - b.cry_s for b in barged]
    yield Row(
        name="help.phrase_to_answer",
        value=round(max(answered, default=float("nan")), 2),
        unit="s",
        note=f"the slowest of {len(answered)}: end of the cry to the first sample of the answer",
        at_most=1,
    )


def _slowest_ms(seconds: Iterable[float]) -> float:
    """Return the longest in whole milliseconds; NaN of none."""
    return round(1000 * max(seconds, default=float("nan")), 0)


def _silent_after(seen: Observed, at_s: float) -> float:
    """Return how long the sentence that sounded at `at_s` went on, seconds."""
    before = [sound for sound in seen.sounds if sound.came_s <= at_s]
    sentence = [s for s in seen.sounds if before and s.utterance_id == before[-1].utterance_id]
    return max((sound.ends_s for sound in sentence if sound.is_audible), default=at_s) - at_s


def _first_after(moments: Sequence[float], at_s: float) -> float:
    return next((moment for moment in moments if moment >= at_s), float("nan"))


def _watch_alerts(api: LoopbackCareApi, seen: Observed) -> None:
    """Take note of when calls for help are stored."""
    known: set[Any] = set()

    def look(_: int) -> None:
        for event in list(api.stored.values()):
            if isinstance(event.body, HelpRequested) and event.id not in known:
                known.add(event.id)
                seen.alerts.append(time.monotonic())

    api.before_answering = look


def _furnish(folder: Path, first_at: datetime) -> None:
    key = Ed25519PrivateKey.generate()
    identity = Identity(robot_id=morning.ROBOT, name="Nabo", private_key=key)
    write_identity(folder / "robot.key", identity)
    now = _CLOCK.now()
    store = SqliteStore.open(
        folder / "robot.sqlite", robot_id=morning.ROBOT, software_version="bench", at=now
    )
    with store.transaction() as writing:
        writing.save_plans('"bench"', morning.plans(first_at))
    store.end_boot("requested", now)
    store.close()


def _joined(seen: Observed, folder: Path) -> Any:  # noqa: ANN401 - a callback that ends it
    """Let the resident and the observer live; return what ends them."""
    offset = folder / "offset"
    write_offset(offset, timedelta(0))
    scenario = morning.scenario()
    speech = spoken_lines(scenario)
    rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
    resident = ResidentNode(Resident(scenario), speech, DemoClock(offset), "/nabo")
    executor = SingleThreadedExecutor()
    for node in (resident, Observer(seen)):
        executor.add_node(node)

    def spin() -> None:
        try:
            executor.spin()
        except ExternalShutdownException:
            return

    spinning = threading.Thread(target=spin, daemon=True)
    spinning.start()
    resident.start()

    def end() -> None:
        resident.stop()
        try_shutdown()
        spinning.join(timeout=5)

    return end


def _next_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _wait_until(at: datetime, seen: Observed) -> None:
    pause, told_s = threading.Event(), time.monotonic()
    while (left_s := (at - _CLOCK.now()).total_seconds()) > 0:
        if time.monotonic() >= told_s:
            print(progress(left_s, seen), flush=True)
            told_s += TOLD_EVERY_S
        pause.wait(min(left_s, 1.0))


def progress(left_s: float, seen: Observed) -> str:
    """Say how much of the morning is left, and what has come of it so far."""
    turns, barged = len(seen.of(TurnTaken)), len(seen.of(BargedIn))
    return f"  {left_s / 60:.0f} min left: {turns} turns, {barged} times spoken into the robot"
