"""What was said stands in the resident's own record, and nowhere a technician looks."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from diagnostic_msgs.msg import DiagnosticArray

from codebook.help import HelpRequested
from codebook.speech import SpeechHeard
from robot_nodes import speech_wire, wire
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.care_node import CareNode
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue_node import DialogueNode
from robot_nodes.ears_node import EarsNode
from robot_nodes.ros import CONVERSATION
from robot_nodes.screen_node import ScreenNode
from robot_nodes.signals import Live, Reading
from robot_nodes.sync_node import SyncNode
from robot_nodes.voice_node import VoiceNode
from schedules.clock import SystemClock
from schedules.locale import Locale
from tests.robot_nodes.adapters.stores import MORNING, plans, store_in
from tests.robot_nodes.fakes.care_server import FakeCareServer
from tests.robot_nodes.graph import Graph, graph
from tests.robot_nodes.speech.fakes import FakeSynthesiser

ODD = "sjiraffen"
SAID = f"hjelp meg {ODD} har spist medisinen"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with store_in(tmp_path) as store:
        yield store


@pytest.fixture
def ros(store: SqliteStore) -> Iterator[Graph]:
    interpreter = Interpreter.load([Locale.NB_NO])
    with store.transaction() as step:
        step.save_plans('"1"', plans())
    with graph() as ros:
        ears = EarsNode(ros.membership, store, interpreter)
        screen = ScreenNode(ros.with_overrides(screen_port=0), store, lambda _: "")
        sync = SyncNode(ros.membership, ros.loop, store, FakeCareServer(SystemClock()))
        ros.bring_up(
            VoiceNode(ros.membership, ros.loop, store, FakeSynthesiser()),
            ears,
            DialogueNode(ros.membership, ros.loop, store, interpreter, lambda _: 0.0),
            CareNode(ros.membership, ros.loop, store),
            screen,
            sync,
        )
        yield ros
        for node in (ears, screen, sync):
            node.close()


def heard(text: str) -> wire.LiveSpeech:
    return speech_wire.live_message(
        Live(
            at=MORNING,
            utterance_id="u1",
            locale=Locale.NB_NO,
            text=text,
            others=(Reading(text=text),),
            speech_ended_at=MORNING,
        )
    )


def test_no_word_of_it_stands_in_logs_output_or_diagnostics(
    ros: Graph,
    store: SqliteStore,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    kept: list[type] = []
    store.observe(lambda event: kept.append(type(event.body)))
    diagnostics = ros.listen(DiagnosticArray, "/diagnostics", CONVERSATION)
    say = ros.speaker(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)

    say(heard(SAID))
    say(wire.LiveSpeech(final=SAID, locale=ODD))
    say(wire.LiveSpeech(final=SAID, locale="nb_NO", confidence=float("nan")))
    ros.call(wire.Say, "skill/say", wire.Say.Goal(text=SAID, locale=ODD))
    spoken = wire.Say.Goal(text=SAID, locale="nb_NO", priority=128, rate=1.0, volume=1.0)
    ros.call(wire.Say, "skill/say", spoken)

    ros.until(lambda: SpeechHeard in kept)
    ros.until(lambda: HelpRequested in kept)
    names = {"voice", "ears", "dialogue", "care", "screen", "sync"}
    ros.until(lambda: names <= {s.name.rsplit("/", 1)[-1] for d in diagnostics for s in d.status})
    output = capfd.readouterr()
    assert ODD not in output.out + output.err
    assert ODD not in caplog.text
    assert ODD not in "".join(str(message) for message in diagnostics)
    assert "dropped on" in output.err + caplog.text, "what was malformed is told, by its topic"
