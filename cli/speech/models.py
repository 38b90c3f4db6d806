"""`nabo speech models`: what hears each language, and another model beside it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from robot_nodes.speech.installed_models import InstalledModel
from robot_nodes.speech.recogniser import Recogniser
from schedules.locale import Locale

SENTENCES_TRIED = 6
WHERE_FROM = """\
Where models that learnt from people are found:
  English, Swedish, German and others: Alpha Cephei's list of Vosk models. Norwegian is not on it.
  Bokmål, nynorsk and English: NB-Whisper of the National Library of Norway (NbAiLab), converted
  for faster-whisper with ct2-transformers-converter.
Download one, then: nabo speech models --add FILE --locale LOCALE"""


def models(
    add: Annotated[
        Path | None, typer.Option(help="A model's folder or archive (zip, tar) to add.")
    ] = None,
    locale: Annotated[
        Locale, typer.Option(help="Of the model to add: the language that it hears.")
    ] = Locale.NB_NO,
) -> None:
    """List the speech models of each language, or add one and try it."""
    lines = listed() if add is None else added(add, locale)
    for line in lines:
        typer.echo(line)


def listed() -> Iterator[str]:
    """Yield what is installed, and where more is found."""
    from robot_nodes.speech.installed_models import added_models_folder, installed_models

    folder = added_models_folder()
    for locale in Locale:
        yield f"{locale}"
        for model in installed_models(locale, folder):
            whom = "" if model.hears_people else "  (hears espeak's voices, not people)"
            where = "comes along" if model.is_built_in else model.folder
            yield f"  {model.kind:8}{model.size_mb:7.1f} MB  {where}{whom}"
    yield f"Added models lie in {folder}."
    yield ""
    yield WHERE_FROM


def added(source: Path, locale: Locale) -> Iterator[str]:
    """Add the model in `source`, try it, and yield what was found.

    Raises:
        ModelRefused: there is no model in it, or one of its name is there already.
        ModelMissing: it cannot be loaded; then it is not kept.
    """
    from robot_nodes.speech.installed_models import add_model, added_models_folder
    from robot_nodes.speech.recognisers import recogniser_of
    from robot_nodes.speech.speech_models import ModelMissing

    model = add_model(source, locale, added_models_folder())
    try:
        recogniser = recogniser_of(model)
    except ModelMissing:
        shutil.rmtree(model.folder)
        raise
    yield f"added: {model.folder} ({model.kind}, {model.size_mb:.1f} MB); it loads"
    yield from _tried(locale, recogniser)
    yield f"to use it: nabo robot {as_options(model)}"
    yield "how well it hears people: nabo speech record-test"


def as_options(model: InstalledModel) -> str:
    """Return the options with which a robot takes `model`."""
    return " ".join(f"--parameter {setting}" for setting in model.settings)


def _tried(locale: Locale, recogniser: Recogniser) -> Iterator[str]:
    from cli.speech.trial import SENTENCES
    from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
    from robot_nodes.speech.trial import run_trial

    synthesiser = Pyttsx3Synthesiser()
    try:
        result = run_trial(
            locale, SENTENCES[locale][:SENTENCES_TRIED], synthesiser, recogniser, (None,)
        )
    finally:
        synthesiser.close()
    for sentence in result.sentences:
        yield f"  {sentence.said}  →  {sentence.heard or '-'}"
    yield f"the synthesiser's voice: {result.errors.rate:.0%} of the words wrong"
