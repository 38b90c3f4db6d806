"""The loudspeaker of the machine, through PortAudio."""

import threading
from collections import deque
from typing import Any

import numpy as np

from robot_nodes.adapters.audio_device import (
    AudioDeviceMissing,
    default_rate_hz,
    device_error,
    portaudio,
)
from robot_nodes.speech.audio import Samples
from robot_nodes.speech.resampling import StreamResampler

PLAYING_RATE_HZ = 22_050
"""The synthesiser's own rate, so that speech is not resampled; a card's own where it knows no
other."""
LATENCY_S = 0.04
"""What PortAudio is asked to hold."""
LONGEST_LATENCY_S = 0.15
"""A device that holds more is emptied by `stop`, so that it is silent in time."""
MOST_PENDING_S = 1.0
"""Speech is handed over a tenth of a second ahead: a device this far behind has stalled."""


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

    @property
    def pending(self) -> int:
        """How many samples are left to play."""
        with self._lock:
            return sum(len(samples) for samples in self._pending)

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
    """Plays speech and falls silent within 150 ms of `stop`.

    The stream stays open between sentences: a device in standby eats the first syllable.
    """

    def __init__(self, device: str | int | None = None) -> None:
        """Open nothing yet.

        Args:
            device: PortAudio's name, a part of it, or the number; None is the machine's default.
        """
        self._device = device
        self._queue = SampleQueue()
        self._opening = threading.Lock()
        self._stream: Any = None
        self._rate_hz = PLAYING_RATE_HZ
        """At which the device plays."""
        self._from_hz = PLAYING_RATE_HZ
        """Of what is played now."""
        self._resampler = StreamResampler(PLAYING_RATE_HZ, PLAYING_RATE_HZ)

    @property
    def is_playing(self) -> bool:
        """Whether something is left to play."""
        return not self._queue.is_empty

    @property
    def latency_s(self) -> float:
        """How long the device holds a sample before it sounds, as PortAudio tells."""
        return 0.0 if self._stream is None else float(self._stream.latency)

    def open(self) -> None:
        """Open the device, again where it was lost; nothing where it plays.

        Raises:
            AudioDeviceMissing: There is no PortAudio or no such device.
        """
        with self._opening:
            if self._stream is None or not self._stream.active:
                self.close()
                self._open()

    def _open(self) -> None:
        sounddevice = portaudio()
        try:
            try:
                self._open_at(sounddevice, PLAYING_RATE_HZ)
            except sounddevice.PortAudioError:
                self._open_at(sounddevice, default_rate_hz("output", self._device))
        except (sounddevice.PortAudioError, ValueError) as cause:
            self._stream = None
            raise device_error("loudspeaker", self._device, cause) from cause

    def _open_at(self, sounddevice: Any, rate_hz: int) -> None:  # noqa: ANN401 - no types
        self._rate_hz = rate_hz
        self._resample_from(PLAYING_RATE_HZ)
        self._stream = sounddevice.OutputStream(
            samplerate=rate_hz,
            device=self._device,
            channels=1,
            dtype="int16",
            latency=LATENCY_S,
            callback=self._on_block,
        )
        self._stream.start()

    def _resample_from(self, sample_rate_hz: int) -> None:
        self._from_hz = sample_rate_hz
        self._resampler = StreamResampler(sample_rate_hz, self._rate_hz)

    def play(self, samples: Samples, sample_rate_hz: int) -> None:
        """Play `samples` after what is already playing; returns at once.

        Raises:
            AudioDeviceMissing: The device was closed, unplugged, or takes no sound any more.
        """
        if self._stream is None or not self._stream.active:
            raise self._lost("it is gone")
        if sample_rate_hz != self._from_hz:
            self._resample_from(sample_rate_hz)
        self._queue.put(self._resampler.feed(samples))
        if self._queue.pending > MOST_PENDING_S * self._rate_hz:
            raise self._lost("it takes no sound any more")

    def stop(self) -> None:
        """Fall silent: drop what waits here, and what a slow device holds."""
        self._queue.clear()
        self._resample_from(self._from_hz)
        if self._stream is not None and self.latency_s > LONGEST_LATENCY_S and self._stream.active:
            self._stream.abort()
            self._stream.start()

    def close(self) -> None:
        """Fall silent and release the device."""
        self._queue.clear()
        stream, self._stream = self._stream, None
        if stream is not None:
            threading.Thread(target=stream.close, name="loudspeaker closes", daemon=True).start()

    def _lost(self, reason: str) -> AudioDeviceMissing:
        """Let go of a device that plays no more, and return what to raise."""
        self.close()
        return device_error("loudspeaker", self._device, RuntimeError(reason))

    def _on_block(self, block: Any, frames: int, _time: Any, _status: Any) -> None:  # noqa: ANN401 - PortAudio
        block[:, 0] = self._queue.take(frames)
