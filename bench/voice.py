"""What a sentence costs on its way to the loudspeaker: reading it, remembering it, rehearsing."""

import asyncio
import time
from collections.abc import Iterator

from bench.rows import Row, median_s
from robot_nodes.dialogue.aloud.reading import aloud
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.remembering_synthesiser import RememberingSynthesiser
from robot_nodes.speech.synthesiser import Delivery
from robot_nodes.voice.rehearsal import Rehearsal
from schedules.locale import Locale

WRITTEN = "God morgen, Solveig. Nå er det tid for Paracet 500 mg, 2 tabletter kl. 08:30."


def rows() -> Iterator[Row]:
    """Yield the figures of reading aloud and of the remembered sentences."""
    aloud(WRITTEN, Locale.NB_NO)
    read_s = median_s(lambda: aloud(WRITTEN, Locale.NB_NO), repeats=51)
    yield Row(name="voice.read_aloud", value=round(read_s * 1e6), unit="µs", note="dose and time")
    voice = RememberingSynthesiser(Pyttsx3Synthesiser())
    try:
        yield from _rehearsed(voice)
    finally:
        voice.close()


def _rehearsed(voice: RememberingSynthesiser) -> Iterator[Row]:
    fixed = tuple(Phrases.load(Locale.NB_NO).fixed.values())
    rehearsal = Rehearsal(voice, lambda _: fixed)
    started_s = time.perf_counter()
    asyncio.run(rehearsal.of(Delivery(Locale.NB_NO)))
    took_s = time.perf_counter() - started_s
    note = f"{len(fixed)} fixed sentences of one language, in the background"
    yield Row(name="voice.rehearsal", value=round(took_s, 2), unit="s", note=note)
    held_mb = voice.held_bytes / 1e6
    yield Row(name="voice.rehearsed", value=round(held_mb, 1), unit="MB", at_most=24)
    known_s = median_s(lambda: voice.synthesise(fixed[0], Delivery(Locale.NB_NO, volume=0.8)), 51)
    yield Row(name="voice.known_sentence", value=round(known_s * 1e6), unit="µs")
