"""What is not meant for the robot, through detectors, both decoders and understanding, all real."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from robot_nodes.dialogue.agreement import CONSEQUENCES, Heard, agreed
from robot_nodes.dialogue.asked_phrases import AskedPhrases
from robot_nodes.dialogue.emergency import is_emergency
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.meaning import CERTAIN
from robot_nodes.ports import Understanding
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, silence, to_samples
from robot_nodes.speech.listener import Expectation, HeardEvent, Listener, UtteranceHeard
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.recogniser import Transcript
from robot_nodes.speech.synthesiser import Delivery
from robot_nodes.speech.training.sentences import outside_sentences
from robot_nodes.speech.voice_activity import SileroVoiceActivity
from robot_nodes.speech.vosk_recogniser import VoskModel
from schedules.locale import Locale

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
SECOND = HEARING_RATE_HZ
ASKED = ("taken", "not_taken", "later", "refuse", "affirm", "deny")
LONGEST_S = 30.0


class Ear:
    """Hears a Norwegian resident who was just asked whether the medicine has been taken."""

    def __init__(self, model: VoskModel) -> None:
        self.interpreter = Interpreter.load([Locale.NB_NO])
        grammar = self.interpreter.grammars[Locale.NB_NO]
        phrases = AskedPhrases.of(grammar, model.vocabulary()).phrases(CONSEQUENCES)
        self.listener = Listener(SileroVoiceActivity(), model.recogniser(), (model.recogniser(),))
        self.listener.expect(Expectation(phrases=phrases))

    def utterances(self, sound: Samples) -> list[UtteranceHeard]:
        self.listener.reset()
        events: list[HeardEvent] = []
        for start in range(0, len(sound), SECOND):
            at = NOW + timedelta(seconds=start / SECOND)
            events += self.listener.hear(sound[start : start + SECOND], at)
        return [event for event in events if isinstance(event, UtteranceHeard)]

    def meanings(self, sound: Samples) -> list[Understanding]:
        return [
            agreed(self._read(heard.transcript), [self._read(o) for o in heard.others], ASKED)
            for heard in self.utterances(sound)
        ]

    def _read(self, transcript: Transcript) -> Heard:
        return Heard(
            understanding=self.interpreter.understand(transcript.text, Locale.NB_NO, ASKED),
            confidence=transcript.confidence,
            unknown_words=transcript.unknown_words,
            words=len(transcript.words),
        )


@pytest.fixture(scope="module")
def ear(norwegian_model: VoskModel) -> Ear:
    return Ear(norwegian_model)


def said(
    spoken: Pyttsx3Synthesiser, text: str, locale: Locale = Locale.NB_NO, variant: str = "f3"
) -> Samples:
    delivery = Delivery(locale, variant=variant, rate_wpm=130)
    return spoken.synthesise(text, delivery).at_rate(HEARING_RATE_HZ).samples


def one_by_one(sounds: Iterable[Samples]) -> Samples:
    quiet = silence(2)
    return np.concatenate([part for sound in sounds for part in (quiet, sound)] + [quiet])


def certain(meanings: list[Understanding]) -> list[str]:
    """Return what would be acted upon without another question."""
    return [
        meant.intent
        for meant in meanings
        if meant.intent in CONSEQUENCES and meant.confidence >= CERTAIN and not meant.is_doubted
    ]


@pytest.mark.parametrize("noise_db", [None, -30.0])
def test_nothing_follows_from_television(
    ear: Ear, spoken: Pyttsx3Synthesiser, noise_db: float | None
) -> None:
    programme = one_by_one(said(spoken, text) for text in outside_sentences(Locale.NB_NO))
    if noise_db is not None:
        level = 32_768 * 10 ** (noise_db / 20)
        noise = np.random.default_rng(3).normal(0, level, len(programme))
        programme = to_samples(programme + noise)
    meanings = ear.meanings(programme)
    assert certain(meanings) == []
    assert not any(is_emergency(meant) for meant in meanings)


def test_nothing_follows_from_another_language(ear: Ear, spoken: Pyttsx3Synthesiser) -> None:
    guests = one_by_one(
        said(spoken, text, Locale.EN_GB) for text in outside_sentences(Locale.EN_GB)[:10]
    )
    meanings = ear.meanings(guests)
    assert certain(meanings) == []
    assert not any(is_emergency(meant) for meant in meanings)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ja jeg har tatt den", "nei jeg har ikke tatt den"),
        ("jeg har tatt den", "regjeringen legger fram statsbudsjettet i morgen"),
    ],
)
def test_two_people_at_once_report_no_medicine(
    ear: Ear, spoken: Pyttsx3Synthesiser, one: str, other: str
) -> None:
    voices = [said(spoken, one), said(spoken, other, variant="m2")]
    together = np.zeros(max(map(len, voices)))
    for voice in voices:
        together[: len(voice)] += voice / 2
    assert "taken" not in certain(ear.meanings(one_by_one([to_samples(together)])))


def test_a_monologue_is_cut_and_the_cry_after_it_is_heard(
    ear: Ear, spoken: Pyttsx3Synthesiser
) -> None:
    story = np.concatenate([said(spoken, text) for text in outside_sentences(Locale.NB_NO)[:16]])
    assert len(story) > (LONGEST_S + 3) * SECOND
    sound = one_by_one([story, said(spoken, "hjelp meg")])
    utterances = ear.utterances(sound)
    longest = max(u.speech_ended_at - u.started_at for u in utterances)
    assert longest <= timedelta(seconds=LONGEST_S + 0.5)
    assert is_emergency(ear.meanings(sound)[-1])


def rumble(duration_s: float) -> Samples:
    """Return what wheels and joints sound like in the robot's own microphone."""
    random = np.random.default_rng(11)
    count = round(duration_s * SECOND)
    seconds = np.arange(count) / SECOND
    motor = 2500 * np.sin(2 * np.pi * 90 * seconds + 3 * np.sin(2 * np.pi * 0.7 * seconds))
    wheels = np.convolve(random.normal(0, 9000, count), np.ones(40) / 40, "same")
    knocks = np.zeros(count)
    for at in random.integers(0, count - 400, round(duration_s)):
        knocks[at : at + 400] += 9000 * np.exp(-np.arange(400) / 60) * random.normal(0, 1, 400)
    return to_samples(motor * (1 + np.sin(2 * np.pi * 0.4 * seconds)) / 2 + wheels + knocks)


def test_the_robots_own_motion_is_nothing(ear: Ear) -> None:
    assert [u.transcript.text for u in ear.utterances(rumble(60)) if u.transcript.text] == []


def test_ten_minutes_of_noise_are_nothing_and_the_next_word_is_heard(
    ear: Ear, spoken: Pyttsx3Synthesiser
) -> None:
    piece = to_samples(np.random.default_rng(7).normal(0, 3000, 30 * SECOND))
    for _ in range(20):
        assert ear.utterances(piece) == []
    assert certain(ear.meanings(one_by_one([said(spoken, "nei jeg har ikke tatt den")]))) == [
        "not_taken"
    ]
