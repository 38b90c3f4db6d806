"""What the ears have still to do, in order: where it is too much, sound is lost, nothing else."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Entry:
    work: Work | None
    is_sound: bool


class Backlog:
    """Thread-safe: filled from anywhere, emptied by the thread that listens."""

    def __init__(self, most_sounds: int) -> None:
        """Hold up to `most_sounds` chunks of sound, and whatever else is to be done."""
        self._most_sounds = most_sounds
        self._entries: deque[_Entry] = deque()
        self._sounds = 0
        self._news = threading.Condition()
        self.lost_sounds = 0
        """Dropped because too many waited."""

    def put(self, work: Work | None) -> None:
        """Let `work` be done after all that waits; it is never dropped for sound."""
        with self._news:
            self._entries.append(_Entry(work, is_sound=False))
            self._news.notify()

    def put_sound(self, work: Work) -> None:
        """Let a chunk be listened to after all that waits; the oldest make room for it."""
        with self._news:
            if self._sounds >= self._most_sounds:
                self._drop_oldest_sound()
            self._entries.append(_Entry(work, is_sound=True))
            self._sounds += 1
            self._news.notify()

    def take(self) -> Work | None:
        """Return what is next, once there is something."""
        with self._news:
            self._news.wait_for(lambda: bool(self._entries))
            entry = self._entries.popleft()
            self._sounds -= entry.is_sound
            return entry.work

    def clear(self) -> None:
        """Drop everything."""
        with self._news:
            self._entries.clear()
            self._sounds = 0

    def _drop_oldest_sound(self) -> None:
        oldest = next(nth for nth, entry in enumerate(self._entries) if entry.is_sound)
        del self._entries[oldest]
        self._sounds -= 1
        self.lost_sounds += 1
