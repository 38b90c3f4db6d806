"""Another sample rate for sound that comes in pieces, without a seam between them."""

from math import gcd

import numpy as np
from numpy.typing import NDArray

from robot_nodes.speech.audio import FILTER_HALF_WIDTH, Samples, low_pass, to_samples


class StreamResampler:
    """Resamples one stream, piece by piece. Its output lags by the filter's half: under 1 ms."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        """Begin a stream.

        Raises:
            ValueError: A rate is not positive.
        """
        if min(from_hz, to_hz) <= 0:
            raise ValueError(f"rates are positive, not {from_hz} and {to_hz} Hz")
        common = gcd(from_hz, to_hz)
        self._up, self._down = to_hz // common, from_hz // common
        self._half = FILTER_HALF_WIDTH * max(self._up, self._down)
        self._reach = 2 * self._half // self._up + 1
        taps = self._up * low_pass(self._half, max(self._up, self._down))
        self._taps = np.concatenate((np.zeros(self._up), taps, np.zeros(self._up)))
        self._kept: NDArray[np.float64] = np.zeros(self._reach)
        self._first = -self._reach
        """Where in the stream the kept samples begin."""
        self._sent = 0

    def feed(self, samples: Samples) -> Samples:
        """Take the next samples and return those that are complete at the other rate."""
        if self._up == self._down:
            return samples
        self._kept = np.concatenate((self._kept, samples.astype(np.float64)))
        end = self._first + len(self._kept)
        until = max(self._sent, ((end - 1) * self._up - self._half) // self._down + 1)
        at = np.arange(self._sent, until) * self._down
        first = -((self._half - at) // self._up)
        resampled = np.zeros(len(at))
        for tap in range(self._reach):
            index = first + tap
            weights = self._taps[self._up + self._half + at - index * self._up]
            resampled += self._kept[np.minimum(index, end - 1) - self._first] * weights
        self._sent = until
        self._forget(-((self._half - until * self._down) // self._up))
        return to_samples(resampled)

    def _forget(self, needed_from: int) -> None:
        drop = max(0, min(needed_from - self._first, len(self._kept)))
        self._kept = self._kept[drop:]
        self._first += drop
