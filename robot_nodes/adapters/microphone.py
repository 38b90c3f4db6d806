"""The microphone of the machine, through PortAudio."""

from collections.abc import Callable
from typing import Any

import numpy as np

from robot_nodes.adapters.audio_device import default_rate_hz, device_error, portaudio
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.resampling import StreamResampler

BLOCK_S = 0.032


class Microphone:
    """Hands over what is heard, block by block, on PortAudio's own thread.

    A device that comes back is found where the sound server (PipeWire, PulseAudio) stands behind
    PortAudio's default: bare ALSA lists its devices once, when the robot starts.
    """

    def __init__(
        self, on_samples: Callable[[Samples], None], device: str | int | None = None
    ) -> None:
        """Open nothing yet.

        Args:
            on_samples: Called with every block at `HEARING_RATE_HZ`, right after its last sample;
                must be quick.
            device: PortAudio's name, a part of it, or the number; None is the machine's default.
        """
        self._on_samples = on_samples
        self._device = device
        self._stream: Any = None
        self._resampler = StreamResampler(HEARING_RATE_HZ, HEARING_RATE_HZ)

    @property
    def is_open(self) -> bool:
        """Whether blocks should come."""
        return self._stream is not None and bool(self._stream.active)

    def open(self) -> None:
        """Open the device and begin; again where it was open, as after it fell silent.

        Raises:
            AudioDeviceMissing: there is no PortAudio or no such device.
        """
        self.close()
        sounddevice = portaudio()
        try:
            try:
                self._stream = self._opened(sounddevice, HEARING_RATE_HZ)
            except sounddevice.PortAudioError:
                rate_hz = default_rate_hz("input", self._device)
                if rate_hz <= HEARING_RATE_HZ:
                    raise
                self._stream = self._opened(sounddevice, rate_hz)
        except (sounddevice.PortAudioError, ValueError) as cause:
            raise device_error("microphone", self._device, cause) from cause

    def close(self) -> None:
        """End listening and release the device."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _opened(self, sounddevice: Any, rate_hz: int) -> Any:  # noqa: ANN401 - no types
        """Return a stream at that rate, begun; raises PortAudio's error."""
        self._resampler = StreamResampler(rate_hz, HEARING_RATE_HZ)
        stream = sounddevice.InputStream(
            samplerate=rate_hz,
            blocksize=round(BLOCK_S * rate_hz),
            device=self._device,
            channels=1,
            dtype="int16",
            callback=self._on_block,
        )
        stream.start()
        return stream

    def _on_block(self, block: Any, _frames: int, _time: Any, _status: Any) -> None:  # noqa: ANN401 - PortAudio
        self._on_samples(self._resampler.feed(np.array(block[:, 0], np.int16)))
