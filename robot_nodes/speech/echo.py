"""The robot's own voice in the microphone: taken out of what is heard, by the samples it plays."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

import numpy as np

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.resampling import StreamResampler

BLOCK_SAMPLES = 160
"""10 ms: what a canceller takes at a time."""
RINGS_ON = timedelta(seconds=0.6)
"""How long a room, and the way from loudspeaker to microphone, may answer the last sample."""
_LARGEST_SEAM = timedelta(milliseconds=5)
"""Between samples that belong to one sentence."""
_LARGEST_TREMBLE = timedelta(milliseconds=20)
"""Of stamps that are taken when a block arrives."""
_LARGEST_STAMP_GAP = timedelta(milliseconds=100)
"""A stamp further off than this from where the stream should be means that samples were lost."""


class EchoCanceller(Protocol):
    """Takes what is played out of what is heard."""

    def cancel(self, heard: Samples, played: Samples) -> Samples:
        """Return `heard` without the echo of `played`.

        Both are `BLOCK_SAMPLES` long at `HEARING_RATE_HZ` and begin at the same instant; blocks
        come in their order.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class _Played:
    at: datetime
    ends_at: datetime
    samples: Samples


class _Sentence:
    """Samples that are played without a gap, at the rate of hearing."""

    def __init__(self, sample_rate_hz: int, began_at: datetime) -> None:
        self._rate_hz = sample_rate_hz
        self._resampler = StreamResampler(sample_rate_hz, HEARING_RATE_HZ)
        self._resampled_until = began_at
        self.ends_at = began_at

    def goes_on(self, sample_rate_hz: int, at: datetime) -> bool:
        """Return whether samples at this rate and time follow upon the last."""
        is_next = abs(at - self.ends_at) <= _LARGEST_SEAM
        return is_next and sample_rate_hz == self._rate_hz

    def feed(self, samples: Samples) -> _Played:
        """Return what of the sentence is complete at the rate of hearing."""
        at = self._resampled_until
        heard = self._resampler.feed(samples)
        self._resampled_until += _duration(len(heard))
        self.ends_at += timedelta(seconds=len(samples) / self._rate_hz)
        return _Played(at, self._resampled_until, heard)


class Reference:
    """What the loudspeaker plays, by the time at which it sounds. Kept until it was asked for."""

    def __init__(self) -> None:
        self._played: deque[_Played] = deque()
        self._sentence: _Sentence | None = None

    def play(self, samples: Samples, sample_rate_hz: int, at: datetime) -> None:
        """Take note of samples of which the first sounds at `at`, aware UTC."""
        if self._sentence is None or not self._sentence.goes_on(sample_rate_hz, at):
            self._sentence = _Sentence(sample_rate_hz, at)
        self._played.append(self._sentence.feed(samples))

    def rings_at(self, at: datetime) -> bool:
        """Return whether anything played may still be heard at `at`."""
        return self._sentence is not None and at < self._sentence.ends_at + RINGS_ON

    def between(self, at: datetime, count: int) -> Samples:
        """Return the `count` samples played from `at` on; silence where there were none."""
        taken: Samples = np.zeros(count, np.int16)
        until = at + timedelta(seconds=count / HEARING_RATE_HZ)
        while self._played and self._played[0].ends_at <= at:
            self._played.popleft()
        for played in self._played:
            if played.at >= until:
                break
            begin = round((played.at - at).total_seconds() * HEARING_RATE_HZ)
            source = played.samples[max(0, -begin) : max(0, count - begin)]
            start = max(0, begin)
            taken[start : start + len(source)] = source[: count - start]
        return taken


class OwnVoice:
    """Lets a microphone's stream through without the robot's own voice. Not thread-safe."""

    def __init__(self, canceller: EchoCanceller) -> None:
        self._canceller = canceller
        self._reference = Reference()
        self._rest: Samples = np.zeros(0, np.int16)
        self._rest_at: datetime | None = None

    def play(self, samples: Samples, sample_rate_hz: int, at: datetime) -> None:
        """Take note of what the robot plays; before it can be heard."""
        self._reference.play(samples, sample_rate_hz, at)

    def remove(self, heard: Samples, captured_at: datetime) -> tuple[Samples, datetime]:
        """Return the stream without the robot's voice, in whole blocks, and when it begins.

        Args:
            heard: At `HEARING_RATE_HZ`, right after those of the last call.
            captured_at: When the first of them was captured; aware UTC.
        """
        at = self._continued_from(captured_at)
        stream = np.concatenate((self._rest, heard))
        whole = len(stream) - len(stream) % BLOCK_SAMPLES
        self._rest, self._rest_at = stream[whole:], at + _duration(whole)
        blocks = [
            self._without_echo(stream[begin:end], at + _duration(begin))
            for begin, end in pairwise(range(0, whole + 1, BLOCK_SAMPLES))
        ]
        return (np.concatenate(blocks) if blocks else stream[:0]), at

    def _without_echo(self, block: Samples, at: datetime) -> Samples:
        if not self._reference.rings_at(at):
            return block
        return self._canceller.cancel(block, self._reference.between(at, BLOCK_SAMPLES))

    def _continued_from(self, captured_at: datetime) -> datetime:
        """Return when the kept rest began; forget it if the stream has a gap.

        Samples are counted and stamps not followed as long as they are near: a stamp that trembles
        would blur the echo.
        """
        if self._rest_at is None:
            return captured_at
        off_by = abs(self._rest_at + _duration(len(self._rest)) - captured_at)
        if off_by > _LARGEST_STAMP_GAP:
            self._rest = np.zeros(0, np.int16)
            return captured_at
        if off_by > _LARGEST_TREMBLE:
            return captured_at - _duration(len(self._rest))
        return self._rest_at


def _duration(count: int) -> timedelta:
    return timedelta(seconds=count / HEARING_RATE_HZ)
