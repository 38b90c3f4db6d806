"""The sound of a resident's room: low noise without end, and speech where the resident speaks."""

from dataclasses import dataclass

import numpy as np

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, level_dbfs, to_samples

CHUNK_SAMPLES = 512
CHUNK_S = CHUNK_SAMPLES / HEARING_RATE_HZ
"""32 ms."""
ROOM_NOISE_DBFS = -66.0
"""A quiet room. Digital silence would be a thing no microphone gives."""

_FULL_SCALE = 32_768.0
_VOICED_DBFS = -45.0
_WINDOW_SAMPLES = 160
"""10 ms: how finely the ends of speech are found."""


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """32 ms of the room."""

    sequence: int
    samples: Samples
    begins_speech: bool = False
    ends_speech: bool = False
    """Holds the last voiced sample of what was said."""


class Mouth:
    """Hands out the room's sound chunk by chunk; whoever asks paces it in real time."""

    def __init__(self, seed: int = 1) -> None:
        """Make the room's noise from `seed`: the same in every run."""
        self._random = np.random.default_rng(seed)
        self._speech: Samples = np.zeros(0, np.int16)
        self._spoken = 0
        self._sequence = 0

    @property
    def is_speaking(self) -> bool:
        """Whether speech is left to hand out."""
        return self._spoken < len(self._speech)

    def say(self, speech: Samples) -> None:
        """Speak from the next chunk on. `speech` is at 16 kHz; its silent ends are cut off.

        Raises:
            ValueError: Something is being said already, or `speech` is silent throughout.
        """
        if self.is_speaking:
            msg = "the resident is speaking already"
            raise ValueError(msg)
        self._speech = voiced_part(speech)
        self._spoken = 0

    def next_chunk(self) -> Chunk:
        """Return the next 32 ms."""
        begins = self.is_speaking and self._spoken == 0
        said = self._speech[self._spoken : self._spoken + CHUNK_SAMPLES]
        ends = self.is_speaking and self._spoken + CHUNK_SAMPLES >= len(self._speech)
        self._spoken += len(said)
        room = self._noise()
        room[: len(said)] += said
        chunk = Chunk(self._sequence, to_samples(room), begins, ends)
        self._sequence += 1
        return chunk

    def _noise(self) -> np.ndarray:
        level = _FULL_SCALE * 10 ** (ROOM_NOISE_DBFS / 20)
        return self._random.normal(0.0, level, CHUNK_SAMPLES)


def voiced_part(speech: Samples) -> Samples:
    """Return `speech` without the silence before and after it, to 10 ms.

    Raises:
        ValueError: It is silent throughout.
    """
    voiced = [
        start
        for start in range(0, len(speech), _WINDOW_SAMPLES)
        if level_dbfs(speech[start : start + _WINDOW_SAMPLES]) > _VOICED_DBFS
    ]
    if not voiced:
        msg = "the speech is silent throughout"
        raise ValueError(msg)
    return speech[voiced[0] : voiced[-1] + _WINDOW_SAMPLES]
