"""What sounds before the robot begins to talk out of silence: a pause, and two soft tones."""

from functools import cache

import numpy as np

from robot_nodes.speech.audio import FULL_SCALE, Samples, silence, to_samples

PRE_ROLL_S = 0.25
"""Silence that wakes a loudspeaker in standby, which eats what sounds first."""
TONES_HZ = (440.0, 587.3)
"""A fourth up, both well inside what an old ear hears."""
TONE_S = 0.3
GAP_S = 0.2
"""From the last tone to the first word."""
_PEAK = 0.25
"""Ratio of full scale: softer than speech."""
_ATTACK_S = 0.015
_DECAY_S = 0.09


@cache
def prelude(sample_rate_hz: int) -> Samples:
    """Return the pause, the tones and the gap, at the full volume of the voice."""
    parts = [
        silence(PRE_ROLL_S, sample_rate_hz),
        *(_tone(hz, sample_rate_hz) for hz in TONES_HZ),
        silence(GAP_S, sample_rate_hz),
    ]
    return np.concatenate(parts)


def _tone(hz: float, sample_rate_hz: int) -> Samples:
    at_s = np.arange(round(TONE_S * sample_rate_hz)) / sample_rate_hz
    loudness = np.minimum(at_s / _ATTACK_S, 1.0) * np.exp(-at_s / _DECAY_S)
    octave = 0.2 * np.sin(4 * np.pi * hz * at_s)
    wave = np.sin(2 * np.pi * hz * at_s) + octave
    return to_samples(_PEAK * FULL_SCALE * loudness * wave)
