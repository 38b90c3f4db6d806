from pathlib import Path

import numpy as np
import pytest

from robot_nodes.speech.audio import (
    SILENCE_DBFS,
    level_dbfs,
    read_wav,
    resample,
    silence,
    to_samples,
    write_wav,
)


def tone(rate_hz: int, frequency_hz: float = 440.0, duration_s: float = 0.5) -> np.ndarray:
    turns = np.arange(round(rate_hz * duration_s)) * frequency_hz / rate_hz
    return to_samples(16384 * np.sin(2 * np.pi * turns))


def test_a_sine_of_half_scale_has_minus_nine_decibels() -> None:
    assert level_dbfs(tone(16_000)) == pytest.approx(-9.03, abs=0.05)


@pytest.mark.parametrize("samples", [silence(1.0), silence(0.0)])
def test_silence_has_the_lowest_level(samples: np.ndarray) -> None:
    assert level_dbfs(samples) == SILENCE_DBFS


def test_resampling_keeps_duration_pitch_and_level() -> None:
    resampled = resample(tone(22_050), 22_050, 16_000)
    spectrum = np.abs(np.fft.rfft(resampled))

    assert len(resampled) == 8000
    assert np.argmax(spectrum) * 2 == 440
    assert level_dbfs(resampled) == pytest.approx(level_dbfs(tone(22_050)), abs=0.1)


def test_a_rate_that_is_already_right_changes_nothing() -> None:
    samples = tone(16_000)
    assert resample(samples, 16_000, 16_000) is samples


def test_values_too_large_for_16_bits_are_clipped_not_wrapped() -> None:
    assert to_samples(np.array([1e6, -1e6, 1.6])).tolist() == [32767, -32768, 2]


def test_a_wav_file_comes_back_as_it_was(tmp_path: Path) -> None:
    write_wav(tmp_path / "tone.wav", (tone(16_000),), 16_000)
    samples, rate_hz = read_wav(tmp_path / "tone.wav")

    assert rate_hz == 16_000
    assert samples.tolist() == tone(16_000).tolist()


def test_a_stereo_file_is_refused_by_name(tmp_path: Path) -> None:
    write_wav(tmp_path / "two.wav", (silence(0.2), silence(0.1)), 16_000)
    with pytest.raises(ValueError, match=r"two\.wav: 2 channels"):
        read_wav(tmp_path / "two.wav")
