"""A machine whose loudspeaker is unplugged: real nodes, and a resident at the real page."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from codebook.robot import RobotFault
from codebook.task import TaskAnnounced, TaskReported
from robot_nodes import wire
from robot_nodes.care_node import CareNode
from robot_nodes.dialogue_node import DialogueNode
from robot_nodes.screen_node import ScreenNode
from robot_nodes.voice_node import VoiceNode
from schedules.outcome import EvidenceGrade, Outcome
from tests.robot_nodes.adapters.stores import open_store
from tests.robot_nodes.graph import graph
from tests.robot_nodes.screen.conftest import INTERPRETER, OpenPage, Robot, free_port, settled
from tests.robot_nodes.speech.fakes import FakeSynthesiser
from tests.robot_nodes.test_care_node import on_board

pytestmark = pytest.mark.browser

PORTAUDIO = """
from pathlib import Path
from threading import Event, Thread

import numpy as np

class PortAudioError(Exception):
    pass

def query_devices(device, kind):
    raise PortAudioError("no default output device")

class OutputStream:
    latency = 0.04

    def __init__(self, *, samplerate, callback, **_):
        if not Path({plug!r}).exists():
            raise PortAudioError("no default output device")
        self.active = False
        self.block = np.zeros((samplerate // 20, 1), np.int16)
        self.callback = callback

    def start(self):
        self.active = True
        Thread(target=self.play, daemon=True).start()

    def play(self):
        while self.active:
            self.callback(self.block, len(self.block), None, None)
            Event().wait(0.02)

    def abort(self):
        pass

    def close(self):
        self.active = False
"""
"""Stands in for the library where a machine has one: its loudspeaker is there while a file is."""


@dataclass
class Machine:
    """What the loudspeaker is plugged into."""

    plug: Path

    def plug_in(self) -> None:
        """Plug it in."""
        self.plug.touch()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    plug = tmp_path / "plugged in"
    (tmp_path / "sounddevice.py").write_text(PORTAUDIO.format(plug=str(plug)))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    return Machine(plug)


@pytest.fixture
def robot(tmp_path: Path, machine: Machine) -> Iterator[Robot]:
    """Return a robot as it is put together, but for its care node and its ears."""
    del machine
    with graph() as ros:
        store = open_store(tmp_path / "robot.sqlite", ros.observer.now())
        port = free_port()
        screen = ScreenNode(ros.with_overrides(screen_port=port), store, lambda _: "")
        devices = ros.with_overrides(audio="devices")
        voice = VoiceNode(devices, ros.loop, store, FakeSynthesiser(), lambda: screen.is_watched)
        dialogue = DialogueNode(ros.membership, ros.loop, store, INTERPRETER, lambda _: 0.0)
        ros.bring_up(voice, dialogue, screen)
        yield Robot(ros, store, screen, port)
        screen.close()
        voice.close()
        ros.loop.close()
        store.close()


def test_a_dose_is_asked_about_and_answered_by_screen_until_the_loudspeaker_is_back(
    robot: Robot, open_page: OpenPage, machine: Machine
) -> None:
    bodies = []
    robot.store.observe(lambda event: bodies.append(event.body))
    page = open_page()
    expect(page.get_by_text("Jeg kan ikke snakke nå.")).to_be_visible()
    robot.ros.until(lambda: robot.screen.is_watched)
    now = robot.ros.observer.now()
    on_board(robot.store, now, now)

    robot.ros.bring_up(
        CareNode(robot.ros.membership, robot.ros.loop, robot.store, lambda: robot.screen.is_watched)
    )
    expect(page.get_by_text("Har du tatt Paracet?")).to_be_visible(timeout=15_000)
    settled(page)
    page.get_by_role("button", name="Ja", exact=True).click()

    robot.ros.until(lambda: any(isinstance(body, TaskReported) for body in bodies))
    report = next(body for body in bodies if isinstance(body, TaskReported))
    assert (report.outcome, report.grade) == (Outcome.TAKEN, EvidenceGrade.TOUCHED)
    assert [b.is_spoken for b in bodies if isinstance(b, TaskAnnounced)] == [False]

    machine.plug_in()

    assert robot.say("Nå snakker jeg.").code == wire.Say.Result.COMPLETED
    expect(page.get_by_text("Jeg kan ikke snakke nå.")).to_be_hidden()
    faults = [e.body for e in robot.store.pending(100) if isinstance(e.body, RobotFault)]
    told = [(fault.code, fault.is_resolved) for fault in faults]
    assert told == [("loudspeaker_lost", False), ("loudspeaker_lost", True)]
