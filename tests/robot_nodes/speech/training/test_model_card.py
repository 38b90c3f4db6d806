from pathlib import Path

from robot_nodes.speech.speech_models import is_trained_on_synthetic_voices
from robot_nodes.speech.training.model_card import (
    Measure,
    ModelFigures,
    NoiseMeasure,
    write_card,
)
from robot_nodes.speech.training.voices import HELD_OUT_VARIANTS
from robot_nodes.speech.word_errors import WordErrors
from schedules.locale import Locale

FIGURES = ModelFigures(
    locale=Locale.NB_NO,
    measures=(Measure("sentences of the list", 150, WordErrors(400, 10), 0.9),),
    noises=(NoiseMeasure("white noise", 30.0, 0),),
    false_words=(7, 105),
    false_words_expecting=(1, 105),
    real_time_factor=0.0134,
    load_s=0.2,
    size_mb=3.7,
)


def test_the_card_states_figures_data_and_the_limit(tmp_path: Path) -> None:
    text = write_card(tmp_path, FIGURES)

    assert "| sentences of the list | 150 | 400 | 2.5% | 90.0% |" in text
    assert "| white noise | 30 | 0 |" in text
    assert "It is not a recogniser for people" in text
    assert all(variant in text for variant in HELD_OUT_VARIANTS)
    assert "NB-Whisper" in text


def test_a_model_with_a_card_is_known_as_our_own(tmp_path: Path) -> None:
    assert not is_trained_on_synthetic_voices(tmp_path)
    write_card(tmp_path, FIGURES)
    assert is_trained_on_synthetic_voices(tmp_path)
