import numpy as np
import pytest

from robot_nodes.speech.audio import HEARING_RATE_HZ
from robot_nodes.speech.training.background import babble, behind, looped, music


def random() -> np.random.Generator:
    return np.random.default_rng(1)


def test_a_short_sound_goes_on_from_its_beginning() -> None:
    assert list(looped(np.array([1.0, 2.0, 3.0]), 5, offset=1)) == [2.0, 3.0, 1.0, 2.0, 3.0]


def test_in_a_babble_nobody_is_louder_than_the_next() -> None:
    quiet, loud = np.array([0.01, -0.01] * 50), np.array([1.0, 1.0, -1.0, -1.0] * 25)
    mixed = babble((quiet, loud), 100, random())
    assert set(np.round(np.abs(mixed), 6)) == {0.0, 2.0}


def test_music_is_as_long_as_asked_and_the_same_again() -> None:
    played = music(HEARING_RATE_HZ, random())
    assert played.shape == (HEARING_RATE_HZ,)
    assert played.std() > 0
    assert np.array_equal(played, music(HEARING_RATE_HZ, random()))


def test_a_background_lies_as_far_below_the_voice_as_asked() -> None:
    voice, other = np.sin(np.arange(8000.0)), random().standard_normal(8000)
    added = behind(voice, other, 12.0) - voice
    assert 10 * np.log10(np.mean(voice**2) / np.mean(added**2)) == pytest.approx(12.0, abs=0.1)
