"""Numbers in words, with the gender that the language wants."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from types import MappingProxyType

from unicode_rbnf import RbnfEngine

from robot_nodes.dialogue.aloud.speech_signs import Counted, Gender, speech_signs
from schedules.locale import LANGUAGE_TAGS, Locale

LARGEST = 10**12
"""Longer numbers are read digit by digit."""
_ENGLISH = "spellout-cardinal-verbose"
_HALF = Fraction(1, 2)


@cache
def _engine(locale: Locale) -> RbnfEngine:
    return RbnfEngine.for_language(LANGUAGE_TAGS[locale].hassil_language)


@lru_cache(maxsize=4096)
def cardinal(value: int, locale: Locale, gender: Gender = "masculine") -> str:
    """Return a number of things, at most `LARGEST`: "to", "eitt", "one hundred and one".

    Remembered, as the engine takes milliseconds.
    """
    rules = _ENGLISH if locale is Locale.EN_GB else f"spellout-cardinal-{gender}"
    engine = _engine(locale)
    words = engine.format_number(value, ruleset_names=[rules]).text.replace("é", "e")
    if locale is Locale.NB_NO and gender == "feminine" and words.endswith("ei"):
        return f"{words[:-2]}en"
    if locale is Locale.NN_NO:
        return _nynorsk(words, gender)
    return words


def _nynorsk(words: str, gender: Gender) -> str:
    """Mend the engine's nynorsk, which has one gender within longer numbers."""
    ends = {"masculine": "ein", "feminine": "ei", "neuter": "eitt"}
    for end in ("eitt", "ein"):
        if words.endswith(end):
            return words.removesuffix(end) + ends[gender]
    return words


@lru_cache(maxsize=256)
def ordinal(value: int, locale: Locale) -> str:
    """Return a place in a row, from 1 to 99: "tredje", "third"."""
    if locale is Locale.EN_GB:
        return _engine(locale).format_number(value, ruleset_names=["spellout-ordinal"]).text
    bokmaal = _engine(Locale.NB_NO)
    words = bokmaal.format_number(value, ruleset_names=["spellout-ordinal-masculine"]).text
    if locale is Locale.NB_NO:
        return words
    words = words.replace("første", "fyrste")
    return f"{words.removesuffix('ende')}ande" if words.endswith("ende") else words


def digits(text: str, locale: Locale) -> str:
    """Return digits one by one."""
    return " ".join(cardinal(int(digit), locale) for digit in text)


def whole(text: str, locale: Locale, gender: Gender = "masculine") -> str:
    """Return a run of digits as a number, or digit by digit where it is none: "00", "0047"."""
    is_code = len(text) > 1 and text.startswith("0")
    if is_code or int(text) >= LARGEST:
        return digits(text, locale)
    return cardinal(int(text), locale, gender)


def decimal(before: str, after: str, locale: Locale) -> str:
    """Return a decimal fraction: "null komma fem"."""
    point = speech_signs(locale).signs.point
    first = digits(before, locale) if before.startswith("0") else whole(before, locale, "neuter")
    return f"{first} {point} {digits(after, locale)}"


def year(value: int, locale: Locale) -> str:
    """Return a year: "tjuetjueseks", "twenty twenty-six"."""
    century, rest = divmod(value, 100)
    if century not in {19, 20} or rest < 10:  # noqa: PLR2004 - "tjue" and "nitten" of these years
        return cardinal(value, locale)
    join = " " if locale is Locale.EN_GB or century != 20 else ""  # noqa: PLR2004 - as above
    middle = "hundre og " if century == 19 and locale is not Locale.EN_GB else ""  # noqa: PLR2004 - as above
    return f"{cardinal(century, locale)}{join}{middle}{cardinal(rest, locale)}"


def day_and_month(on: date, locale: Locale) -> str:
    """Return a date without its year: "tredje desember", "the third of December"."""
    month = speech_signs(locale).signs.months[on.month - 1]
    nth = ordinal(on.day, locale)
    return f"the {nth} of {month}" if locale is Locale.EN_GB else f"{nth} {month}"


def amount(value: Fraction, counted: Counted, locale: Locale) -> str | None:
    """Return so much of something, None where it has no everyday name: "halvannen tablett"."""
    number, rest = divmod(value, 1)
    if rest == 0:
        name = counted.one if number == 1 else counted.many
        return f"{cardinal(int(number), locale, counted.gender)} {name}"
    if locale is Locale.EN_GB:
        return _english_part(int(number), rest, counted)
    return _norwegian_part(int(number), rest, counted, locale)


_ENGLISH_PARTS: Mapping[Fraction, str] = MappingProxyType(
    {
        Fraction(1, 4): "a quarter",
        Fraction(3, 4): "three quarters",
        Fraction(1, 3): "a third",
        Fraction(2, 3): "two thirds",
    }
)


def _english_part(number: int, part: Fraction, counted: Counted) -> str | None:
    article = "an" if counted.one[0] in "aeio" else "a"
    if number == 0 and part == _HALF:
        return f"half {article} {counted.one}"
    if number == 0 and part in _ENGLISH_PARTS:
        return f"{_ENGLISH_PARTS[part]} of {article} {counted.one}"
    name = "a half" if part == _HALF else _ENGLISH_PARTS.get(part)
    return f"{cardinal(number, Locale.EN_GB)} and {name} {counted.many}" if name else None


def _norwegian_part(number: int, part: Fraction, counted: Counted, locale: Locale) -> str | None:
    is_neuter = counted.gender == "neuter"
    article = {
        Locale.NB_NO: {"masculine": "en", "feminine": "en", "neuter": "et"},
        Locale.NN_NO: {"masculine": "ein", "feminine": "ei", "neuter": "eit"},
    }[locale][counted.gender]
    names = {
        _HALF: f"{article} {'halvt' if is_neuter else 'halv'}",
        Fraction(1, 4): f"{article} kvart",
        Fraction(3, 4): "tre kvart",
        Fraction(1, 3): f"{'en' if locale is Locale.NB_NO else 'ein'} tredjedels",
        Fraction(2, 3): "to tredjedels",
    }
    if part not in names:
        return None
    if number == 0:
        return f"{names[part]} {counted.one}"
    if number == 1 and part == _HALF:
        return f"{_one_and_a_half(counted.gender, locale)} {counted.one}"
    return f"{cardinal(number, locale, counted.gender)} og {names[part]} {counted.one}"


def _one_and_a_half(gender: Gender, locale: Locale) -> str:
    if locale is Locale.NB_NO:
        return "halvannet" if gender == "neuter" else "halvannen"
    return "halvannan" if gender == "masculine" else "halvanna"
