"""Sound as it arrives, brought to the rate at which the robot hears."""

from dataclasses import replace

from robot_nodes.ears.audio_watch import is_usable_rate
from robot_nodes.signals import Chunk
from robot_nodes.speech.audio import HEARING_RATE_HZ
from robot_nodes.speech.resampling import StreamResampler


class Intake:
    """Takes the chunks of one stream, whose rate may change. Used in one thread."""

    def __init__(self) -> None:
        self._rate_hz = HEARING_RATE_HZ
        self._resampler = StreamResampler(HEARING_RATE_HZ, HEARING_RATE_HZ)

    def take(self, chunk: Chunk) -> Chunk | None:
        """Return the chunk at `HEARING_RATE_HZ`, None where its rate is of no use."""
        if not is_usable_rate(chunk.sample_rate_hz):
            return None
        if chunk.sample_rate_hz != self._rate_hz:
            self._rate_hz = chunk.sample_rate_hz
            self._resampler = StreamResampler(chunk.sample_rate_hz, HEARING_RATE_HZ)
        samples = self._resampler.feed(chunk.samples)
        return replace(chunk, samples=samples, sample_rate_hz=HEARING_RATE_HZ)
