"""The robot's own voice in its microphone: through the real canceller, into the real Vosk."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from robot_nodes.dialogue.agreement import CONSEQUENCES, Heard, agreed
from robot_nodes.dialogue.asked_phrases import AskedPhrases
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.ports import Understanding
from robot_nodes.speech.audio import (
    HEARING_RATE_HZ,
    Samples,
    level_dbfs,
    resample,
    silence,
    to_samples,
)
from robot_nodes.speech.echo import BLOCK_SAMPLES, EchoCanceller, OwnVoice, Reference
from robot_nodes.speech.listener import Expectation, HeardEvent, Listener, UtteranceHeard
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.recogniser import Transcript
from robot_nodes.speech.synthesiser import Delivery, Speech
from robot_nodes.speech.voice_activity import SileroVoiceActivity
from robot_nodes.speech.vosk_recogniser import VoskModel
from robot_nodes.speech.webrtc_echo import WebRtcEchoCanceller
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import SubtractingCanceller

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
CHUNK = 512
PLAYED_CHUNK_S = 0.04
SENTENCE = "God morgen, Solveig. Trenger du hjelp? Har du tatt medisinen din?"
ASKED = ("affirm", "deny", "taken", "not_taken")
ROOM_S = 0.15
LEAD_S = 0.5
"""Silence before the robot speaks."""


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def room_response(*, is_furnished: bool) -> np.ndarray:
    """Return the way from the loudspeaker to the microphone: direct, or with the walls' answers."""
    response = np.zeros(round(ROOM_S * HEARING_RATE_HZ))
    response[0] = 1.0
    if is_furnished:
        seconds = np.arange(len(response)) / HEARING_RATE_HZ
        walls = np.random.default_rng(5).normal(0, 0.12, len(response))
        response += walls * np.exp(-seconds * 28) * (seconds > 0.003)
    return np.asarray(response / np.sqrt(np.sum(response**2)))


def microphone(
    own: Samples, level_db: float, delay_s: float, said: Samples, *, is_furnished: bool
) -> Samples:
    """Return what the microphone picks up: the robot twice, somebody else into the second time."""
    delayed = np.concatenate((silence(LEAD_S + delay_s), own, own, silence(2.5)))
    echo = np.convolve(delayed.astype(np.float64), room_response(is_furnished=is_furnished))[
        : len(delayed)
    ]
    heard = echo * 10 ** (level_db / 20) + np.random.default_rng(1).normal(0, 15, len(delayed))
    begins = round((LEAD_S + 1.0) * HEARING_RATE_HZ) + len(own)
    heard[begins : begins + len(said)] += said
    return to_samples(heard)


class Ear:
    """Microphone, canceller and listener, fed as the node feeds them."""

    def __init__(self, model: VoskModel, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.listener = Listener(SileroVoiceActivity(), model.recogniser(), (model.recogniser(),))
        grammar = interpreter.grammars[Locale.NB_NO]
        phrases = AskedPhrases.of(grammar, model.vocabulary()).phrases(CONSEQUENCES)
        self.listener.expect(Expectation(phrases=phrases))

    def hear(self, speech: Speech, heard: Samples) -> list[UtteranceHeard]:
        """Return the utterances heard while the robot speaks."""
        self.listener.reset()
        own_voice = OwnVoice(WebRtcEchoCanceller())
        to_play = played_chunks(speech)
        events: list[HeardEvent] = []
        for start in range(0, len(heard), CHUNK):
            now_s = (start + CHUNK) / HEARING_RATE_HZ
            while to_play and to_play[0][0] <= now_s:
                seconds, samples = to_play.pop(0)
                own_voice.play(samples, speech.sample_rate_hz, at(seconds))
            captured_at = at(start / HEARING_RATE_HZ)
            clean, clean_at = own_voice.remove(heard[start : start + CHUNK], captured_at)
            events += self.listener.hear(clean, clean_at)
        return [event for event in events if isinstance(event, UtteranceHeard)]

    def meanings(self, speech: Speech, heard: Samples) -> list[Understanding]:
        return [
            agreed(
                self._read(utterance.transcript), [self._read(o) for o in utterance.others], ASKED
            )
            for utterance in self.hear(speech, heard)
        ]

    def _read(self, transcript: Transcript) -> Heard:
        return Heard(
            understanding=self.interpreter.understand(transcript.text, Locale.NB_NO, ASKED),
            confidence=transcript.confidence,
            unknown_words=transcript.unknown_words,
            words=len(transcript.words),
        )


def played_chunks(speech: Speech) -> list[tuple[float, Samples]]:
    samples = np.concatenate((speech.samples, speech.samples))
    size = round(PLAYED_CHUNK_S * speech.sample_rate_hz)
    return [
        (LEAD_S + start / speech.sample_rate_hz, samples[start : start + size])
        for start in range(0, len(samples), size)
    ]


@pytest.fixture(scope="module")
def ear(norwegian_model: VoskModel) -> Ear:
    return Ear(norwegian_model, Interpreter.load([Locale.NB_NO]))


@pytest.fixture
def robot(spoken: Pyttsx3Synthesiser) -> Speech:
    return spoken.synthesise(SENTENCE, Delivery(Locale.NB_NO))


def said(spoken: Pyttsx3Synthesiser, text: str) -> Samples:
    speech = spoken.synthesise(text, Delivery(Locale.NB_NO, variant="f3", rate_wpm=130))
    return speech.at_rate(HEARING_RATE_HZ).samples


LEAKS = [
    pytest.param(level_db, delay_s, is_furnished, id=f"{level_db} dB, {delay_s} s, {is_furnished}")
    for level_db in (-10, -20)
    for delay_s in (0.03, 0.2)
    for is_furnished in (False, True)
]
leaking = pytest.mark.parametrize(("level_db", "delay_s", "is_furnished"), LEAKS)


@leaking
def test_the_robot_does_not_hear_its_own_sentence(
    ear: Ear, robot: Speech, *, level_db: float, delay_s: float, is_furnished: bool
) -> None:
    own = resample(robot.samples, robot.sample_rate_hz, HEARING_RATE_HZ)
    heard = microphone(own, level_db, delay_s, silence(0), is_furnished=is_furnished)
    assert ear.hear(robot, heard) == []


@leaking
def test_a_cry_into_the_robots_sentence_is_heard(
    ear: Ear,
    robot: Speech,
    spoken: Pyttsx3Synthesiser,
    *,
    level_db: float,
    delay_s: float,
    is_furnished: bool,
) -> None:
    own = resample(robot.samples, robot.sample_rate_hz, HEARING_RATE_HZ)
    cry = said(spoken, "hjelp meg")
    heard = microphone(own, level_db, delay_s, cry, is_furnished=is_furnished)
    assert [meaning.intent for meaning in ear.meanings(robot, heard)] == ["help"]


@leaking
def test_an_answer_into_the_robots_sentence_is_heard(
    ear: Ear,
    robot: Speech,
    spoken: Pyttsx3Synthesiser,
    *,
    level_db: float,
    delay_s: float,
    is_furnished: bool,
) -> None:
    own = resample(robot.samples, robot.sample_rate_hz, HEARING_RATE_HZ)
    answer = said(spoken, "nei jeg har ikke tatt den")
    heard = microphone(own, level_db, delay_s, answer, is_furnished=is_furnished)
    assert [meaning.intent for meaning in ear.meanings(robot, heard)] == ["not_taken"]


def test_without_the_canceller_it_would_hear_itself(ear: Ear, robot: Speech) -> None:
    own = resample(robot.samples, robot.sample_rate_hz, HEARING_RATE_HZ)
    heard = microphone(own, -10, 0.03, silence(0), is_furnished=False)
    assert ear.hear(Speech(silence(1), HEARING_RATE_HZ, ()), heard)


@pytest.mark.parametrize("kind", [SubtractingCanceller, WebRtcEchoCanceller])
def test_what_is_played_is_taken_out_of_what_is_heard(
    kind: type[EchoCanceller], robot: Speech
) -> None:
    canceller = kind()
    own = resample(robot.samples, robot.sample_rate_hz, HEARING_RATE_HZ)
    blocks = [own[n : n + BLOCK_SAMPLES] for n in range(0, len(own) - BLOCK_SAMPLES, BLOCK_SAMPLES)]
    left = np.concatenate([canceller.cancel(block, block) for block in blocks])
    assert len(left) == len(blocks) * BLOCK_SAMPLES
    assert level_dbfs(left) < level_dbfs(own) - 12


def test_where_nothing_is_played_the_stream_passes_untouched() -> None:
    own_voice = OwnVoice(SubtractingCanceller())
    stream = to_samples(np.random.default_rng(2).normal(0, 1000, 2000))
    first, first_at = own_voice.remove(stream[:1000], at(0))
    second, second_at = own_voice.remove(stream[1000:], at(1000 / HEARING_RATE_HZ))
    assert np.array_equal(np.concatenate((first, second)), stream[:1920])
    assert (first_at, second_at) == (at(0), at(960 / HEARING_RATE_HZ))


def test_an_echo_is_found_where_its_sound_was_stamped() -> None:
    reference = Reference()
    reference.play(np.full(800, 7, np.int16), HEARING_RATE_HZ, at(0.1))
    taken = reference.between(at(0.09), 320)
    assert list(np.unique(taken[:160])) == [0]
    assert list(np.unique(taken[160:])) == [7]
    assert list(np.unique(reference.between(at(0.2), 160))) == [0]


def test_a_gap_in_the_stream_loses_the_rest_before_it() -> None:
    own_voice = OwnVoice(SubtractingCanceller())
    own_voice.remove(np.ones(100, np.int16), at(0))
    stream, begins_at = own_voice.remove(np.ones(160, np.int16), at(5))
    assert (len(stream), begins_at) == (160, at(5))
