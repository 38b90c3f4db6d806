"""How long an utterance takes from text to intent, with all locales loaded."""

import statistics
import time
from collections.abc import Iterator

from bench.rows import Row
from robot_nodes.dialogue.intents import Interpreter
from schedules.locale import Locale

SENTENCES = {
    Locale.NB_NO: (
        "ja jeg har tatt den",
        "om ti minutter",
        "hjelp meg jeg har falt på badet",
        "hva er klokka",
        "jeg sov ganske dårlig i natt fordi naboen bråkte",
        "i dag kåret de vinneren av kampen på fjernsynet",
    ),
    Locale.NN_NO: ("eg har ikkje teke han", "kva tid kjem heimesjukepleia"),
    Locale.EN_GB: ("yes i have taken it", "remind me in half an hour please", "i feel dizzy"),
}
ROUNDS = 50


def rows() -> Iterator[Row]:
    """Yield the figures of understanding."""
    started = time.perf_counter()
    interpreter = Interpreter.load(Locale)
    loaded_s = time.perf_counter() - started
    times_s = sorted(_times(interpreter))
    note = f"{sum(map(len, SENTENCES.values()))} sentences, three locales loaded"
    yield Row(name="understanding.load", value=round(loaded_s, 2), unit="s", note="three locales")
    p50_us = statistics.median(times_s) * 1e6
    yield Row(name="understanding.p50", value=round(p50_us), unit="µs", note=note)
    p95_us = times_s[int(0.95 * len(times_s))] * 1e6
    yield Row(name="understanding.p95", value=round(p95_us), unit="µs", at_most=5000)
    p99_us = times_s[int(0.99 * len(times_s))] * 1e6
    yield Row(name="understanding.p99", value=round(p99_us), unit="µs", at_most=5000)


def _times(interpreter: Interpreter) -> Iterator[float]:
    for _ in range(ROUNDS):
        for locale, sentences in SENTENCES.items():
            for sentence in sentences:
                started = time.thread_time()  # of the processor: others' work does not count
                interpreter.understand(sentence, locale)
                yield time.thread_time() - started
