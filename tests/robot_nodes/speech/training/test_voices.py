from pathlib import Path

import espeakng_loader

from robot_nodes.speech.training.voices import ACCENTS, HELD_OUT_VARIANTS, TRAINED_VARIANTS
from schedules.locale import LANGUAGE_TAGS


def test_nobody_is_tested_on_a_voice_that_was_trained_on() -> None:
    assert not set(HELD_OUT_VARIANTS) & set(TRAINED_VARIANTS)
    assert len(set(TRAINED_VARIANTS)) == len(TRAINED_VARIANTS)


def test_every_variant_exists() -> None:
    folder = Path(espeakng_loader.get_data_path(), "voices", "!v")
    assert {*HELD_OUT_VARIANTS, *TRAINED_VARIANTS} <= {path.name for path in folder.iterdir()}


def test_each_model_is_trained_on_the_voice_that_speaks_its_language() -> None:
    for locale, accents in ACCENTS.items():
        assert LANGUAGE_TAGS[locale].espeak_voice in accents
