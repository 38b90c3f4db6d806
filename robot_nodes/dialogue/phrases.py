"""Every sentence that the robot may say, in one locale."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Self

from robot_nodes.dialogue.line import Line
from schedules.locale import Locale

FOLDER = Path(__file__).parent / "phrases"
REFERENCE = Locale.NB_NO
"""The locale that says which slots a sentence has."""


class PhraseFileInvalid(ValueError):  # noqa: N818 - a state of the installation
    """A phrase file cannot be used: names the file, the sentence and the fault."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences of one locale, checked to be complete."""

    locale: Locale
    templates: Mapping[Line, str]

    @classmethod
    def load(cls, locale: Locale, folder: Path = FOLDER) -> Self:
        """Read the sentences of `locale`.

        Raises:
            PhraseFileInvalid: The file is missing or malformed, a sentence is missing or unknown,
                or its slots are not those of the reference locale.
        """
        templates = _templates(folder / f"{locale}.toml")
        reference = _templates(folder / f"{REFERENCE}.toml")
        for line, template in templates.items():
            if slots(template) != slots(reference[line]):
                raise PhraseFileInvalid(
                    f"{folder / locale}.toml: {line} has the slots {sorted(slots(template))}, "
                    f"but {REFERENCE} has {sorted(slots(reference[line]))}"
                )
        return cls(locale, templates)

    @property
    def fixed(self) -> Mapping[Line, str]:
        """The sentences without slots: always the same."""
        return {line: text for line, text in self.templates.items() if not slots(text)}

    def sentence(self, line: Line, **values: str) -> str:
        """Return the sentence with its slots filled.

        Raises:
            KeyError: A slot got no value.
        """
        return self.templates[line].format(**values)


def slots(template: str) -> frozenset[str]:
    """Return the names of a sentence's slots."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def _templates(path: Path) -> dict[Line, str]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        named = {
            f"{table}.{key}": text for table, keys in tables.items() for key, text in keys.items()
        }
        templates = {Line(name): str(text) for name, text in named.items()}
    except (OSError, tomllib.TOMLDecodeError, AttributeError, ValueError) as fault:
        raise PhraseFileInvalid(f"{path}: {fault}") from fault
    missing = sorted(set(Line) - set(templates))
    if missing:
        raise PhraseFileInvalid(f"{path}: no sentence for {', '.join(missing)}")
    return templates
