from collections.abc import Callable

import numpy as np
import pytest

from robot_nodes.speech.audio import HEARING_RATE_HZ, level_dbfs
from robot_nodes.speech.training import augmentation
from robot_nodes.speech.training.augmentation import Random, Sound
from robot_nodes.speech.training.espeak import ESPEAK_RATE_HZ


def tone(duration_s: float = 1.0, rate_hz: int = HEARING_RATE_HZ) -> Sound:
    turns = np.arange(round(duration_s * rate_hz)) * 440.0 / rate_hz
    return 0.5 * np.sin(2 * np.pi * turns)


def power(sound: Sound) -> float:
    return float(np.mean(sound**2))


def test_noise_lies_as_far_below_the_speech_as_asked() -> None:
    noisy = augmentation.with_noise(tone(), 10.0, np.random.default_rng(1))
    assert 10 * np.log10(power(tone()) / power(noisy - tone())) == pytest.approx(10.0, abs=0.01)


@pytest.mark.parametrize("speed", [0.8, 1.0, 1.25])
def test_faster_speech_is_shorter(speed: float) -> None:
    heard = augmentation.at_hearing_rate(tone(1.0, ESPEAK_RATE_HZ), speed)
    assert len(heard) == pytest.approx(HEARING_RATE_HZ / speed, rel=0.002)


@pytest.mark.parametrize(
    "change", [augmentation.in_room, augmentation.coloured, augmentation.with_hum]
)
def test_a_change_keeps_the_length_and_is_not_nothing(
    change: Callable[[Sound, Random], Sound],
) -> None:
    changed = change(tone(), np.random.default_rng(1))
    assert changed.shape == tone().shape
    assert not np.allclose(changed, tone())


def test_silence_goes_before_and_after() -> None:
    padded = augmentation.with_silence(tone(), 0.25, 0.5)
    assert len(padded) == 1.75 * HEARING_RATE_HZ
    assert not padded[: HEARING_RATE_HZ // 4].any()


def test_scaling_sets_the_peak_and_leaves_silence_silent() -> None:
    assert abs(augmentation.scaled(tone(), 0.25)).max() == pytest.approx(8192, abs=1)
    assert level_dbfs(augmentation.scaled(np.zeros(100))) == -120.0


def test_the_same_random_numbers_give_the_same_home() -> None:
    first = augmentation.at_home(tone(), 0.2, 0.3, np.random.default_rng((7, 1)))
    again = augmentation.at_home(tone(), 0.2, 0.3, np.random.default_rng((7, 1)))
    other = augmentation.at_home(tone(), 0.2, 0.3, np.random.default_rng((7, 2)))

    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()
    assert len(first) == 1.5 * HEARING_RATE_HZ
