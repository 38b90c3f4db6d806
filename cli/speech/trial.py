"""`nabo speech test`: the voice speaks, the ears hear it."""

from typing import Annotated

import typer

from schedules.locale import Locale

MOST_ERRORS = 0.15
"""Of the words: above it the trial fails."""

SENTENCES = {
    Locale.NB_NO: (
        "ja jeg har tatt den",
        "nei ikke ennå",
        "om ti minutter",
        "jeg har sovet godt",
        "jeg er svimmel",
        "hjelp jeg har falt",
        "kan du si det en gang til",
        "ring sykepleieren",
    ),
    Locale.NN_NO: (
        "ja eg har teke den",
        "nei ikkje enno",
        "om ti minutt",
        "eg har sove godt",
        "eg er svimmel",
        "hjelp eg har falle",
    ),
    Locale.EN_GB: (
        "yes i have taken it",
        "no not yet",
        "in ten minutes",
        "i slept well",
        "i feel dizzy",
        "help i have fallen",
        "say that again please",
        "call the nurse",
    ),
}


def trial(
    locale: Annotated[Locale, typer.Option(help="Which language.")] = Locale.NB_NO,
) -> None:
    """Speak a list of sentences in several voices, recognise them, and print the error rate."""
    from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
    from robot_nodes.speech.speech_models import model_for
    from robot_nodes.speech.trial import run_trial
    from robot_nodes.speech.vosk_recogniser import VoskModel

    recogniser = VoskModel(model_for(locale)).recogniser()
    synthesiser = Pyttsx3Synthesiser()
    try:
        result = run_trial(locale, SENTENCES[locale], synthesiser, recogniser)
    finally:
        synthesiser.close()
    for sentence in result.sentences:
        mark = "  " if sentence.is_right else "! "
        typer.echo(f"{mark}{sentence.variant or '-':8} {sentence.said}  →  {sentence.heard or '-'}")
    rate = result.errors.rate
    typer.echo(
        f"{locale}: {rate:.1%} of the words wrong, {result.share_right:.0%} of the sentences right"
    )
    if rate > MOST_ERRORS:
        raise typer.Exit(code=1)
