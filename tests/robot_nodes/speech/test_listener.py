from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, silence, to_samples
from robot_nodes.speech.endpoint import EndpointSettings
from robot_nodes.speech.listener import (
    Expectation,
    HeardEvent,
    Listener,
    PartialHeard,
    SpeechStarted,
    UtteranceHeard,
)
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.synthesiser import Delivery
from robot_nodes.speech.training.held_out_sound import noises
from robot_nodes.speech.voice_activity import SileroVoiceActivity
from robot_nodes.speech.vosk_recogniser import VoskModel
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import FakeRecogniser, LoudIsSpeech

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
CHUNK = 640
"""40 ms, as the robot's audio topics carry it: not a multiple of a frame."""


def voice(duration_s: float) -> Samples:
    turns = np.arange(round(duration_s * HEARING_RATE_HZ)) * 0.3
    return to_samples(8000 * np.sin(turns))


def heard(listener: Listener, *parts: Samples) -> list[tuple[float, HeardEvent]]:
    """Return the events and when each came, in seconds of the stream."""
    samples = np.concatenate(parts)
    events = []
    for at in range(0, len(samples), CHUNK):
        captured_at = NOW + timedelta(seconds=at / HEARING_RATE_HZ)
        chunk = samples[at : at + CHUNK]
        came_s = (at + len(chunk)) / HEARING_RATE_HZ
        events += [(came_s, event) for event in listener.hear(chunk, captured_at)]
    return events


def faked(text: str) -> Listener:
    return Listener(LoudIsSpeech(), FakeRecogniser(text), stopwatch=lambda: 0.0)


def utterances(events: list[tuple[float, HeardEvent]]) -> list[tuple[float, UtteranceHeard]]:
    return [(at, event) for at, event in events if isinstance(event, UtteranceHeard)]


def test_one_utterance_gives_a_start_partials_and_a_transcript() -> None:
    events = heard(faked("om litt"), silence(1), voice(0.6), silence(2))

    assert [type(event) for _, event in events] == [
        SpeechStarted,
        PartialHeard,
        PartialHeard,
        UtteranceHeard,
    ]
    assert [e.text for _, e in events if isinstance(e, PartialHeard)] == ["om", "om litt"]
    assert utterances(events)[0][1].transcript.text == "om litt"


def test_speech_is_timed_from_its_first_to_its_last_sound() -> None:
    events = heard(faked("om litt"), silence(1), voice(0.6), silence(2))
    utterance = utterances(events)[0][1]

    frame = timedelta(seconds=0.033)
    assert abs(utterance.started_at - NOW - timedelta(seconds=1.0)) <= frame
    assert abs(utterance.speech_ended_at - NOW - timedelta(seconds=1.6)) <= frame


def test_a_complete_answer_ends_the_turn_early() -> None:
    listener = faked("om litt")
    listener.expect(Expectation(is_complete_answer=lambda text: text == "om litt"))
    came_s, _ = utterances(heard(listener, silence(1), voice(0.6), silence(2)))[0]
    assert came_s == pytest.approx(1.6 + 0.45, abs=0.08)


def test_an_open_answer_waits_for_the_residents_own_silence() -> None:
    listener = faked("om litt")
    listener.expect(Expectation(endpoint=EndpointSettings(end_silence_s=2.0)))
    came_s, _ = utterances(heard(listener, silence(1), voice(0.6), silence(3)))[0]
    assert came_s == pytest.approx(1.6 + 2.0, abs=0.08)


def test_a_judge_that_comes_late_still_ends_the_turn() -> None:
    listener = faked("om litt")
    heard(listener, silence(1), voice(0.6), silence(0.3))
    listener.expect(Expectation(is_complete_answer=lambda text: text == "om litt"))
    at = NOW + timedelta(seconds=1.9)
    events = listener.hear(silence(0.3), at)
    assert [type(event) for event in events] == [UtteranceHeard]


def test_the_moment_before_the_voice_was_noticed_is_heard_too() -> None:
    text = "ja jeg har tatt den"
    listener = faked(text)
    events = heard(listener, voice(1.25), silence(2))
    assert utterances(events)[0][1].transcript.text == text


def test_two_utterances_are_kept_apart() -> None:
    events = heard(faked("ja"), voice(0.5), silence(2), voice(0.5), silence(2))
    assert [u.transcript.text for _, u in utterances(events)] == ["ja", "ja"]


def test_the_other_decoders_hear_the_same_speech_with_what_was_asked() -> None:
    narrow = FakeRecogniser("ja visst")
    listener = Listener(LoudIsSpeech(), FakeRecogniser("ja visst"), (narrow,))
    listener.expect(Expectation(phrases=("ja", "nei")))
    events = heard(listener, voice(0.6), silence(2))
    utterance = utterances(events)[0][1]
    assert utterance.transcript.text == "ja visst"
    assert [other.text for other in utterance.others] == ["ja"]
    assert PartialHeard("ja visst", ("ja",)) in [event for _, event in events]


def test_the_other_decoders_rest_where_nothing_is_expected_of_them() -> None:
    listener = Listener(LoudIsSpeech(), FakeRecogniser("ja"), (FakeRecogniser("ja"),))
    events = heard(listener, voice(0.6), silence(2))
    assert utterances(events)[0][1].others == ()


def test_a_reset_listener_forgets_the_utterance_under_way() -> None:
    listener = faked("hjelp")
    heard(listener, silence(1), voice(0.5))
    assert listener.is_in_speech
    listener.reset()
    assert not listener.is_in_speech
    assert heard(listener, silence(3)) == []


def test_a_gap_in_the_stream_does_not_shift_later_times() -> None:
    listener = faked("ja")
    listener.hear(silence(0.04), NOW)
    later = NOW + timedelta(seconds=60)
    started = [e for e in listener.hear(voice(0.5), later) if isinstance(e, SpeechStarted)]
    assert abs(started[0].started_at - later) <= timedelta(seconds=0.033)


def test_samples_may_come_in_any_portion() -> None:
    stream = np.concatenate((silence(1), voice(0.6), silence(2)))

    whole = faked("om litt").hear(stream, NOW)
    by_chunk = [event for _, event in heard(faked("om litt"), stream)]

    assert list(whole) == by_chunk


@pytest.fixture
def listener(norwegian_model: VoskModel) -> Listener:
    return Listener(SileroVoiceActivity(), norwegian_model.recogniser())


def said(spoken: Pyttsx3Synthesiser, text: str) -> Samples:
    speech = spoken.synthesise(text, Delivery(Locale.NB_NO, variant="f3", rate_wpm=130))
    return speech.at_rate(HEARING_RATE_HZ).samples // 4


@pytest.mark.parametrize("text", ["ja jeg har tatt den", "om litt", "hjelp jeg har falt", "nei"])
def test_the_real_ear_hears_a_sentence_once(
    listener: Listener, spoken: Pyttsx3Synthesiser, text: str
) -> None:
    samples = said(spoken, text)
    events = heard(listener, silence(1), samples, silence(2))
    came_s, utterance = utterances(events)[0]

    assert utterance.transcript.text == text
    assert len(utterances(events)) == 1
    said_until = NOW + timedelta(seconds=1 + len(samples) / HEARING_RATE_HZ)
    assert abs(utterance.speech_ended_at - said_until) < timedelta(seconds=0.25)
    assert came_s < 1 + len(samples) / HEARING_RATE_HZ + 1.4


def test_the_real_ear_understands_an_answer_before_the_turn_ends(
    listener: Listener, spoken: Pyttsx3Synthesiser
) -> None:
    listener.expect(Expectation(is_complete_answer=lambda text: text == "ja jeg har tatt den"))
    samples = said(spoken, "ja jeg har tatt den")
    came_s, _ = utterances(heard(listener, silence(1), samples, silence(2)))[0]
    assert came_s < 1 + len(samples) / HEARING_RATE_HZ + 0.65


@pytest.mark.parametrize("name", [name for name, _ in noises()])
def test_nothing_comes_of_noise(listener: Listener, name: str) -> None:
    assert heard(listener, dict(noises())[name][: 10 * HEARING_RATE_HZ]) == []
