"""What other programs may send by mistake: dropped, told once, and no harm done."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codebook.robot import RobotFault
from robot_nodes import speech_wire, wire
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue_node import DialogueNode
from robot_nodes.ros import CONVERSATION
from robot_nodes.signals import Live, Reading
from schedules.locale import Locale
from tests.robot_nodes.adapters.stores import MORNING, store_in
from tests.robot_nodes.graph import Graph, graph

SPEECH = "humans/voices/a1/speech"
MALFORMED: dict[str, dict[str, Any]] = {
    "a language that is none": {"locale": "xx"},
    "no language": {"locale": ""},
    "a confidence that is no number": {"locale": "nb_NO", "confidence": float("nan")},
    "a confidence beyond certainty": {"locale": "nb_NO", "confidence": 7.0},
    "a time that runs backwards": {"locale": "nb_NO", "decode_s": -1.0},
    "endless decoding": {"locale": "nb_NO", "decode_s": float("inf")},
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with store_in(tmp_path) as store:
        yield store


@pytest.fixture
def ros(store: SqliteStore) -> Iterator[Graph]:
    with graph() as ros:
        interpreter = Interpreter.load([Locale.NB_NO])
        ros.bring_up(DialogueNode(ros.membership, ros.loop, store, interpreter, lambda _: 0.0))
        yield ros


def faults(store: SqliteStore) -> list[tuple[str, bool]]:
    bodies = [event.body for event in store.pending(100)]
    return [(body.code, body.is_resolved) for body in bodies if isinstance(body, RobotFault)]


def test_malformed_speech_is_told_once_and_the_next_is_understood(
    ros: Graph, store: SqliteStore
) -> None:
    intents = ros.listen(wire.Intent, "intents", CONVERSATION)
    say = ros.speaker(wire.LiveSpeech, SPEECH, CONVERSATION)
    for fields in MALFORMED.values():
        say(wire.LiveSpeech(final="hemmelig ord", **fields))
    text = "hva er klokka"
    live = Live(
        at=MORNING,
        utterance_id="u1",
        locale=Locale.NB_NO,
        text=text,
        others=(Reading(text=text),),
        speech_ended_at=MORNING,
    )
    say(speech_wire.live_message(live))

    ros.until(lambda: intents)
    assert intents[0].name == "ask_time"
    ros.until(lambda: len(faults(store)) == 2)
    assert faults(store) == [
        ("malformed_message_speech", False),
        ("malformed_message_speech", True),
    ]


@pytest.mark.parametrize("kind", MALFORMED)
def test_each_kind_of_malformed_speech_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        speech_wire.live(wire.LiveSpeech(**MALFORMED[kind]))


@pytest.mark.parametrize("rate_hz", [0, 1, 400])
def test_sound_without_a_rate_is_refused(rate_hz: int) -> None:
    with pytest.raises(ValueError, match="sample_rate_hz"):
        speech_wire.chunk(wire.AudioChunk(sample_rate_hz=rate_hz))


@pytest.mark.parametrize("silence_s", [float("nan"), float("inf"), -1.0, 60.0])
def test_a_silence_that_never_ends_is_refused(silence_s: float) -> None:
    with pytest.raises(ValueError, match="end_silence_s"):
        speech_wire.expected(wire.Expectation(end_silence_s=silence_s))


@pytest.mark.parametrize("field", ["rate", "volume", "patience_s"])
@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_question_with_numbers_that_are_none_is_refused(
    ros: Graph, field: str, number: float
) -> None:
    goal = wire.Ask.Goal(text="Er du der?", locale="nb_NO", **{field: number})
    result = ros.call(wire.Ask, "skill/ask", goal)
    assert result.code == wire.Ask.Result.FAILED
    assert field.split("_", maxsplit=1)[0] in result.error
