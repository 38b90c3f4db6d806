"""Where the voice's sound goes: the topic audio/out, and the machine's loudspeaker."""

from collections.abc import Callable

from robot_nodes.adapters.audio_device import AudioDeviceMissing
from robot_nodes.adapters.loudspeaker import Loudspeaker
from robot_nodes.signals import Chunk
from robot_nodes.voice.playback import SinkLost

Publish = Callable[[Chunk], None]


class TopicSink:
    """Publishes sound; whoever listens has at most the lead."""

    latency_s = 0.0

    def __init__(self, publish: Publish) -> None:
        self._publish = publish

    def open(self) -> None:
        """Nothing needs to be opened."""

    def play(self, chunk: Chunk) -> None:
        """Publish the chunk."""
        self._publish(chunk)

    def stop(self) -> None:
        """Nothing is held back here."""


class DeviceSink:
    """Plays sound on the machine's loudspeaker, and tells the ears what they will hear."""

    def __init__(self, loudspeaker: Loudspeaker, publish: Publish) -> None:
        self._loudspeaker = loudspeaker
        self._publish = publish

    @property
    def latency_s(self) -> float:
        """See `Sink.latency_s`."""
        return self._loudspeaker.latency_s

    def open(self) -> None:
        """See `Sink.open`."""
        try:
            self._loudspeaker.open()
        except AudioDeviceMissing as fault:
            raise SinkLost(str(fault)) from fault

    def play(self, chunk: Chunk) -> None:
        """See `Sink.play`."""
        try:
            self._loudspeaker.play(chunk.samples, chunk.sample_rate_hz)
        except AudioDeviceMissing as fault:
            raise SinkLost(str(fault)) from fault
        self._publish(chunk)

    def stop(self) -> None:
        """See `Sink.stop`."""
        self._loudspeaker.stop()
