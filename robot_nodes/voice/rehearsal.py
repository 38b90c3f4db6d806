"""Speaks the fixed sentences once, unheard, so that later none of them has to be waited for."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from robot_nodes.speech.synthesiser import Delivery, Synthesiser, SynthesisFailed
from schedules.locale import Locale


class Rehearsal:
    """Used on the conversation loop."""

    def __init__(
        self, synthesiser: Synthesiser, sentences: Callable[[Locale], Sequence[str]]
    ) -> None:
        """Rehearse nothing yet.

        Args:
            synthesiser: Remembers what it has spoken.
            sentences: Those of a language that are always the same, the urgent ones first, as
                they are handed to the synthesiser.
        """
        self._synthesiser = synthesiser
        self._sentences = sentences
        self._rehearsed: set[Delivery] = set()

    async def of(self, delivery: Delivery) -> None:
        """Rehearse the sentences in one language and at one speed, once."""
        manner = replace(delivery, volume=1.0)
        if manner in self._rehearsed:
            return
        self._rehearsed.add(manner)
        for sentence in self._sentences(manner.locale):
            try:
                await asyncio.to_thread(self._synthesiser.synthesise, sentence, manner)
            except SynthesisFailed:
                return  # whoever needs the sentence will say so
