"""`nabo speech record-test`: a person reads, every installed recogniser hears it."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from robot_nodes.speech.reading_test import Recording, Result
from schedules.locale import Locale


def record_test(
    locale: Annotated[Locale, typer.Option(help="Which language is read.")] = Locale.NB_NO,
    recorded: Annotated[
        Path | None,
        typer.Option("--from", help="A folder of WAV files instead of the microphone."),
    ] = None,
) -> None:
    """Read ten sentences aloud, and see how many words each recogniser gets wrong.

    What is recorded is kept in memory only, until the figures are printed.
    """
    from robot_nodes.speech.reading_test import recordings_in

    readings = list(_read_aloud(locale) if recorded is None else recordings_in(recorded, locale))
    for line in report(locale, readings):
        typer.echo(line)


def report(locale: Locale, readings: Sequence[Recording]) -> Iterator[str]:
    """Yield what each installed recogniser heard, then their error rates, the best first."""
    from cli.speech.models import as_options
    from robot_nodes.speech.installed_models import added_models_folder, installed_models
    from robot_nodes.speech.reading_test import result_of
    from robot_nodes.speech.recognisers import recogniser_of
    from robot_nodes.speech.speech_models import ModelMissing

    results: list[Result] = []
    for model in installed_models(locale, added_models_folder()):
        try:
            results.append(result_of(model, readings, recogniser_of))
        except ModelMissing as fault:
            yield f"not measured: {fault}"
    for index, reading in enumerate(readings):
        yield reading.said
        for result in results:
            yield f"  {_name(result):32}{result.heard[index] or '-'}"
    best_first = sorted(results, key=lambda result: result.errors.rate)
    for result in best_first:
        whom = "" if result.model.hears_people else "; it learnt from synthetic voices"
        yield (
            f"{_name(result):34}{result.errors.rate:.0%} of {result.errors.words} words wrong{whom}"
        )
    for result in best_first[:1]:
        yield f"a robot that hears as the first does: nabo robot {as_options(result.model)}"


def _name(result: Result) -> str:
    place = "comes along" if result.model.is_built_in else result.model.folder.name
    return f"{result.model.kind}, {place}"


def _read_aloud(locale: Locale) -> Iterator[Recording]:
    """Ask for one sentence after another and record each between two presses of Enter.

    Raises:
        AudioDeviceMissing: there is no microphone.
    """
    import numpy as np

    from robot_nodes.adapters.microphone import Microphone
    from robot_nodes.speech.audio import Samples
    from robot_nodes.speech.reading_test import SENTENCES

    blocks: list[Samples] = []
    is_recording = threading.Event()

    def keep(block: Samples) -> None:
        if is_recording.is_set():
            blocks.append(block)

    microphone = Microphone(keep)
    microphone.open()
    try:
        for number, sentence in enumerate(SENTENCES[locale], start=1):
            typer.echo(f"\n{number}. {sentence}")
            typer.prompt("Enter, then read it", default="", show_default=False)
            blocks.clear()
            is_recording.set()
            typer.prompt("Enter when you have read it", default="", show_default=False)
            is_recording.clear()
            yield Recording(sentence, np.concatenate([np.zeros(0, np.int16), *blocks]))
    finally:
        microphone.close()
