"""`nabo understand`: what the robot takes an utterance to mean, as one line of JSON."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schedules.locale import Locale

if TYPE_CHECKING:
    from robot_nodes.dialogue.intents import Interpreter


def understand(
    text: Annotated[
        str | None, typer.Argument(help="What was said; without it, standard input line by line.")
    ] = None,
    locale: Annotated[Locale, typer.Option(help="The language it was said in.")] = Locale.NB_NO,
    check: Annotated[
        Path | None,
        typer.Option(help="Judge a file of labelled sentences instead: [intent], then sentences."),
    ] = None,
) -> None:
    """Print what an utterance is taken to mean, as one line of JSON."""
    from robot_nodes.dialogue.intents import Interpreter

    interpreter = Interpreter.load([locale])
    if check is not None:
        _judge(check, interpreter, locale)
        return
    utterances: Iterable[str] = [text] if text is not None else sys.stdin
    for utterance in utterances:
        understood = interpreter.understand(utterance.strip(), locale)
        line = {
            "intent": understood.intent,
            "slots": dict(understood.slots),
            "confidence": understood.confidence,
        }
        typer.echo(json.dumps(line, ensure_ascii=False))
        sys.stdout.flush()


def _judge(file: Path, interpreter: "Interpreter", locale: Locale) -> None:
    """Print how much of a labelled file is understood, what was confused, and each sentence."""
    from robot_nodes.dialogue.labelled import read, score

    result = score(read(file), interpreter, locale)
    typer.echo(f"{result.total - len(result.wrong)} of {result.total} right: {result.ratio:.1%}")
    for (meant, understood), times in result.confusions():
        typer.echo(f"{times:4} {meant} taken for {understood}")
    for told in result.wrong:
        typer.echo(f"     {told.intent} -> {told.understood}: {told.text}")
