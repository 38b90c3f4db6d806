"""Labelled sentences: what people in many voices say, and what each sentence means.

`examples/<locale>/<voice>.txt` holds sections `[intent]`, one sentence a line below each. One file
is one voice: a person, a place or a source, held out as a whole when the model is judged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from robot_nodes.dialogue.labelled import read
from robot_nodes.dialogue.sayings import sayings
from schedules.locale import Locale

FOLDER = Path(__file__).with_name("examples")
TEMPLATES = "templates"
"""The voice of sentences drawn from the templates."""
FOREIGN = "foreign"
"""The voice of other languages."""
DRAWN_WEIGHT = 0.3
"""What a drawn sentence counts beside one that somebody wrote."""
_SHORTEST_FOREIGN = 3
"""Words: "hi" and "stopp" mean the same in more than one language."""
_EVERY_FOREIGN = 6
"""Of our own other languages' sentences, one in so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One sentence and its meaning."""

    locale: Locale
    voice: str
    intent: str
    text: str
    weight: float = 1.0


def written(locale: Locale) -> tuple[Example, ...]:
    """Return all that was written for a locale."""
    return tuple(
        Example(locale=locale, voice=f"{locale}/{path.stem}", intent=intent, text=text)
        for path in sorted((FOLDER / locale).glob("*.txt"))
        for intent, text in read(path)
    )


def of(locales: Sequence[Locale]) -> tuple[Example, ...]:
    """Return everything from which the model of `locales` learns."""
    own = [example for locale in locales for example in written(locale)]
    drawn = [
        Example(locale=locale, voice=TEMPLATES, intent=s.intent, text=s.text, weight=DRAWN_WEIGHT)
        for locale in locales
        for s in sayings(locale)
    ]
    return (*own, *drawn, *_foreign(locales))


def _foreign(locales: Sequence[Locale]) -> Iterator[Example]:
    here = locales[0]
    for _, text in read(FOLDER / "foreign" / "foreign.txt"):
        yield Example(locale=here, voice=FOREIGN, intent="unknown", text=text)
    for locale in Locale:
        if locale not in locales:
            long = [e.text for e in written(locale) if len(e.text.split()) >= _SHORTEST_FOREIGN]
            for text in long[::_EVERY_FOREIGN]:
                yield Example(
                    locale=here, voice=FOREIGN, intent="unknown", text=text, weight=DRAWN_WEIGHT
                )
