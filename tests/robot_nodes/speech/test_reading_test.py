from pathlib import Path

import numpy as np
import pytest

from robot_nodes.speech.audio import write_wav
from robot_nodes.speech.installed_models import InstalledModel, RecogniserKind
from robot_nodes.speech.reading_test import (
    SENTENCES,
    ReadingsMissing,
    Recording,
    recordings_in,
    result_of,
)
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import FakeRecogniser

SAMPLES = np.full(16_000, 3000, np.int16)


@pytest.mark.parametrize("locale", list(Locale))
def test_ten_sentences_are_read(locale: Locale) -> None:
    assert len(set(SENTENCES[locale])) == 10


def test_files_are_the_sentences_in_order_unless_a_text_says_otherwise(tmp_path: Path) -> None:
    for name in ("01.wav", "02.wav"):
        write_wav(tmp_path / name, (SAMPLES,), 8000)
    (tmp_path / "02.txt").write_text("God morgen.\n", encoding="utf-8")

    first, second = recordings_in(tmp_path, Locale.NB_NO)
    assert first.said == SENTENCES[Locale.NB_NO][0]
    assert second.said == "God morgen."
    assert len(first.samples) == 32_000


def test_a_folder_without_recordings_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(ReadingsMissing, match=r"01\.wav"):
        list(recordings_in(tmp_path, Locale.NB_NO))


def test_a_file_that_is_no_recording_is_named(tmp_path: Path) -> None:
    write_wav(tmp_path / "01.wav", (SAMPLES, SAMPLES), 16_000)
    with pytest.raises(ReadingsMissing, match=r"01\.wav"):
        list(recordings_in(tmp_path, Locale.NB_NO))


def test_errors_are_counted_over_all_recordings() -> None:
    model = InstalledModel(Locale.NB_NO, RecogniserKind.VOSK, Path("mine"))
    readings = [Recording("Ja, takk.", SAMPLES), Recording("Nei, takk.", SAMPLES)]
    result = result_of(model, readings, lambda _: FakeRecogniser("ja takk"))

    assert result.heard == ("ja takk", "ja takk")
    assert (result.errors.errors, result.errors.words) == (1, 4)
