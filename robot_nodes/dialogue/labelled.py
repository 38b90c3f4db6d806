"""Files of labelled sentences, and how many of them are understood.

A file holds sections `[intent]`, one sentence a line below each.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from robot_nodes.dialogue.intents import Interpreter
from schedules.locale import Locale


class LabelsInvalid(ValueError):  # noqa: N818 - a state of a file
    """A file of labelled sentences cannot be read: names the file and the line."""


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence, what it means and what was understood."""

    text: str
    intent: str
    understood: str


@dataclass(frozen=True, slots=True)
class Score:
    """How many sentences were understood, and which were not."""

    total: int
    wrong: tuple[Told, ...]

    @property
    def ratio(self) -> float:
        """Ratio understood, 0-1; 1 where there are none."""
        return 1 - len(self.wrong) / self.total if self.total else 1.0

    def confusions(self) -> list[tuple[tuple[str, str], int]]:
        """Return (meant, understood) and how often, the commonest first."""
        return Counter((told.intent, told.understood) for told in self.wrong).most_common()


def read(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (intent, sentence) from one file.

    Raises:
        LabelsInvalid: It is missing, or a sentence stands before the first section.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise LabelsInvalid(f"{path}: {fault}") from fault
    intent = ""
    for number, line in enumerate(lines, start=1):
        if line.startswith("["):
            intent = line.strip("[] ")
        elif line.strip():
            if not intent:
                raise LabelsInvalid(f"{path}:{number}: a sentence before the first [intent]")
            yield intent, line.strip()


def score(labelled: Iterable[tuple[str, str]], interpreter: Interpreter, locale: Locale) -> Score:
    """Return how `interpreter` does on (intent, sentence)."""
    told = [
        Told(text, intent, interpreter.understand(text, locale).intent) for intent, text in labelled
    ]
    return Score(len(told), tuple(one for one in told if one.intent != one.understood))
