"""WebRTC's echo canceller, as the LiveKit SDK carries it. It opens no connection."""

from typing import TYPE_CHECKING

import numpy as np

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.echo import BLOCK_SAMPLES

if TYPE_CHECKING:
    from livekit.rtc import AudioFrame


class WebRtcEchoCanceller:
    """Finds the delay of the echo by itself; 1 % of a core while the robot speaks."""

    def __init__(self) -> None:
        """Load the library: 0.3 s and 17 MB."""
        from livekit import rtc  # noqa: PLC0415 - a native library, loaded by those who listen only

        self._rtc = rtc
        self._processing = rtc.AudioProcessingModule(echo_cancellation=True)

    def cancel(self, heard: Samples, played: Samples) -> Samples:
        """See `EchoCanceller.cancel`."""
        self._processing.process_reverse_stream(self._framed(played))
        self._processing.set_stream_delay_ms(0)
        frame = self._framed(heard)
        self._processing.process_stream(frame)
        return np.frombuffer(bytes(frame.data), "<i2").astype(np.int16)

    def _framed(self, samples: Samples) -> "AudioFrame":
        return self._rtc.AudioFrame(
            samples.astype("<i2").tobytes(), HEARING_RATE_HZ, 1, BLOCK_SAMPLES
        )
