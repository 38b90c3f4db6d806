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


class Sink(Protocol):
    """Where sound goes."""

    def play(self, chunk: Chunk) -> None:
        """Play the chunk after those before it; returns at once."""
        ...

    def stop(self) -> None:
        """Drop what has not sounded yet."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How sound is cut and sent, in seconds."""

    chunk_s: float = 0.04
    lead_s: float = 0.08


class Playback:
    """Plays one sentence at a time; used on the conversation loop."""

    def __init__(self, sink: Sink, clock: Clock, pace: Pace) -> None:
        """Play into `sink`, stamped by `clock`."""
        self._sink = sink
        self._clock = clock
        self._pace = pace

    async def play(
        self,
        speech: Speech,
        utterance_id: str,
        stops: tuple[asyncio.Event, ...],
        reached: Callable[[float], None],
    ) -> float:
        """Play `speech` until its end or until one of `stops` is set.

        Args:
            speech: The sentence.
            utterance_id: Written on every chunk.
            stops: Each ends it.
            reached: Called with the seconds already sent, before each chunk.

        Returns:
            The seconds that sounded.
        """
        loop = asyncio.get_running_loop()
        began_s, began_at = loop.time(), self._clock.now()
        size = round(self._pace.chunk_s * speech.sample_rate_hz)
        for sequence, start in enumerate(range(0, len(speech.samples), size)):
            start_s = start / speech.sample_rate_hz
            wait_s = began_s + start_s - self._pace.lead_s - loop.time()
            if await is_any_set(*stops, within_s=wait_s):
                self._sink.stop()
                return min(start_s, loop.time() - began_s)
            reached(start_s)
            self._sink.play(
                Chunk(
                    samples=speech.samples[start : start + size],
                    sample_rate_hz=speech.sample_rate_hz,
                    at=began_at + timedelta(seconds=start_s),
                    sequence=sequence,
                    utterance_id=utterance_id,
                )
            )
        left_s = began_s + speech.duration_s - loop.time()
        if await is_any_set(*stops, within_s=left_s):
            self._sink.stop()
        return min(speech.duration_s, loop.time() - began_s)
