"""Remembers sentences that were spoken, so that none of the fixed ones has to be waited for."""

import threading
from collections import OrderedDict
from dataclasses import replace

from robot_nodes.speech.synthesiser import Delivery, Speech, Synthesiser

MOST_BYTES = 24_000_000
"""About 200 sentences of two and a half seconds."""


class RememberingSynthesiser:
    """Stands before another synthesiser; the volume is its own, so that one sound serves all."""

    def __init__(self, voice: Synthesiser, *, most_bytes: int = MOST_BYTES) -> None:
        """Remember nothing yet.

        Args:
            voice: Speaks what is not remembered.
            most_bytes: Of samples; the sentence not asked for longest is forgotten first.
        """
        self._voice = voice
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, Delivery], Speech] = OrderedDict()
        self.held_bytes = 0
        """Samples held now."""

    def synthesise(self, text: str, delivery: Delivery, deadline_s: float = 5.0) -> Speech:
        """See `Synthesiser.synthesise`; a remembered sentence needs no voice and never fails."""
        key = (text, replace(delivery, volume=1.0))
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
        if known is None:
            known = self._voice.synthesise(*key, deadline_s)
            self._remember(key, known)
        return known.at_volume(delivery.volume)

    def give_up(self) -> None:
        """See `Synthesiser.give_up`."""
        self._voice.give_up()

    def close(self) -> None:
        """See `Synthesiser.close`."""
        self._voice.close()

    def _remember(self, key: tuple[str, Delivery], speech: Speech) -> None:
        with self._lock:
            if key in self._known:
                return
            self._known[key] = speech
            self.held_bytes += speech.samples.nbytes
            while self.held_bytes > self._most_bytes:
                _, forgotten = self._known.popitem(last=False)
                self.held_bytes -= forgotten.samples.nbytes
