"""Sound in real time: each chunk a little ahead of its moment, and silence soon after a stop."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from robot_nodes.signals import Chunk
from robot_nodes.speech.synthesiser import Speech
from robot_nodes.waiting import is_any_set
from schedules.clock import Clock


class SinkLost(Exception):  # noqa: N818 - a state of the world
    """Nothing can be played: names the device and the remedy."""


class Sink(Protocol):
    """Where sound goes."""

    @property
    def latency_s(self) -> float:
        """How long after `play` a sample sounds."""
        ...

    def open(self) -> None:
        """Get ready to play, where it is not yet; may take a moment.

        Raises:
            SinkLost: Nothing can be played.
        """
        ...

    def play(self, chunk: Chunk) -> None:
        """Play the chunk after those before it; returns at once.

        Raises:
            SinkLost: It will not sound.
        """
        ...

    def stop(self) -> None:
        """Drop what has not sounded yet; silent within 150 ms."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How sound is cut and sent, in seconds."""

    chunk_s: float = 0.04
    lead_s: float = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of a sentence."""

    sounded_s: float
    lost: str = ""
    """Why the rest could not sound; empty where it could."""


class Playback:
    """Plays one sentence at a time; used on the conversation loop."""

    def __init__(self, sink: Sink, clock: Clock, pace: Pace) -> None:
        """Play into `sink`, stamped by `clock`."""
        self._sink = sink
        self._clock = clock
        self._pace = pace

    async def ready(self) -> str:
        """Get ready to play; return why nothing can be played, empty where it can."""
        try:
            await asyncio.to_thread(self._sink.open)
        except SinkLost as fault:
            return str(fault)
        return ""

    async def play(
        self,
        speech: Speech,
        utterance_id: str,
        stops: tuple[asyncio.Event, ...],
        reached: Callable[[float], None],
    ) -> Played:
        """Play `speech` until its end, until one of `stops` is set, or until nothing sounds.

        Args:
            speech: The sentence.
            utterance_id: Written on every chunk.
            stops: Each ends it.
            reached: Called with the seconds already sent, before each chunk.
        """
        loop = asyncio.get_running_loop()
        began_s, began_at = loop.time(), self._clock.now()
        latency_s = self._sink.latency_s
        size = round(self._pace.chunk_s * speech.sample_rate_hz)

        def sounded(sent_s: float, lost: str = "") -> Played:
            heard_s = loop.time() - began_s - latency_s
            return Played(sounded_s=max(0.0, min(sent_s, heard_s)), lost=lost)

        for sequence, start in enumerate(range(0, len(speech.samples), size)):
            start_s = start / speech.sample_rate_hz
            wait_s = began_s + start_s - self._pace.lead_s - loop.time()
            if await is_any_set(*stops, within_s=wait_s):
                self._sink.stop()
                return sounded(start_s)
            reached(start_s)
            chunk = Chunk(
                samples=speech.samples[start : start + size],
                sample_rate_hz=speech.sample_rate_hz,
                at=began_at + timedelta(seconds=start_s + latency_s),
                sequence=sequence,
                utterance_id=utterance_id,
            )
            try:
                self._sink.play(chunk)
            except SinkLost as fault:
                return sounded(start_s, str(fault))
        left_s = began_s + speech.duration_s + latency_s - loop.time()
        if await is_any_set(*stops, within_s=left_s):
            self._sink.stop()
        return sounded(speech.duration_s)
