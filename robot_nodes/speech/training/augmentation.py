"""Makes clean speech sound as in a home: rooms, microphones, noise.

A `Sound` is 16 kHz, -1 to 1, until it is scaled to samples.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve, lfilter, resample_poly

from robot_nodes.speech.audio import FULL_SCALE, HEARING_RATE_HZ, Samples, to_samples
from robot_nodes.speech.training.espeak import ESPEAK_RATE_HZ

Sound: TypeAlias = NDArray[np.float64]
Random: TypeAlias = np.random.Generator

_COLOUR_KNOTS_HZ = (0, 150, 300, 600, 1000, 1700, 2700, 4000, 5700, 8000)
_COLOUR_SPREAD_DB = 6.0
_CUT_OUT_CHANCE, _NOISE_CHANCE, _HUM_CHANCE = 0.3, 0.75, 0.1
_ROOM_CHANCE, _COLOUR_CHANCE = 0.5, 0.8
_UNTOUCHED_CHANCE = 0.15
"""That nothing but the level is changed: without such a share, clean speech is heard worse."""
_QUIETEST_PEAK_EXPONENT, _LOUDEST_PEAK_EXPONENT = -1.6, -0.05
CLEAN_PEAK = 0.5


def at_hearing_rate(sound: Sound, speed: float = 1.0) -> Sound:
    """Return what espeak-ng gave at 16 kHz, `speed` times as fast and as high."""
    up = HEARING_RATE_HZ // 50
    down = round(ESPEAK_RATE_HZ // 50 * speed)
    resampled: Sound = resample_poly(sound, up, down)
    return resampled


def with_silence(sound: Sound, lead_s: float, tail_s: float) -> Sound:
    """Return `sound` with digital silence before and after it."""
    return np.pad(sound, (round(lead_s * HEARING_RATE_HZ), round(tail_s * HEARING_RATE_HZ)))


def in_room(sound: Sound, random: Random) -> Sound:
    """Return `sound` as heard in a room: a random decaying response of 0.1 to 0.7 s."""
    length = round(HEARING_RATE_HZ * random.uniform(0.1, 0.7))
    response = random.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length)
    response *= random.uniform(0.02, 0.15)
    response[0] = 1.0
    heard: Sound = fftconvolve(sound, response)[: len(sound)]
    return heard


def coloured(sound: Sound, random: Random) -> Sound:
    """Return `sound` through a random smooth spectrum: another microphone, another throat."""
    frequencies_hz = np.fft.rfftfreq(len(sound), 1 / HEARING_RATE_HZ)
    knots_db = random.normal(0, _COLOUR_SPREAD_DB, len(_COLOUR_KNOTS_HZ))
    gain_db = np.interp(frequencies_hz, _COLOUR_KNOTS_HZ, knots_db)
    return np.fft.irfft(np.fft.rfft(sound) * 10 ** (gain_db / 20), len(sound))


def with_noise(sound: Sound, snr_db: float, random: Random) -> Sound:
    """Return `sound` with noise, white to dull, `snr_db` below its own mean power."""
    white = random.standard_normal(len(sound))
    noise: Sound = lfilter([1.0], [1.0, -random.uniform(0, 0.95)], white)
    wanted_power = np.mean(sound**2) / 10 ** (snr_db / 10)
    louder: Sound = sound + noise * np.sqrt(wanted_power / np.mean(noise**2))
    return louder


def with_hum(sound: Sound, random: Random) -> Sound:
    """Return `sound` with a steady tone: a fan, a refrigerator, a hearing loop."""
    turns = random.uniform(40, 1000) * np.arange(len(sound)) / HEARING_RATE_HZ
    level = float(sound.std()) * 10 ** -random.uniform(0, 1.5)
    return sound + level * np.sin(2 * np.pi * turns)


def scaled(sound: Sound, peak: float = CLEAN_PEAK) -> Samples:
    """Return 16-bit samples whose largest is `peak`, 0 to 1, of full scale."""
    return to_samples(sound / max(float(np.abs(sound).max(initial=0.0)), 1e-6) * peak * FULL_SCALE)


def at_home(
    sound: Sound,
    lead_s: float,
    tail_s: float,
    random: Random,
    background: Callable[[Sound, Random], Sound] | None = None,
) -> Samples:
    """Return `sound` in a random room with random noise and level, and silence around it.

    Some recordings start and stop with the noise; in most the noise fills the silence too.
    `background` puts something behind the voice before the room colours both. A share is left as
    it was spoken, at some level.
    """
    if random.random() < _UNTOUCHED_CHANCE:
        return _at_some_level(with_silence(sound, lead_s, tail_s), random)
    is_cut_out = random.random() < _CUT_OUT_CHANCE
    if not is_cut_out:
        sound = with_silence(sound, lead_s, tail_s)
    if background is not None:
        sound = background(sound, random)
    sound = _perhaps(_ROOM_CHANCE, in_room, sound, random)
    sound = _perhaps(_COLOUR_CHANCE, coloured, sound, random)
    if random.random() < _NOISE_CHANCE:
        sound = with_noise(sound, random.uniform(5, 60), random)
    sound = _perhaps(_HUM_CHANCE, with_hum, sound, random)
    if is_cut_out:
        sound = with_silence(sound, lead_s, tail_s)
    return _at_some_level(sound, random)


def _at_some_level(sound: Sound, random: Random) -> Samples:
    return scaled(sound, 10 ** random.uniform(_QUIETEST_PEAK_EXPONENT, _LOUDEST_PEAK_EXPONENT))


def _perhaps(
    chance: float, change: Callable[[Sound, Random], Sound], sound: Sound, random: Random
) -> Sound:
    return change(sound, random) if random.random() < chance else sound
