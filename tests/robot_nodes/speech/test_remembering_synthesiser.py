from dataclasses import replace

import numpy as np
import pytest

from robot_nodes.speech.remembering_synthesiser import RememberingSynthesiser
from robot_nodes.speech.synthesiser import Delivery, SynthesisFailed
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import CountingSynthesiser

NORWEGIAN = Delivery(Locale.NB_NO)
BYTES_A_WORD = 8000


def test_a_sentence_is_spoken_once_and_then_known_at_every_volume() -> None:
    voice = CountingSynthesiser()
    remembering = RememberingSynthesiser(voice)
    loud = remembering.synthesise("Jeg hører deg", NORWEGIAN)
    voice.is_broken = True
    soft = remembering.synthesise("Jeg hører deg", replace(NORWEGIAN, volume=0.5))

    assert voice.asked == ["Jeg hører deg"]
    assert np.abs(soft.samples).max() == pytest.approx(np.abs(loud.samples).max() / 2, abs=1)
    assert soft.words == loud.words


def test_another_speed_or_language_is_another_sound() -> None:
    voice = CountingSynthesiser()
    remembering = RememberingSynthesiser(voice)
    for delivery in (NORWEGIAN, replace(NORWEGIAN, rate_wpm=120), Delivery(Locale.EN_GB)):
        remembering.synthesise("Hei", delivery)
    assert voice.asked == ["Hei"] * 3


def test_what_was_not_asked_for_longest_is_forgotten_first_and_memory_is_bounded() -> None:
    voice = CountingSynthesiser()
    remembering = RememberingSynthesiser(voice, most_bytes=2 * BYTES_A_WORD)
    for text in ("en", "to", "en", "tre", "en", "to"):
        remembering.synthesise(text, NORWEGIAN)

    assert voice.asked == ["en", "to", "tre", "to"]
    assert remembering.held_bytes == 2 * BYTES_A_WORD


def test_a_failure_is_not_remembered() -> None:
    voice = CountingSynthesiser()
    remembering = RememberingSynthesiser(voice)
    voice.is_broken = True
    with pytest.raises(SynthesisFailed):
        remembering.synthesise("Hei", NORWEGIAN)
    voice.is_broken = False
    assert remembering.synthesise("Hei", NORWEGIAN).duration_s > 0
