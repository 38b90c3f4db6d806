from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
from std_msgs.msg import Bool, String

from codebook.speech import Modality, SpeechHeard, SpeechSaid, StoppedBy, TurnTiming
from robot_nodes import speech_wire, wire
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.meaning import CERTAIN
from robot_nodes.dialogue.scale import SCORES
from robot_nodes.dialogue_node import DialogueNode
from robot_nodes.ros import CONVERSATION, LATCHED
from robot_nodes.signals import CareState, Live, Reading
from robot_nodes.voice_node import VoiceNode
from schedules.locale import Locale
from tests.robot_nodes.adapters.stores import MORNING, store_in
from tests.robot_nodes.graph import DEADLINE_S, Graph, graph
from tests.robot_nodes.speech.fakes import FakeSynthesiser

INTERPRETER = Interpreter.load([Locale.NB_NO])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with store_in(tmp_path) as store:
        yield store


@pytest.fixture
def ros(store: SqliteStore) -> Iterator[Graph]:
    with graph() as ros:
        ros.bring_up(
            VoiceNode(ros.membership, ros.loop, store, FakeSynthesiser()),
            DialogueNode(ros.membership, ros.loop, store, INTERPRETER, lambda _: 0.0),
        )
        yield ros


def live(text: str, ended_at: datetime | None, narrow: str | None = None) -> wire.LiveSpeech:
    """Return what the ears publish; the small grammar hears the same unless told otherwise."""
    other = text if narrow is None else narrow
    return speech_wire.live_message(
        Live(
            at=(ended_at or MORNING) + timedelta(seconds=0.5),
            utterance_id="u1",
            locale=Locale.NB_NO,
            text=text,
            confidence=0.9,
            others=(Reading(text=other, confidence=0.9),),
            speech_ended_at=ended_at,
        )
    )


def question() -> wire.Ask.Goal:
    return wire.Ask.Goal(
        text="Er du der?",
        locale="nb_NO",
        expected_intents=["affirm", "deny"],
        is_closed=True,
        patience_s=10.0,
        priority=128,
        rate=1.0,
        volume=1.0,
    )


def test_an_utterance_becomes_an_intent_and_an_event(ros: Graph, store: SqliteStore) -> None:
    intents = ros.listen(wire.Intent, "intents", CONVERSATION)
    say = ros.speaker(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)

    say(live("hva er klokka", ros.observer.now()))

    ros.until(lambda: intents)
    assert (intents[0].name, intents[0].is_emergency) == ("ask_time", False)
    ros.until(lambda: any(isinstance(e.body, SpeechHeard) for e in store.pending(100)))


def test_an_utterance_is_of_whom_it_began_with(ros: Graph) -> None:
    intents = ros.listen(wire.Intent, "intents", CONVERSATION)
    expected = ros.listen(wire.Expectation, "expected_answer", LATCHED)
    say = ros.speaker(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)
    visit = ros.speaker(wire.CareStateMessage, "care_state", LATCHED)
    solveig, arne = UUID(int=1), UUID(int=2)

    def go_to(resident_id: UUID) -> None:
        count = len(expected)
        visit(wire.care_state_message(CareState(resident_id=resident_id, locale=Locale.NB_NO)))
        ros.until(lambda: len(expected) > count)

    go_to(solveig)
    say(live("hjelp", None))
    ros.until(lambda: len(intents) == 1)
    go_to(arne)
    say(live("hjelp jeg har falt", ros.observer.now()))

    ros.until(lambda: len(intents) == 2)
    assert {intent.resident_id for intent in intents} == {str(solveig)}


def test_a_new_plan_s_silence_ends_the_turns_from_now_on(store: SqliteStore) -> None:
    silence_s = [1.0]
    with graph() as ros:
        expected = ros.listen(wire.Expectation, "expected_answer", LATCHED)
        dialogue = DialogueNode(
            ros.membership, ros.loop, store, INTERPRETER, lambda _: silence_s[0]
        )
        ros.bring_up(dialogue)
        ros.until(lambda: expected and expected[-1].end_silence_s == 1.0)
        plan = ros.speaker(String, "plan_version", LATCHED)

        silence_s[0] = 2.0
        plan(String(data="2"))

        ros.until(lambda: expected[-1].end_silence_s == 2.0)


def test_a_cry_is_told_before_it_has_ended_and_only_once(ros: Graph) -> None:
    intents = ros.listen(wire.Intent, "intents", CONVERSATION)
    say = ros.speaker(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)

    say(live("hjelp", None))
    ros.until(lambda: len(intents) == 1)
    say(live("hjelp jeg", None))
    say(live("hjelp jeg har falt", ros.observer.now()))

    ros.until(lambda: len(intents) == 2)
    assert [intent.is_emergency for intent in intents] == [True, False]


def test_a_cry_that_one_decoder_hears_waits_for_its_end_and_is_doubted(ros: Graph) -> None:
    intents = ros.listen(wire.Intent, "intents", CONVERSATION)
    say = ros.speaker(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)

    say(live("hjelp", None, narrow="ja"))
    say(live("hjelp", ros.observer.now(), narrow="ja"))

    ros.until(lambda: intents)
    assert (intents[0].name, intents[0].is_emergency) == ("help", True)
    assert intents[0].confidence < CERTAIN


def test_what_has_consequences_is_weak_unless_both_decoders_hear_it(ros: Graph) -> None:
    intents = ros.listen(wire.Intent, "intents", CONVERSATION)
    say = ros.speaker(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)

    say(live("jeg har tatt den", ros.observer.now(), narrow="jeg har ikke tatt den"))
    ros.until(lambda: len(intents) == 1)
    say(live("jeg har tatt den", ros.observer.now()))
    ros.until(lambda: len(intents) == 2)

    assert [intent.name for intent in intents] == ["taken", "taken"]
    assert [intent.confidence >= CERTAIN for intent in intents] == [False, True]


def test_a_cough_is_nothing(ros: Graph) -> None:
    intents = ros.listen(wire.Intent, "intents", CONVERSATION)
    say = ros.speaker(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)

    say(live("", ros.observer.now()))
    say(live("hva er klokka", ros.observer.now()))

    ros.until(lambda: intents)
    assert [intent.name for intent in intents] == ["ask_time"]


def test_a_question_is_spoken_and_its_answer_returned(ros: Graph) -> None:
    expected = ros.listen(wire.Expectation, "expected_answer", LATCHED)
    speaking = ros.listen(Bool, "robot_speaking", LATCHED)
    say = ros.speaker(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)

    def was_asked() -> bool:
        states = [state.data for state in speaking]
        return True in states and not states[-1] and expected[-1].is_waiting

    results: list[wire.Ask.Result] = []
    asking = Thread(target=lambda: results.append(ros.call(wire.Ask, "skill/ask", question())))
    asking.start()
    ros.until(was_asked)
    say(live("ja", ros.observer.now()))
    asking.join(DEADLINE_S)

    assert (results[0].code, results[0].intent) == (wire.Ask.Result.ANSWERED, "affirm")
    ros.until(lambda: not expected[-1].is_waiting)


@pytest.mark.parametrize(("narrow", "is_doubted"), [("fire", False), ("fem", True), ("", True)])
def test_a_number_on_the_scale_needs_both_decoders(
    ros: Graph, narrow: str, *, is_doubted: bool
) -> None:
    expected = ros.listen(wire.Expectation, "expected_answer", LATCHED)
    speaking = ros.listen(Bool, "robot_speaking", LATCHED)
    say = ros.speaker(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)
    goal = question()
    goal.expected_intents = list(SCORES)

    def was_asked() -> bool:
        states = [state.data for state in speaking]
        return True in states and not states[-1] and expected[-1].is_waiting

    results: list[wire.Ask.Result] = []
    asking = Thread(target=lambda: results.append(ros.call(wire.Ask, "skill/ask", goal)))
    asking.start()
    ros.until(was_asked)
    say(live("fire", ros.observer.now(), narrow=narrow))
    asking.join(DEADLINE_S)

    assert (results[0].intent, results[0].is_doubted) == ("score_4", is_doubted)


def critical(*intents: str) -> wire.Ask.Goal:
    """Return a question in a call for help."""
    return wire.Ask.Goal(
        text="Trenger du hjelp?",
        locale="nb_NO",
        expected_intents=list(intents),
        is_closed=True,
        patience_s=10.0,
        priority=240,
        rate=1.0,
        volume=1.0,
    )


@pytest.mark.parametrize(
    ("intents", "code"),
    [
        (("affirm", "deny", "help"), wire.Ask.Result.ANSWERED),
        (("cancel_help",), wire.Ask.Result.UNCLEAR),
    ],
)
def test_a_cry_that_is_not_over_yet_answers_a_question_in_a_call_for_help(
    ros: Graph, intents: tuple[str, ...], code: int
) -> None:
    expected = ros.listen(wire.Expectation, "expected_answer", LATCHED)
    speaking = ros.listen(Bool, "robot_speaking", LATCHED)
    say = ros.speaker(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)
    results: list[wire.Ask.Result] = []
    goal = critical(*intents)
    asking = Thread(target=lambda: results.append(ros.call(wire.Ask, "skill/ask", goal)))
    asking.start()
    ros.until(lambda: [state.data for state in speaking][-2:] == [True, False])
    ros.until(lambda: expected[-1].is_waiting)

    say(live("ja hjelp meg", None))
    asking.join(DEADLINE_S)

    assert (results[0].code, results[0].intent) == (code, "help")


def touch(intent: str, question: int) -> wire.Touch:
    return wire.Touch(intent=intent, label="Ja", locale="nb_NO", question=question)


def test_a_button_answers_the_question_that_it_was_shown_for(
    ros: Graph, store: SqliteStore
) -> None:
    expected = ros.listen(wire.Expectation, "expected_answer", LATCHED)
    press = ros.speaker(wire.Touch, "touches", CONVERSATION)
    results: list[wire.Ask.Result] = []
    asking = Thread(target=lambda: results.append(ros.call(wire.Ask, "skill/ask", question())))
    asking.start()
    ros.until(lambda: expected and expected[-1].is_waiting)

    press(touch("deny", expected[-1].question - 1))
    press(touch("affirm", expected[-1].question))
    asking.join(DEADLINE_S)

    assert (results[0].code, results[0].intent) == (wire.Ask.Result.ANSWERED, "affirm")
    assert results[0].modality == "touch"
    ros.until(lambda: any(isinstance(e.body, SpeechHeard) for e in store.pending(100)))
    (heard,) = (e.body for e in store.pending(100) if isinstance(e.body, SpeechHeard))
    assert (heard.intent, heard.modality) == ("affirm", Modality.TOUCH)


def test_the_help_button_is_a_cry_whatever_was_asked(ros: Graph) -> None:
    intents = ros.listen(wire.Intent, "intents", CONVERSATION)
    press = ros.speaker(wire.Touch, "touches", CONVERSATION)

    press(touch("help", 0))

    ros.until(lambda: intents)
    assert (intents[0].name, intents[0].is_emergency) == ("help", True)
    assert (intents[0].modality, intents[0].utterance_id != "") == ("touch", True)


@pytest.mark.parametrize(
    ("text", "narrow"),
    [("jeg har tatt den", "jeg har tatt den"), ("", "stopp"), ("", "hjelp meg")],
    ids=["speech", "a stop that one decoder hears early", "a cry that one decoder hears early"],
)
def test_whoever_speaks_into_the_robots_sentence_silences_it(
    ros: Graph, store: SqliteStore, text: str, narrow: str
) -> None:
    speaking = ros.listen(Bool, "robot_speaking", LATCHED)
    say = ros.speaker(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)
    long = wire.Say.Goal(
        text="dette er en lang setning " * 8, locale="nb_NO", is_interruptible=True
    )
    long.priority, long.rate, long.volume = 128, 1.0, 1.0
    saying = Thread(target=lambda: ros.call(wire.Say, "skill/say", long))
    saying.start()
    ros.until(lambda: speaking and speaking[-1].data)

    say(live(text, None, narrow=narrow))

    ros.until(lambda: not speaking[-1].data)
    saying.join(DEADLINE_S)
    stopped_by = [e.body.stopped_by for e in store.pending(100) if isinstance(e.body, SpeechSaid)]
    assert stopped_by == [StoppedBy.RESIDENT]


def test_the_reply_is_timed_from_the_end_of_speech(ros: Graph, store: SqliteStore) -> None:
    say = ros.speaker(wire.LiveSpeech, "humans/voices/a1/speech", CONVERSATION)
    intents = ros.listen(wire.Intent, "intents", CONVERSATION)
    say(live("hva er klokka", ros.observer.now()))
    ros.until(lambda: intents)
    goal = wire.Say.Goal(text="Åtte", locale="nb_NO", priority=128, rate=1.0, volume=1.0)

    ros.call(wire.Say, "skill/say", goal)

    ros.until(lambda: any(isinstance(e.body, TurnTiming) for e in store.pending(100)))


def test_the_button_to_listen_again_needs_no_question(ros: Graph, store: SqliteStore) -> None:
    intents = ros.listen(wire.Intent, "intents", CONVERSATION)
    press = ros.speaker(wire.Touch, "touches", CONVERSATION)
    press(touch("resume_listening", 0))
    ros.until(lambda: any(intent.name == "resume_listening" for intent in intents))
    ros.until(lambda: any(isinstance(e.body, SpeechHeard) for e in store.pending(100)))
