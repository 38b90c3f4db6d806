from robot_nodes.speech.audio import HEARING_RATE_HZ, level_dbfs
from robot_nodes.speech.training.television import disturbances, foreign_sentences
from robot_nodes.speech.training.voices import ACCENTS
from schedules.locale import Locale


def test_each_disturbance_sounds_as_long_as_asked() -> None:
    made = list(disturbances(Locale.NB_NO, minutes=22 / 60))

    assert len({disturbance.name for disturbance in made}) == 4
    for disturbance in made:
        (piece,) = disturbance.pieces
        assert len(piece) == 22 * HEARING_RATE_HZ
        assert level_dbfs(piece) > -40


def test_the_foreign_languages_are_none_that_a_model_hears() -> None:
    accents = {accent for accents in ACCENTS.values() for accent in accents}
    assert not set(foreign_sentences()) & accents
