from pathlib import Path

import pytest

from robot_nodes.speech import word_list
from robot_nodes.speech.speech_models import (
    MODELS_FOLDER,
    OWN_MODEL_MARK,
    is_trained_on_synthetic_voices,
)
from robot_nodes.speech.training.false_accepts import FalseAccepts
from robot_nodes.speech.training.model_card import (
    ModelFigures,
    NoiseMeasure,
    Row,
    with_vocabulary,
    write_card,
)
from robot_nodes.speech.training.voices import HELD_OUT_VARIANTS
from robot_nodes.speech.word_errors import WordErrors
from schedules.locale import Locale

TELEVISION = FalseAccepts(
    name="television",
    duration_s=600.0,
    utterances=60,
    words=20,
    asked_again=2,
    believed=1,
    believed_intents=("later",),
)
FIGURES = ModelFigures(
    locale=Locale.NB_NO,
    origin="7000 utterances, 14 times over.\n",
    word_count=2900,
    template_count=4000,
    rows=(
        Row(
            locale=Locale.NN_NO,
            condition="half speed",
            sentences=WordErrors(400, 10),
            understood_ratio=0.935,
            care=WordErrors(100, 1),
            expected=WordErrors(100, 0),
        ),
    ),
    noises=(NoiseMeasure("white noise", 30.0, 0),),
    false_accepts=(TELEVISION,),
    real_time_factor=0.0134,
    load_s=0.2,
    size_mb=3.7,
)


def test_the_card_states_figures_data_and_the_limit(tmp_path: Path) -> None:
    text = write_card(tmp_path, FIGURES)

    assert "| nn_NO, half speed | 400 | 2.5% | 93.5% | 1.0% | 0.0% |" in text
    assert "| white noise | 30 | 0 |" in text
    assert "It is not a recogniser for people" in text
    assert all(variant in text for variant in HELD_OUT_VARIANTS)
    assert "7000 utterances, 14 times over." in text
    assert "NB-Whisper" in text
    assert "record-test" in text


def test_false_accepts_are_told_by_the_hour_and_what_was_believed_by_name(tmp_path: Path) -> None:
    text = write_card(tmp_path, FIGURES)
    assert "| television | 10 | 360 | 120 | 12 | 6 (later) |" in text


def test_a_model_with_a_card_is_known_as_our_own(tmp_path: Path) -> None:
    assert not is_trained_on_synthetic_voices(tmp_path)
    write_card(tmp_path, FIGURES)
    assert is_trained_on_synthetic_voices(tmp_path)


@pytest.mark.parametrize("locale", [Locale.NB_NO, Locale.EN_GB])
def test_the_card_of_a_model_tells_how_many_words_it_knows_now(locale: Locale) -> None:
    folder = MODELS_FOLDER / locale
    text = (folder / OWN_MODEL_MARK).read_text()
    now = len(word_list.vocabulary(folder / "graph" / "words.txt"))
    assert text == with_vocabulary(text, now), (
        "run `python -m robot_nodes.speech.training --graph-only`, which renews words and card"
    )


@pytest.mark.parametrize(
    ("now", "told"),
    [(2900, "as many as then"), (3000, "100 more than then"), (2890, "10 fewer than then")],
)
def test_words_that_came_later_are_told_and_the_measured_ones_stay(
    tmp_path: Path, now: int, told: str
) -> None:
    text = with_vocabulary(write_card(tmp_path, FIGURES), now)
    assert "- Vocabulary when it was measured: 2900 words" in text
    assert f"- Vocabulary now: {now} words, {told}." in text


def test_a_card_without_the_measured_words_is_refused() -> None:
    with pytest.raises(ValueError, match="with how many words"):
        with_vocabulary("# A card", 3000)
