"""The words of one language for what is not written in words."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from schedules.locale import Locale

FOLDER = Path(__file__).parent
Gender = Literal["masculine", "feminine", "neuter"]
Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Signs(_Strict):
    """Words for signs."""

    times: Text
    once: Text
    to: Text
    point: Text
    minus: Text
    plus: Text
    over: Text
    """In "130/80"."""
    and_: Text = Field(alias="and")
    per: Text
    section: Text
    letters: Text
    """The letters' names from a on, a space between."""
    call: tuple[Text, ...]
    """After these a short number is dialled, so it is read digit by digit."""
    clock: tuple[Text, ...]
    """Before these stands no number but a time of day."""
    months: tuple[Text, ...]
    words_in_capitals: frozenset[Text]
    """Short words that are not spelled out where somebody shouts them."""


class Counted(_Strict):
    """Something that numbers stand before."""

    written: tuple[Text, ...]
    one: Text
    many: Text
    gender: Gender = "masculine"
    is_measure: bool = False
    """Decimals are read as such; of other things there is half a one."""


class SpeechSigns(_Strict):
    """All of it."""

    signs: Signs
    short: dict[Text, Text]
    """Abbreviation -> words."""
    counted: tuple[Counted, ...]

    def of(self, written: str) -> Counted:
        """Return what a written form counts.

        Raises:
            KeyError: No entry has that form.
        """
        forms = {form: counted for counted in self.counted for form in counted.written}
        return forms[written] if written in forms else forms[written.lower()]


@cache
def speech_signs(locale: Locale) -> SpeechSigns:
    """Return the signs of `locale`.

    Raises:
        ValueError: The file is malformed.
    """
    text = (FOLDER / f"{locale}.toml").read_text(encoding="utf-8")
    return SpeechSigns.model_validate(tomllib.loads(text))
