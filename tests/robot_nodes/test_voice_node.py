import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from std_msgs.msg import Bool

from codebook.robot import RobotFault
from codebook.speech import SpeechSaid, StoppedBy
from robot_nodes import wire
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.ros import AUDIO, CONVERSATION, LATCHED
from robot_nodes.ros_actions import ActionClient
from robot_nodes.voice_node import VoiceNode
from tests.robot_nodes.adapters.stores import store_in
from tests.robot_nodes.graph import Graph, graph
from tests.robot_nodes.speech.fakes import CountingSynthesiser, FakeSynthesiser

LONG = "en to tre fire fem seks sju åtte ni ti"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with store_in(tmp_path) as store:
        yield store


@pytest.fixture
def ros() -> Iterator[Graph]:
    with graph() as ros:
        yield ros


def goal(text: str, priority: int = 128) -> wire.Say.Goal:
    return wire.Say.Goal(text=text, locale="nb_NO", priority=priority, rate=1.0, volume=1.0)


def said(store: SqliteStore) -> list[SpeechSaid]:
    return [e.body for e in store.pending(100) if isinstance(e.body, SpeechSaid)]


def test_a_goal_becomes_caption_sound_and_event(ros: Graph, store: SqliteStore) -> None:
    captions = ros.listen(wire.Caption, "closed_captions", CONVERSATION)
    audio = ros.listen(wire.AudioChunk, "audio/out", AUDIO)
    speaking = ros.listen(Bool, "robot_speaking", LATCHED)
    ros.bring_up(VoiceNode(ros.membership, ros.loop, store, FakeSynthesiser()))

    result = ros.call(wire.Say, "skill/say", goal("Hei Solveig"))

    assert (result.code, result.spoken_text) == (wire.Say.Result.COMPLETED, "Hei Solveig")
    ros.until(lambda: sum(len(chunk.samples) for chunk in audio) == 8000)
    assert [caption.text for caption in captions] == ["Hei Solveig"]
    ros.until(lambda: [state.data for state in speaking][-3:] == [False, True, False])
    assert [body.text for body in said(store)] == ["Hei Solveig"]


def test_a_cancelled_goal_falls_silent(ros: Graph, store: SqliteStore) -> None:
    audio = ros.listen(wire.AudioChunk, "audio/out", AUDIO)
    ros.bring_up(VoiceNode(ros.membership, ros.loop, store, FakeSynthesiser()))
    client = ActionClient(ros.observer, wire.Say, "skill/say")
    ros.until(lambda: client.is_served)
    results: list[wire.Say.Result] = []
    sent = client.send(goal(LONG), lambda _: None, lambda _: None, results.append)
    ros.until(lambda: len(audio) > 10)

    sent.cancel()

    ros.until(lambda: results)
    assert results[0].code == wire.Say.Result.CANCELLED
    assert [body.stopped_by for body in said(store)] == [StoppedBy.CANCELLED]
    assert LONG.startswith(results[0].spoken_text)


def test_an_unknown_language_fails_and_the_node_lives_on(ros: Graph, store: SqliteStore) -> None:
    ros.bring_up(VoiceNode(ros.membership, ros.loop, store, FakeSynthesiser()))
    wrong = goal("Hei")
    wrong.locale = "xx_XX"

    assert ros.call(wire.Say, "skill/say", wrong).code == wire.Say.Result.FAILED
    assert ros.call(wire.Say, "skill/say", goal("Hei")).code == wire.Say.Result.COMPLETED


def test_a_robot_without_loudspeaker_stays_up_and_tells_it_once(
    ros: Graph, store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine on which sounddevice is installed and its library is not."""
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    captions = ros.listen(wire.Caption, "closed_captions", CONVERSATION)
    devices = ros.with_overrides(audio="devices")
    ros.bring_up(VoiceNode(devices, ros.loop, store, FakeSynthesiser()))

    results = [ros.call(wire.Say, "skill/say", goal("Hei Solveig")) for _ in "ab"]

    assert [result.code for result in results] == [wire.Say.Result.FAILED] * 2
    assert "libportaudio2" in results[0].error
    assert [caption.text for caption in captions] == ["Hei Solveig"] * 2
    faults = [e.body for e in store.pending(100) if isinstance(e.body, RobotFault)]
    assert [fault.code for fault in faults] == ["loudspeaker_lost"]


def test_the_fixed_sentences_are_rehearsed_after_the_first(ros: Graph, store: SqliteStore) -> None:
    voice = CountingSynthesiser()
    ros.bring_up(VoiceNode(ros.membership, ros.loop, store, voice))

    ros.call(wire.Say, "skill/say", goal("Hei Solveig"))

    ros.until(lambda: "Jeg hører deg. Jeg er her." in voice.asked)
    ros.until(lambda: "Jeg tar ikke opp lyden." in voice.asked)
