"""The simulated resident in the ROS graph: listens on `audio/out`, speaks on `audio/in`."""

import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from rclpy.node import Node
from std_msgs.msg import String

from robot_nodes.ros import AUDIO, CONVERSATION, EVENTS
from robot_nodes.speech.audio import Samples, level_dbfs
from sim import wire
from sim.demo_clock import DemoClock
from sim.measures import to_json
from sim.mouth import CHUNK_S, Chunk, Mouth
from sim.pacing import Pacer
from sim.resident import Resident, Words
from sim.stopwatch import Moment, Stopwatch

FURTHEST_AHEAD_S = 0.2
"""A chunk arrives at most so long before it is played: a later stamp is not to be trusted."""


class ResidentNode(Node):
    """Ears, mouth and watch of a `Resident`."""

    def __init__(
        self, resident: Resident, speech: Mapping[str, Samples], clock: DemoClock, namespace: str
    ) -> None:
        """Join the graph in silence; `start` opens the mouth.

        Args:
            resident: Decides what to say.
            speech: What each line sounds like at 16 kHz, by the line's id.
            clock: The demonstration's time.
            namespace: The robot's.
        """
        super().__init__("resident", namespace=namespace)
        self._resident = resident
        self._speech = speech
        self._demo_clock = clock
        self._mouth = Mouth()
        self._watch = Stopwatch()
        self._lock = threading.Lock()
        self._audio_in = self.create_publisher(wire.AudioChunk, "audio/in", AUDIO)
        self._measures = self.create_publisher(String, "sim/measures", EVENTS)
        self.create_subscription(wire.Caption, "closed_captions", self._on_caption, CONVERSATION)
        self.create_subscription(wire.AudioChunk, "audio/out", self._on_sound, AUDIO)
        self._pacer = Pacer(CHUNK_S, self._on_beat, "audio_in")

    @property
    def is_speaking(self) -> bool:
        """Whether the resident speaks or is about to answer."""
        with self._lock:
            return self._mouth.is_speaking or self._resident.is_about_to_speak

    def start(self) -> None:
        """Begin to send the room's sound."""
        self._pacer.start()

    def stop(self) -> None:
        """End it."""
        self._pacer.stop()

    def _on_caption(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        shown = wire.from_caption(message)
        with self._lock:
            self._resident.read(shown)
            self._watch.robot_shows(shown)

    def _on_sound(self, message: Any) -> None:  # noqa: ANN401 - as above
        sound = wire.from_audio(message)
        level = level_dbfs(sound.samples)
        now = self._now()
        ahead_s = (sound.plays_at - now.at).total_seconds()
        plays = now.plus(min(max(0.0, ahead_s), FURTHEST_AHEAD_S))
        with self._lock:
            is_audible = self._resident.hear(level, sound.duration_s, plays.s)
            self._watch.robot_sounds(level, sound.duration_s, plays, is_audible=is_audible)

    def _on_beat(self) -> None:
        now = self._now()
        with self._lock:
            words = None if self._mouth.is_speaking else self._resident.speak(now.s)
            if words is not None:
                self._mouth.say(self._speech[words.line.id])
            chunk = self._mouth.next_chunk()
            self._audio_in.publish(wire.to_audio(chunk, now.at - timedelta(seconds=CHUNK_S)))
            self._measure(chunk, words, now)
            measures = self._watch.take()
        for measure in measures:
            self._measures.publish(String(data=to_json(measure)))

    def _measure(self, chunk: Chunk, words: Words | None, now: Moment) -> None:
        if words is not None:
            self._watch.resident_begins(words, now)
        if chunk.ends_speech:
            self._watch.resident_ends(now)
        self._watch.time_passes(now.s)

    def _now(self) -> Moment:
        return Moment(s=time.monotonic(), at=self._demo_clock.now())
