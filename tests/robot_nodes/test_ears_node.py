import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from std_msgs.msg import Bool

from codebook.robot import RobotFault
from robot_nodes import speech_wire, wire
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.ears_node import EarsNode
from robot_nodes.ros import AUDIO, CONVERSATION, LATCHED
from robot_nodes.signals import Chunk, Expected
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, resample
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.synthesiser import Delivery
from schedules.locale import Locale
from tests.robot_nodes.adapters.stores import store_in
from tests.robot_nodes.graph import Graph, graph

CAPTURED_AT = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
CHUNK = 512


@cache
def spoken(text: str) -> Samples:
    """Return a sentence with silence around it, as a microphone would hear it."""
    synthesiser = Pyttsx3Synthesiser()
    try:
        speech = synthesiser.synthesise(text, Delivery(Locale.NB_NO)).at_rate(HEARING_RATE_HZ)
    finally:
        synthesiser.close()
    room = np.random.default_rng(1).normal(0, 15, len(speech.samples) + 3 * HEARING_RATE_HZ)
    room[HEARING_RATE_HZ // 2 :][: len(speech.samples)] += speech.samples
    heard: Samples = np.clip(room, -32768, 32767).astype(np.int16)
    return heard


def chunks(samples: Samples, rate_hz: int = HEARING_RATE_HZ) -> Iterator[wire.AudioChunk]:
    for sequence, start in enumerate(range(0, len(samples), CHUNK)):
        at = CAPTURED_AT + timedelta(seconds=start / rate_hz)
        part = samples[start : start + CHUNK]
        yield speech_wire.chunk_message(
            Chunk(samples=part, sample_rate_hz=rate_hz, at=at, sequence=sequence)
        )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with store_in(tmp_path) as store:
        yield store


@pytest.fixture
def ros() -> Iterator[Graph]:
    with graph() as ros:
        yield ros


def faults(store: SqliteStore) -> list[tuple[str, bool]]:
    bodies = [event.body for event in store.pending(100)]
    return [(body.code, body.is_resolved) for body in bodies if isinstance(body, RobotFault)]


def test_an_answer_is_heard_while_and_after_it_is_said(ros: Graph, store: SqliteStore) -> None:
    heard = ros.listen(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)
    node = EarsNode(ros.membership, store, Interpreter.load([Locale.NB_NO]))
    try:
        ros.bring_up(node)
        expect = ros.speaker(wire.Expectation, "expected_answer", LATCHED)
        expected = Expected(is_waiting=True, intents=("taken", "later"))
        expect(speech_wire.expectation_message(expected))
        play = ros.speaker(wire.AudioChunk, "audio/in", AUDIO)
        for chunk in chunks(spoken("ja, jeg har tatt den")):
            play(chunk)
            ros.pause(CHUNK / HEARING_RATE_HZ / 4)

        ros.until(lambda: heard and heard[-1].final)
        assert heard[-1].final == "ja jeg har tatt den"
        assert any(message.incremental for message in heard)
        assert len({message.utterance_id for message in heard}) == 1
    finally:
        node.close()


def test_nothing_is_heard_while_a_resident_does_not_want_it(ros: Graph, store: SqliteStore) -> None:
    heard = ros.listen(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)
    node = EarsNode(ros.membership, store, Interpreter.load([Locale.NB_NO]))
    try:
        ros.bring_up(node)
        listen = ros.speaker(Bool, "listening", LATCHED)
        play = ros.speaker(wire.AudioChunk, "audio/in", AUDIO)
        sentence = list(chunks(spoken("ja, jeg har tatt den")))
        listen(Bool(data=False))
        ros.until(lambda: not node.is_listening)
        for chunk in sentence:
            play(chunk)
            ros.pause(CHUNK / HEARING_RATE_HZ / 4)
        assert not heard

        listen(Bool(data=True))
        ros.until(lambda: node.is_listening)
        for chunk in sentence:
            play(chunk)
            ros.pause(CHUNK / HEARING_RATE_HZ / 4)
        ros.until(lambda: heard and heard[-1].final)
    finally:
        node.close()


def test_sound_at_the_wrong_rate_is_a_fault_and_not_a_crash(ros: Graph, store: SqliteStore) -> None:
    node = EarsNode(ros.membership, store, Interpreter.load([Locale.NB_NO]))
    try:
        ros.bring_up(node)
        play = ros.speaker(wire.AudioChunk, "audio/in", AUDIO)
        quiet = np.zeros(CHUNK, np.int16)
        play(next(chunks(quiet, 8_000)))
        ros.until(lambda: faults(store) == [("wrong_sample_rate", False)])
        play(next(chunks(quiet)))
        ros.until(lambda: faults(store)[-1] == ("wrong_sample_rate", True))
    finally:
        node.close()


def test_sound_at_a_higher_rate_is_heard(ros: Graph, store: SqliteStore) -> None:
    heard = ros.listen(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)
    node = EarsNode(ros.membership, store, Interpreter.load([Locale.NB_NO]))
    try:
        ros.bring_up(node)
        play = ros.speaker(wire.AudioChunk, "audio/in", AUDIO)
        louder = resample(spoken("om litt"), HEARING_RATE_HZ, 48_000)
        for chunk in chunks(louder, 48_000):
            play(chunk)
            ros.pause(CHUNK / 48_000 / 4)
        ros.until(lambda: heard and heard[-1].final)
        assert heard[-1].final == "om litt"
        assert [other.text for other in heard[-1].others] == ["om litt"]
    finally:
        node.close()


def test_a_missing_model_is_told_and_the_one_that_comes_along_is_used(
    ros: Graph, store: SqliteStore, tmp_path: Path
) -> None:
    membership = ros.with_overrides(speech_model_nb_NO=str(tmp_path))
    node = EarsNode(membership, store, Interpreter.load([Locale.NB_NO]))
    try:
        ros.bring_up(node)
        ros.until(lambda: faults(store) == [("model_replaced_nb_NO", False)])
        assert not node.is_resting
    finally:
        node.close()


def test_without_a_microphone_the_robot_stays_up_and_tells(
    ros: Graph, store: SqliteStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    membership = ros.with_overrides(audio="devices")
    node = EarsNode(membership, store, Interpreter.load([Locale.NB_NO]))
    try:
        ros.bring_up(node)
        ros.until(lambda: ("no_microphone", False) in faults(store))
        assert not node.is_resting
    finally:
        node.close()


def test_the_microphone_that_was_named_is_the_one_looked_for(
    ros: Graph, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_such_device(*, device: str, **_: object) -> None:
        raise ValueError(f"No input device matching {device!r}")

    portaudio = SimpleNamespace(InputStream=no_such_device, PortAudioError=RuntimeError)
    monkeypatch.setitem(sys.modules, "sounddevice", portaudio)
    membership = ros.with_overrides(audio="devices", microphone="Jabra")
    node = EarsNode(membership, store, Interpreter.load([Locale.NB_NO]))
    try:
        ros.bring_up(node)
        ros.until(lambda: ("no_microphone", False) in faults(store))
    finally:
        node.close()
    details = [e.body.detail for e in store.pending(100) if isinstance(e.body, RobotFault)]
    assert any("matching 'Jabra'" in detail for detail in details)
