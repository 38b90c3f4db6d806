from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rclpy.node import Node
from std_msgs.msg import String

from robot_nodes.ros import AUDIO, CONVERSATION, EVENTS
from robot_nodes.speech.audio import HEARING_RATE_HZ, level_dbfs
from schedules.clock import write_offset
from schedules.locale import Locale
from sim import wire
from sim.demo_clock import DemoClock
from sim.measures import Measure, ResidentSpoke, RobotSpoke, TurnTaken, from_json
from sim.mouth import CHUNK_S
from sim.resident import Resident
from sim.resident_node import ResidentNode
from sim.scenario import Line, Person, Scenario

LOUD = np.full(882, 8000, np.int16)
"""40 ms at 22,050 Hz."""
SCENARIO = Scenario(
    locale=Locale.NB_NO,
    people=(Person(name="Solveig", resident_id="s", voice="f3"),),
    lines=(Line(id="yes", to="Solveig", keywords=("tatt",), answer="ja", delay_s=0.3),),
)


class Robot:
    """The other end of the graph."""

    def __init__(self) -> None:
        self.node = Node("robot", namespace="nabo")
        self._captions = self.node.create_publisher(wire.Caption, "closed_captions", CONVERSATION)
        self._voice = self.node.create_publisher(wire.AudioChunk, "audio/out", AUDIO)
        self.heard: list[Any] = []
        self.measures: list[Measure] = []
        self.node.create_subscription(wire.AudioChunk, "audio/in", self.heard.append, AUDIO)
        self.node.create_subscription(String, "sim/measures", self._on_measure, EVENTS)

    @property
    def is_heard(self) -> bool:
        return bool(
            self._captions.get_subscription_count() and self._voice.get_subscription_count()
        )

    @property
    def hears_speech(self) -> bool:
        return any(level_dbfs(np.array(chunk.samples, np.int16)) > -30 for chunk in self.heard)

    def asks(self, text: str) -> None:
        self._captions.publish(wire.Caption(utterance_id="u", resident_id="s", text=text))
        self.sounds("u")

    def sounds(self, utterance_id: str) -> None:
        chunk = wire.AudioChunk(utterance_id=utterance_id, sample_rate_hz=22_050)
        chunk.samples = LOUD.tolist()
        self._voice.publish(chunk)

    def measured(self, kind: type[Measure]) -> bool:
        return any(isinstance(measure, kind) for measure in self.measures)

    def _on_measure(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        self.measures.append(from_json(message.data))


@pytest.fixture
def robot(graph: Any, tmp_path: Path) -> Iterator[Robot]:  # noqa: ANN401 - a fixture's class
    write_offset(tmp_path / "clock", timedelta(0))
    speech = {"yes": np.full(HEARING_RATE_HZ // 2, 8000, np.int16)}
    resident = ResidentNode(Resident(SCENARIO), speech, DemoClock(tmp_path / "clock"), "nabo")
    other = Robot()
    graph.add(resident, other.node)
    resident.start()
    graph.spin_until(lambda: other.is_heard and bool(other.heard))
    yield other
    resident.stop()


def test_the_room_is_never_digitally_silent(robot: Robot) -> None:
    level = level_dbfs(np.array(robot.heard[0].samples, np.int16))
    assert -80 < level < -50


def test_the_room_sounds_without_a_gap_in_real_time(robot: Robot, graph: Any) -> None:  # noqa: ANN401 - fixture
    graph.spin_until(lambda: len(robot.heard) >= 20)
    first, last = robot.heard[0], robot.heard[-1]
    assert [chunk.sequence for chunk in robot.heard] == list(
        range(first.sequence, last.sequence + 1)
    )
    elapsed = (last.header.stamp.sec - first.header.stamp.sec) + (
        last.header.stamp.nanosec - first.header.stamp.nanosec
    ) / 1e9
    assert elapsed == pytest.approx((len(robot.heard) - 1) * CHUNK_S, abs=0.25)


def test_a_question_is_answered_aloud_and_the_turn_is_measured(
    robot: Robot,
    graph: Any,  # noqa: ANN401 - fixture
) -> None:
    robot.asks("Har du tatt den?")
    graph.spin_until(lambda: robot.hears_speech)
    graph.spin_until(lambda: robot.measured(RobotSpoke) and robot.measured(ResidentSpoke))
    robot.sounds("u")
    robot.asks("Takk.")
    graph.spin_until(lambda: robot.measured(TurnTaken))
