"""espeak-ng keeps state in its process: these tests share one instance and compare no bytes."""

import subprocess
import sys

import pytest

from robot_nodes.speech.training.espeak import (
    ESPEAK_RATE_HZ,
    SILENCE,
    Espeak,
    EspeakRefused,
    EspeakVoice,
    LabelledSpeech,
)


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return Espeak()


@pytest.fixture(scope="module")
def speech(espeak: Espeak) -> LabelledSpeech:
    return espeak.speak("jeg har tatt den", EspeakVoice("nb+f3"))


def test_every_phone_has_its_place_in_the_sound(speech: LabelledSpeech) -> None:
    starts_s = [segment.starts_at_s for segment in speech.segments]
    assert starts_s == sorted(starts_s)
    assert starts_s[-1] == len(speech.samples) / ESPEAK_RATE_HZ


def test_phones_belong_to_words_and_pauses_to_none(speech: LabelledSpeech) -> None:
    words = [s.word for s in speech.segments if s.phone != SILENCE]
    assert speech.is_every_word_marked
    assert sorted(set(words), key=words.index) == [0, 1, 2, 3]
    assert all(s.word is None for s in speech.segments if s.phone == SILENCE)


def test_each_word_gets_its_pronunciation(speech: LabelledSpeech) -> None:
    spoken = dict(speech.pronunciations(["jeg", "har", "tatt", "den"]))
    assert spoken["tatt"][0] == spoken["tatt"][-1] == "t"
    assert spoken["den"][0] == "d"


def test_it_ends_in_silence(speech: LabelledSpeech) -> None:
    assert speech.segments[-1].phone == SILENCE


def test_an_unknown_voice_is_refused(espeak: Espeak) -> None:
    with pytest.raises(EspeakRefused, match="xx"):
        espeak.speak("ja", EspeakVoice("xx"))


def test_a_fresh_process_speaks_the_same_bytes_for_the_same_seed() -> None:
    """`whisper` is all noise, which espeak-ng would draw from the time of day."""
    program = """
import hashlib, sys
from robot_nodes.speech.training.espeak import Espeak, EspeakVoice
speech = Espeak().speak("jeg er svimmel", EspeakVoice("nb+whisper"), seed=int(sys.argv[1]))
print(hashlib.sha256(speech.samples.tobytes()).hexdigest())
"""

    def digest(seed: str) -> bytes:
        return subprocess.check_output([sys.executable, "-c", program, seed], timeout=30)

    assert digest("5") == digest("5") != digest("6")
