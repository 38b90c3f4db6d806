"""The loudspeaker of the machine, through PortAudio."""

import threading
from collections import deque
from typing import Any

import numpy as np

from robot_nodes.adapters.audio_device import device_error, portaudio
from robot_nodes.speech.audio import Samples, resample

PLAYING_RATE_HZ = 22_050
"""The synthesiser's own rate, so that speech is not resampled."""
LATENCY_S = 0.04
"""What PortAudio may hold: after `stop` no more than this still sounds."""


class SampleQueue:
    """What is still to be played. Thread-safe: filled by us, emptied by PortAudio."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: deque[Samples] = deque()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to play."""
        with self._lock:
            return not self._pending

    def put(self, samples: Samples) -> None:
        """Play `samples` after everything before them."""
        if len(samples):
            with self._lock:
                self._pending.append(samples)

    def take(self, count: int) -> Samples:
        """Return the next `count` samples, filled up with silence."""
        taken: Samples = np.zeros(count, np.int16)
        filled = 0
        with self._lock:
            while self._pending and filled < count:
                first = self._pending.popleft()
                used = min(len(first), count - filled)
                taken[filled : filled + used] = first[:used]
                filled += used
                if used < len(first):
                    self._pending.appendleft(first[used:])
        return taken

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._pending.clear()


class Loudspeaker:
    """Plays speech and falls silent within 100 ms of `stop`.

    The stream stays open between sentences: a device in standby eats the first syllable.
    """

    def __init__(self, device: str | int | None = None) -> None:
        """Open nothing yet.

        Args:
            device: PortAudio's name or number; None is the machine's default.
        """
        self._device = device
        self._queue = SampleQueue()
        self._stream: Any = None

    @property
    def is_playing(self) -> bool:
        """Whether something is left to play."""
        return not self._queue.is_empty

    def start(self) -> None:
        """Open the device.

        Raises:
            AudioDeviceMissing: there is no PortAudio or no such device.
        """
        sounddevice = portaudio()
        try:
            self._stream = sounddevice.OutputStream(
                samplerate=PLAYING_RATE_HZ,
                device=self._device,
                channels=1,
                dtype="int16",
                latency=LATENCY_S,
                callback=self._on_block,
            )
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as cause:
            raise device_error("loudspeaker", self._device, cause) from cause

    def play(self, samples: Samples, sample_rate_hz: int) -> None:
        """Play `samples` after what is already playing; returns at once."""
        self._queue.put(resample(samples, sample_rate_hz, PLAYING_RATE_HZ))

    def stop(self) -> None:
        """Fall silent: drop everything not yet given to the device."""
        self._queue.clear()

    def close(self) -> None:
        """Fall silent and release the device."""
        self.stop()
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _on_block(self, block: Any, frames: int, _time: Any, _status: Any) -> None:  # noqa: ANN401 - PortAudio
        block[:, 0] = self._queue.take(frames)
