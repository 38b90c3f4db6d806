"""`nabo understand`: what the robot takes an utterance to mean, as one line of JSON."""

import json
import sys
from collections.abc import Iterable

import typer

from schedules.locale import Locale


def understand(locale: Locale, text: str | None) -> None:
    """Print the meaning of `text`, or of each line on standard input where it is None."""
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
