"""The simulator's composition root: the residents, the robot's body and the clock."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import rclpy
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions
from rclpy.utilities import try_shutdown

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.synthesiser import Delivery, SynthesisFailed
from schedules.locale import Locale
from sim.body_node import BodyNode
from sim.clock_node import ClockNode
from sim.demo_clock import DemoClock
from sim.home import HomeInvalid, home_file, load_home
from sim.resident import Resident
from sim.resident_node import ResidentNode
from sim.room_sensors_node import RoomSensorsNode
from sim.scenario import Scenario, ScenarioInvalid, load_scenario, scenario_file


@dataclass(frozen=True, slots=True, kw_only=True)
class SimSettings:
    """What to play."""

    clock_file: Path
    """The demonstration's time offset; made by whoever starts it."""
    scenario: str = "morning"
    locale: Locale = Locale.NB_NO
    has_resident: bool = True
    """False: only the clock, for a person who is the resident themselves."""
    home: str = "solbakken"
    """One of sim/homes, in which the robot's body drives; empty where something else moves it."""
    namespace: str = "/nabo"


def spoken_lines(scenario: Scenario) -> dict[str, Samples]:
    """Return what every line sounds like at 16 kHz, by the line's id.

    Raises:
        SynthesisFailed: A line cannot be spoken.
    """
    synthesiser = Pyttsx3Synthesiser()
    try:
        people = {person.name: person for person in scenario.people}
        spoken: dict[str, Samples] = {}
        for line in scenario.lines:
            person = people[line.to]
            delivery = Delivery(
                scenario.locale, rate_wpm=person.rate_wpm, pitch=person.pitch, variant=person.voice
            )
            speech = synthesiser.synthesise(line.answer, delivery)
            spoken[line.id] = speech.at_rate(HEARING_RATE_HZ).samples
        return spoken
    finally:
        synthesiser.close()


def run(settings: SimSettings) -> None:
    """Play until SIGINT or SIGTERM.

    Raises:
        ScenarioInvalid: The scenario cannot be played.
        HomeInvalid: The home cannot be driven in.
        SynthesisFailed: A line cannot be spoken.
        OSError: The clock's file cannot be read.
    """
    clock = DemoClock(settings.clock_file)
    resident_speech = _cast(settings) if settings.has_resident else None
    home = load_home(home_file(settings.home)) if settings.home else None
    rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
    resident = (
        ResidentNode(*resident_speech, clock, settings.namespace) if resident_speech else None
    )
    clock_node = ClockNode(
        clock, (lambda: resident.is_speaking) if resident else lambda: False, settings.namespace
    )
    body = BodyNode(home, clock, settings.namespace) if home else None
    sensors = RoomSensorsNode(home, clock, settings.namespace) if home else None
    nodes = [node for node in (resident, clock_node, body, sensors) if node is not None]
    for node in nodes:
        node.start()
    try:
        _spin_until_told_to_stop(nodes)
    finally:
        for node in nodes:
            node.stop()
        try_shutdown()


def _spin_until_told_to_stop(nodes: Sequence[Node]) -> None:
    """Spin in a thread: inside a wait of ROS, this one would not notice a signal."""
    is_over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: is_over.set())
    executor = SingleThreadedExecutor()
    for node in nodes:
        executor.add_node(node)

    def spin() -> None:
        try:
            executor.spin()
        except ExternalShutdownException:
            return
        finally:
            is_over.set()

    spinning = threading.Thread(target=spin, name="spin", daemon=True)
    spinning.start()
    is_over.wait()
    try_shutdown()
    spinning.join(timeout=2.0)


def _cast(settings: SimSettings) -> tuple[Resident, dict[str, Samples]]:
    scenario = load_scenario(scenario_file(settings.scenario, settings.locale))
    return Resident(scenario), spoken_lines(scenario)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as the executable `resident`; what ROS adds to the command line is left to ROS."""
    parser = argparse.ArgumentParser(prog="resident", description=__doc__)
    parser.add_argument("--clock-file", type=Path, required=True)
    parser.add_argument("--scenario", default="morning")
    parser.add_argument("--locale", type=Locale, choices=list(Locale), default=Locale.NB_NO)
    parser.add_argument("--home", default="solbakken")
    chosen, _ = parser.parse_known_args(arguments)
    settings = SimSettings(
        clock_file=chosen.clock_file,
        scenario=chosen.scenario,
        locale=chosen.locale,
        home=chosen.home,
    )
    try:
        run(settings)
    except (ScenarioInvalid, HomeInvalid, SynthesisFailed, OSError) as fault:
        sys.stderr.write(f"resident: {fault}\n")
        return 1
    return 0
