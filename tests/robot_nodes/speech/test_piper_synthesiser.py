import importlib.util
from pathlib import Path

import pytest

from robot_nodes.speech.piper_synthesiser import PiperSynthesiser, VoiceMissing
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.synthesiser import Delivery, SynthesisFailed
from robot_nodes.speech.voices import ByLocale, voices
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import CountingSynthesiser
from tests.robot_nodes.speech.tone_voice import write_tone_voice

HAS_PIPER = all(importlib.util.find_spec(name) for name in ("piper", "onnx"))
needs_piper = pytest.mark.skipif(
    not HAS_PIPER, reason="SKIPPED: Piper is not installed (the extra `piper`)"
)


def test_without_a_file_the_built_in_voice_speaks() -> None:
    voice = voices(dict.fromkeys(Locale, ""))
    assert isinstance(voice, Pyttsx3Synthesiser)


@pytest.mark.skipif(HAS_PIPER, reason="Piper is installed here")
def test_a_robot_without_piper_says_how_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(VoiceMissing, match=r"nabo-care\[piper\]"):
        PiperSynthesiser({Locale.NB_NO: tmp_path / "nb.onnx"})


@needs_piper
def test_a_voice_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(VoiceMissing, match="voice_nb_NO"):
        PiperSynthesiser({Locale.NB_NO: tmp_path / "nb.onnx"})


@needs_piper
def test_words_begin_where_the_voice_says(tmp_path: Path) -> None:
    voice = PiperSynthesiser({Locale.NB_NO: write_tone_voice(tmp_path)})
    speech = voice.synthesise("Har du tatt den", Delivery(Locale.NB_NO), 20)
    voice.close()

    assert not speech.is_estimated
    assert [word.text for word in speech.words] == ["Har", "du", "tatt", "den"]
    starts_s = [word.starts_at_s for word in speech.words]
    assert starts_s == sorted(set(starts_s))


@needs_piper
def test_slower_is_longer_and_another_language_is_refused(tmp_path: Path) -> None:
    voice = PiperSynthesiser({Locale.NB_NO: write_tone_voice(tmp_path)})
    usual = voice.synthesise("God morgen", Delivery(Locale.NB_NO), 20)
    slow = voice.synthesise("God morgen", Delivery(Locale.NB_NO, rate_wpm=100), 20)
    with pytest.raises(SynthesisFailed, match="no Piper voice for en_GB"):
        voice.synthesise("Good morning", Delivery(Locale.EN_GB), 20)
    voice.close()
    assert slow.duration_s > 1.5 * usual.duration_s


def test_each_language_has_its_own_voice() -> None:
    norwegian, english = CountingSynthesiser(), CountingSynthesiser()
    voice = ByLocale({Locale.NB_NO: norwegian, Locale.NN_NO: norwegian, Locale.EN_GB: english})
    voice.synthesise("Hei", Delivery(Locale.NN_NO))
    voice.synthesise("Hello", Delivery(Locale.EN_GB))
    assert (norwegian.asked, english.asked) == (["Hei"], ["Hello"])
