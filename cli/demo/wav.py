"""The whole conversation as one stereo WAV: the robot left, the resident right."""

import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, resample, write_wav
from sim import wire

PAUSE_S = 2.0
"""A silence of both sides longer than this is cut down to it."""
_VOICED = 330
"""About -40 dBFS: the room's noise stays well below."""


class Recording:
    """Collects the sound of both sides as it comes. Thread-safe."""

    def __init__(self) -> None:
        """Begin at the present moment."""
        self._lock = threading.Lock()
        self._started_s = time.monotonic()
        self._robot: list[tuple[float, str, Samples]] = []
        self._resident: list[tuple[float, str, Samples]] = []

    def hear_robot(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        """Take a chunk of `audio/out`."""
        self._take(self._robot, message)

    def hear_resident(self, message: Any) -> None:  # noqa: ANN401 - as above
        """Take a chunk of `audio/in`."""
        self._take(self._resident, message)

    def write(self, path: Path) -> float:
        """Write what was heard so far and return how many seconds it lasts.

        Raises:
            OSError: The file cannot be written.
        """
        with self._lock:
            left, right = _laid_out(self._robot), _laid_out(self._resident)
        length = max(len(left), len(right))
        left = np.pad(left, (0, length - len(left)))
        right = np.pad(right, (0, length - len(right)))
        kept = is_worth_hearing(left, right)
        write_wav(path, (left[kept], right[kept]), HEARING_RATE_HZ)
        return int(kept.sum()) / HEARING_RATE_HZ

    def _take(self, side: list[tuple[float, str, Samples]], message: Any) -> None:  # noqa: ANN401 - generated
        sound = wire.from_audio(message)
        samples = resample(sound.samples, sound.sample_rate_hz, HEARING_RATE_HZ)
        heard_s = time.monotonic() - self._started_s
        with self._lock:
            side.append((heard_s, sound.utterance_id, samples))


def _laid_out(chunks: list[tuple[float, str, Samples]]) -> Samples:
    """Put chunks one after another; each stream, or sentence, begins when it was heard."""
    pieces: list[tuple[int, Samples]] = []
    end, stream = 0, None
    for heard_s, utterance_id, samples in chunks:
        if utterance_id != stream:
            end, stream = max(end, round(heard_s * HEARING_RATE_HZ)), utterance_id
        pieces.append((end, samples))
        end += len(samples)
    track: Samples = np.zeros(end, np.int16)
    for begin, samples in pieces:
        track[begin : begin + len(samples)] = samples
    return track


def is_worth_hearing(left: Samples, right: Samples) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which samples to keep: all but the long silences in which time was skipped."""
    sounding = np.flatnonzero((np.abs(left) > _VOICED) | (np.abs(right) > _VOICED))
    kept = np.zeros(len(left), np.bool_)
    if not len(sounding):
        return kept
    half = round(PAUSE_S / 2 * HEARING_RATE_HZ)
    gaps = np.flatnonzero(np.diff(sounding) > 2 * half)
    begins = [sounding[0], *sounding[gaps + 1]]
    ends = [*sounding[gaps], sounding[-1]]
    for begin, end in zip(begins, ends, strict=True):
        kept[max(0, begin - half) : end + half] = True
    return kept
