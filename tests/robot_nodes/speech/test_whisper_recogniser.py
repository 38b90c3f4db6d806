"""The adapter over the real faster-whisper, where that is installed; hearing needs a real model."""

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from robot_nodes.speech.audio import HEARING_RATE_HZ, silence
from robot_nodes.speech.speech_models import ModelMissing
from robot_nodes.speech.whisper_recogniser import WhisperModel, transcript_of
from schedules.locale import Locale
from tests.robot_nodes.speech.tiny_whisper import write_tiny_whisper


@dataclass(frozen=True)
class Word:
    word: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True)
class Segment:
    words: list[Word] | None


def test_words_come_without_the_capitals_and_stops_that_whisper_writes() -> None:
    segments = [
        Segment([Word(" Ja,", 0.1, 0.3, 0.9), Word(" jeg", 0.3, 0.5, 0.7)]),
        Segment(None),
        Segment([Word(" har.", 0.5, 0.9, 0.8), Word(" …", 0.9, 0.9, 0.1)]),
    ]
    transcript = transcript_of(segments)
    assert transcript.text == "ja jeg har"
    assert transcript.confidence == pytest.approx(0.8)
    assert [word.starts_at_s for word in transcript.words] == [0.1, 0.3, 0.5]


def test_no_segments_are_nothing() -> None:
    assert transcript_of([]).text == ""


def test_a_folder_without_a_model_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=f"{tmp_path}.*model.bin"):
        WhisperModel(tmp_path)


def test_without_the_package_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.bin").touch()
    (tmp_path / "faster_whisper.py").write_text("raise ImportError('not here')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelMissing, match=r"nabo-care\[whisper\]"):
        WhisperModel(tmp_path)


def installed(name: str) -> Any:  # noqa: ANN401 - a module
    """Return a module of the extra `whisper`; skip the test where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        pytest.skip("faster-whisper is not installed: pip install 'nabo-care[whisper]' to run this")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    installed("faster_whisper")
    folder = tmp_path_factory.mktemp("whisper")
    write_tiny_whisper(folder, installed("ctranslate2"), installed("tokenizers"))
    return folder


def test_the_real_faster_whisper_takes_an_utterance_and_returns_words(tiny: Path) -> None:
    recogniser = WhisperModel(tiny, compute_type="default").recogniser(Locale.NB_NO)
    babble = np.random.default_rng(0).normal(0, 3000, HEARING_RATE_HZ).astype(np.int16)
    recogniser.start(("ja", "nei"))
    assert recogniser.hear(babble) == ""
    transcript = recogniser.finish()
    assert 0 <= transcript.confidence <= 1
    assert all(word.ends_at_s <= 30 for word in transcript.words)


def test_silence_is_not_even_asked_about(tiny: Path) -> None:
    recogniser = WhisperModel(tiny, compute_type="default").recogniser(Locale.EN_GB)
    for heard in (silence(0), silence(0.05), silence(3)):
        recogniser.start()
        recogniser.hear(heard)
        assert recogniser.finish().text == ""


def test_a_broken_model_is_named_with_the_remedy(tiny: Path, tmp_path: Path) -> None:
    for part in tiny.iterdir():
        (tmp_path / part.name).write_bytes(part.read_bytes()[:5000])
    with pytest.raises(ModelMissing, match="convert it again"):
        WhisperModel(tmp_path)
