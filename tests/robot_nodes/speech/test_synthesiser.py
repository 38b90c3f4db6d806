"""The contract of the synthesiser's port: the fake and the real one pass it alike."""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from robot_nodes.speech.audio import level_dbfs
from robot_nodes.speech.piper_synthesiser import PiperSynthesiser
from robot_nodes.speech.synthesiser import Delivery, Synthesiser, SynthesisFailed
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import FakeSynthesiser
from tests.robot_nodes.speech.tone_voice import write_tone_voice

NORWEGIAN = Delivery(Locale.NB_NO)


@pytest.fixture(scope="module")
def piper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synthesiser]:
    """Piper with the voice of NABO_PIPER_VOICE, or with one that hums; skipped without Piper."""
    if not all(importlib.util.find_spec(name) for name in ("piper", "onnx")):
        pytest.skip("SKIPPED: Piper is not installed (the extra `piper`)")
    named = os.environ.get("NABO_PIPER_VOICE")
    path = Path(named) if named else write_tone_voice(tmp_path_factory.mktemp("voice"))
    voice = PiperSynthesiser({Locale.NB_NO: path})
    voice.start()
    yield voice
    voice.close()


@pytest.fixture(params=["fake", "espeak", "piper"])
def synthesiser(request: pytest.FixtureRequest) -> Synthesiser:
    if request.param == "fake":
        return FakeSynthesiser()
    voice: Synthesiser = request.getfixturevalue(
        {"espeak": "spoken", "piper": "piper"}[request.param]
    )
    return voice


def test_a_sentence_becomes_sound(synthesiser: Synthesiser) -> None:
    speech = synthesiser.synthesise("God morgen, Solveig.", NORWEGIAN)

    assert speech.samples.dtype == np.int16
    assert 0.5 < speech.duration_s < 5
    assert level_dbfs(speech.samples) > -40


def test_every_word_is_named_in_order_with_the_time_it_begins(synthesiser: Synthesiser) -> None:
    speech = synthesiser.synthesise("Har du tatt medisinen?", NORWEGIAN)
    starts_s = [word.starts_at_s for word in speech.words]

    assert [word.text.strip("?") for word in speech.words] == ["Har", "du", "tatt", "medisinen"]
    assert starts_s == sorted(starts_s)
    assert starts_s[0] >= 0
    assert starts_s[-1] < speech.duration_s


def test_a_lower_volume_sounds_softer(synthesiser: Synthesiser) -> None:
    loud = synthesiser.synthesise("God kveld", NORWEGIAN)
    soft = synthesiser.synthesise("God kveld", Delivery(Locale.NB_NO, volume=0.3))

    assert level_dbfs(soft.samples) < level_dbfs(loud.samples) - 6


def test_another_rate_of_samples_lasts_as_long(synthesiser: Synthesiser) -> None:
    speech = synthesiser.synthesise("God kveld", NORWEGIAN)
    assert speech.at_rate(8000).duration_s == pytest.approx(speech.duration_s, abs=0.001)


@pytest.mark.parametrize("text", ["", "  ", "?!"])
def test_a_text_with_nothing_to_say_is_refused(synthesiser: Synthesiser, text: str) -> None:
    with pytest.raises(SynthesisFailed):
        synthesiser.synthesise(text, NORWEGIAN)
