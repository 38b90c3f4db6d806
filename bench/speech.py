"""How long speaking and hearing take: synthesis, recognition, and what of the words gets lost."""

import time
from collections.abc import Iterator

from bench.rows import Row, median_s
from robot_nodes.speech.audio import HEARING_RATE_HZ, resample
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.speech_models import model_for
from robot_nodes.speech.synthesiser import Delivery
from robot_nodes.speech.vosk_recogniser import VoskModel
from schedules.locale import Locale

SENTENCES = {
    Locale.NB_NO: "god morgen solveig jeg har sovet godt og jeg har tatt medisinen",
    Locale.EN_GB: "good morning i slept well and i have taken my medicine today",
}
CHUNK = 1600
"""Samples: a tenth of a second."""


def rows() -> Iterator[Row]:
    """Yield the figures of voice and ears."""
    with_voice = Pyttsx3Synthesiser()
    with_voice.start()
    try:
        for locale, sentence in SENTENCES.items():
            yield from _of_locale(with_voice, locale, sentence)
    finally:
        with_voice.close()


def _of_locale(voice: Pyttsx3Synthesiser, locale: Locale, sentence: str) -> Iterator[Row]:
    # A word more each time, so that nothing comes out of the cache.
    texts = iter([f"{sentence} {'ja ' * n}" for n in range(1, 12)])
    synthesis_s = median_s(
        lambda: voice.synthesise(next(texts), Delivery(locale=locale)), repeats=11
    )
    yield Row(name=f"speech.synthesis.{locale}", value=round(synthesis_s * 1e3, 1), unit="ms")
    started = time.perf_counter()
    model = VoskModel(model_for(locale))
    loaded_s = time.perf_counter() - started
    yield Row(name=f"speech.model_load.{locale}", value=round(loaded_s, 2), unit="s")
    speech = voice.synthesise(sentence, Delivery(locale=locale))
    samples = resample(speech.samples, speech.sample_rate_hz, HEARING_RATE_HZ)
    recogniser = model.recogniser()

    def hear() -> None:
        recogniser.start(None)
        for begin in range(0, len(samples), CHUNK):
            recogniser.hear(samples[begin : begin + CHUNK])
        recogniser.finish()

    factor = median_s(hear) / (len(samples) / HEARING_RATE_HZ)
    yield Row(
        name=f"speech.recognition.{locale}",
        value=round(factor, 4),
        unit="real-time factor",
        note="one core",
        at_most=0.15,
    )
