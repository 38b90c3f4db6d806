"""Sound as values: mono 16-bit samples, their level, their rate, and WAV files."""

import wave
from math import gcd
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.int16]
"""Mono samples, -32768 to 32767."""

HEARING_RATE_HZ = 16_000
"""Every microphone, voice-activity model and recogniser here works at this rate."""

FILTER_HALF_WIDTH = 10
"""Of the resampler's filter, in samples of the slower rate."""
_KAISER_BETA = 5.0
"""50 dB down where the filter stops."""

FULL_SCALE = 32_768.0
SILENCE_DBFS = -120.0
"""What `level_dbfs` says of digital silence: below anything that 16 bits can hold."""


def level_dbfs(samples: Samples) -> float:
    """Return the root-mean-square level in dB of full scale, never below `SILENCE_DBFS`."""
    if not len(samples):
        return SILENCE_DBFS
    power = float(np.mean(np.square(samples.astype(np.float64) / FULL_SCALE)))
    return max(SILENCE_DBFS, 10.0 * float(np.log10(power))) if power > 0 else SILENCE_DBFS


def resample(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """Return `samples` at another rate, low-pass filtered so that nothing folds back.

    In NumPy alone: importing SciPy's would cost each of our processes two seconds.
    """
    if from_hz == to_hz:
        return samples
    common = gcd(from_hz, to_hz)
    return to_samples(_resampled(samples.astype(np.float64), to_hz // common, from_hz // common))


def _resampled(values: NDArray[np.float64], up: int, down: int) -> NDArray[np.float64]:
    """Return `values` at `up`/`down` times their rate, by a polyphase filter."""
    half = FILTER_HALF_WIDTH * max(up, down)
    taps = np.concatenate((np.zeros(up), up * low_pass(half, max(up, down))))
    reach = 2 * half // up + 1
    padded = np.pad(values, reach)
    at = np.arange(-(-len(values) * up // down)) * down
    first = -((half - at) // up)
    resampled = np.zeros(len(at))
    for tap in range(reach):
        index = first + tap
        resampled += padded[index + reach] * taps[up + half + at - index * up]
    return resampled


def low_pass(half: int, divisor: int) -> NDArray[np.float64]:
    """Return a windowed sinc of 2 `half` + 1 taps that passes 1/`divisor` of the band."""
    taps = np.sinc(np.arange(-half, half + 1) / divisor) * np.kaiser(2 * half + 1, _KAISER_BETA)
    return np.asarray(taps / taps.sum(), np.float64)


def to_samples(values: NDArray[np.floating]) -> Samples:
    """Round `values`, already on the 16-bit scale, and clip what does not fit."""
    samples: Samples = np.clip(np.rint(values), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
    return samples


def at_volume(samples: Samples, volume: float) -> Samples:
    """Return `samples` at a ratio of their loudness, 0 to 1."""
    return samples if volume >= 1 else to_samples(samples.astype(np.float32) * max(volume, 0.0))


def silence(duration_s: float, sample_rate_hz: int = HEARING_RATE_HZ) -> Samples:
    """Return digital silence."""
    return np.zeros(round(duration_s * sample_rate_hz), np.int16)


def read_wav(path: Path) -> tuple[Samples, int]:
    """Return the samples of a mono 16-bit WAV file and its rate in Hz.

    Raises:
        ValueError: the file holds another number of channels or another width.
    """
    with wave.open(str(path), "rb") as file:
        channels, width = file.getnchannels(), file.getsampwidth()
        if (channels, width) != (1, 2):
            raise ValueError(f"{path}: {channels} channels of {8 * width} bits; wanted one of 16")
        return np.frombuffer(file.readframes(file.getnframes()), "<i2"), file.getframerate()


def write_wav(path: Path, channels: tuple[Samples, ...], sample_rate_hz: int) -> None:
    """Write one or more channels as a 16-bit WAV; shorter channels end in silence."""
    length = max(len(channel) for channel in channels)
    padded = [np.pad(channel, (0, length - len(channel))) for channel in channels]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(sample_rate_hz)
        file.writeframes(np.stack(padded, axis=1).astype("<i2").tobytes())
