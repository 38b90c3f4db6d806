"""The contract of the recogniser's port: the fake and the real one pass it alike."""

import os
from pathlib import Path

import pytest

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, silence
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.recogniser import Recogniser
from robot_nodes.speech.synthesiser import Delivery
from robot_nodes.speech.vosk_recogniser import VoskModel
from robot_nodes.speech.whisper_recogniser import WhisperModel, WhisperRecogniser
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import FakeRecogniser

CHUNK = 512
SENTENCE = "jeg har tatt den"


def whisper() -> Recogniser:
    folder = os.environ.get("NABO_WHISPER_MODEL", "")
    if not folder:
        pytest.skip("set NABO_WHISPER_MODEL to the folder of a Whisper model to run this on it")
    return WhisperModel(Path(folder)).recogniser(Locale.NB_NO)


@pytest.fixture(params=["fake", "vosk", "whisper"])
def recogniser(request: pytest.FixtureRequest, norwegian_model: VoskModel) -> Recogniser:
    match request.param:
        case "fake":
            return FakeRecogniser(SENTENCE)
        case "vosk":
            return norwegian_model.recogniser()
        case _:
            return whisper()


@pytest.fixture
def samples(spoken: Pyttsx3Synthesiser) -> Samples:
    delivery = Delivery(Locale.NB_NO, variant="f3", rate_wpm=130)
    return spoken.synthesise(SENTENCE, delivery).at_rate(HEARING_RATE_HZ).samples


def partials(recogniser: Recogniser, samples: Samples) -> list[str]:
    return [recogniser.hear(samples[at : at + CHUNK]) for at in range(0, len(samples), CHUNK)]


def test_what_was_said_is_heard(recogniser: Recogniser, samples: Samples) -> None:
    recogniser.start()
    partials(recogniser, samples)
    transcript = recogniser.finish()

    assert transcript.text == SENTENCE
    assert [word.text for word in transcript.words] == SENTENCE.split()
    assert 0.8 < transcript.confidence <= 1.0


def test_the_text_grows_while_somebody_speaks(recogniser: Recogniser, samples: Samples) -> None:
    recogniser.start()
    texts = partials(recogniser, samples)

    assert texts[0] == ""
    if isinstance(recogniser, WhisperRecogniser):
        assert set(texts) == {""}, "it hears an utterance once it has ended"
        return
    assert "jeg har" in texts


def test_words_carry_their_times_in_the_utterance(recogniser: Recogniser, samples: Samples) -> None:
    for _ in range(2):
        recogniser.start()
        partials(recogniser, samples)
        words = recogniser.finish().words

        assert 0 <= words[0].starts_at_s < 0.2
        assert words[-1].ends_at_s <= len(samples) / HEARING_RATE_HZ + 0.1
        assert all(word.starts_at_s < word.ends_at_s for word in words)


def test_a_new_utterance_forgets_the_last(recogniser: Recogniser, samples: Samples) -> None:
    recogniser.start()
    partials(recogniser, samples)
    recogniser.start()
    assert recogniser.finish().text == ""


def test_silence_is_heard_as_nothing(recogniser: Recogniser) -> None:
    recogniser.start()
    assert set(partials(recogniser, silence(3.0))) == {""}

    transcript = recogniser.finish()
    assert (transcript.text, transcript.confidence, transcript.words) == ("", 0.0, ())
