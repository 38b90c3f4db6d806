"""`nabo understand`: what the robot takes an utterance to mean, as one line of JSON."""

import json
import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from schedules.locale import Locale


def understand(
    text: Annotated[
        str | None, typer.Argument(help="What was said; without it, standard input line by line.")
    ] = None,
    locale: Annotated[Locale, typer.Option(help="The language it was said in.")] = Locale.NB_NO,
) -> None:
    """Print what an utterance is taken to mean, as one line of JSON."""
    from robot_nodes.dialogue.intents import Interpreter

    interpreter = Interpreter.load([locale])
    utterances: Iterable[str] = [text] if text is not None else sys.stdin
    for utterance in utterances:
        understood = interpreter.understand(utterance.strip(), locale)
        line = {
            "intent": understood.intent,
            "slots": dict(understood.slots),
            "confidence": understood.confidence,
        }
        typer.echo(json.dumps(line, ensure_ascii=False))
