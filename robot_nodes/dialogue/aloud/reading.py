"""Reads a sentence aloud: one pass for each kind of thing that is not written in words.

A pass leaves words behind and never digits, so a later one finds nothing to do in its work, and
reading twice is reading once. After the passes over numbers no digit is left, whatever came.
"""

import re
import unicodedata
from datetime import date, time
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.aloud import numerals
from robot_nodes.dialogue.aloud.speech_signs import Counted, SpeechSigns, speech_signs
from schedules.locale import Locale

_WRITTEN_OTHERWISE = MappingProxyType(
    str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "×": "x", "\u03bc": "µ"})
)
_VULGAR = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
_NUMBER = r"\d{1,3}(?: 000)+|\d+(?:[.,]\d+)?"
_FRACTION = r"(?:\d+ )?\d+/\d+"
_LONGEST_ABBREVIATION = 5
_HOURS, _MINUTES = 24, 60
_ANY_YEAR = 2000
_PART_NAMES = MappingProxyType({"morning": "morning", "day": "afternoon", "evening": "evening"})
_VOWELS = "AEIOUYÆØÅ"
_DENOMINATORS = (2, 3, 4)
_CODE_LENGTH, _PAIRS_LENGTH = 6, 8


def aloud(text: str, locale: Locale) -> str:
    """Return `text` as it is read aloud in `locale`: without a digit, and nothing left out."""
    text = _plainly_written(text)
    for read in _PASSES:
        text = read(text, locale)
    return re.sub(r" {2,}", " ", text).strip()


def _plainly_written(text: str) -> str:
    """Return the text with the digits, spaces and signs that the passes look for."""
    text = text.translate(dict(_WRITTEN_OTHERWISE))
    for sign, fraction in _VULGAR.items():
        text = re.sub(rf"(?<=\d){sign}", f" {fraction}", text).replace(sign, fraction)
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    return re.sub(r"(?<=\d)\s*[–—]\s*(?=\d)", "-", text)


def _short(text: str, locale: Locale) -> str:
    short = speech_signs(locale).short
    text = re.sub(r"(?<=\d)(?=[a-zæøå]\.[a-zæøå])", " ", text)
    return _short_pattern(locale).sub(lambda found: short[_key(found[0], short)], text)


def _key(found: str, short: dict[str, str]) -> str:
    return found if found in short else next(k for k in short if k.lower() == found.lower())


@cache
def _short_pattern(locale: Locale) -> re.Pattern[str]:
    forms = sorted(speech_signs(locale).short, key=len, reverse=True)
    words = "|".join(re.escape(form) for form in forms)
    return re.compile(rf"(?<![^\W\d_])(?<!\.)(?:{words})(?![^\W\d_])", re.IGNORECASE)


def _iso_dates(text: str, locale: Locale) -> str:
    def read(found: re.Match[str]) -> str:
        return _date(found, found[3], found[2], found[1], locale)

    return re.sub(r"\b(\d{4})-(\d{2})-(\d{2})\b", read, text)


def _date(found: re.Match[str], day: str, month: str, year: str | None, locale: Locale) -> str:
    """Return a date in words, or what was found where there is no such day."""
    number = int(year) if year else None
    if number is not None and number < 100:  # noqa: PLR2004 - a year in two digits
        number += _ANY_YEAR
    try:
        on = date(number or _ANY_YEAR, int(month), int(day))
    except ValueError:
        return found[0]
    words = numerals.day_and_month(on, locale)
    return words if number is None else f"{words} {numerals.year(number, locale)}"


def _clock(text: str, locale: Locale) -> str:
    """Read times of day: "kl. 08:30", "08.30" after "kl.", "8 pm", and spans of them."""
    words = "|".join(speech_signs(locale).signs.clock)
    hour = r"(\d{1,2})(?:[:.](\d{2}))?(?![\d.,:]*\d)"
    half = r"(?: ?([ap])\.?m\b\.?)?" if locale is Locale.EN_GB else r"()"
    prefixed = rf"\b(?:{words})\.? ?{hour}{half}(?:\s?-\s?{hour})?"
    text = re.sub(prefixed, lambda f: _prefixed(f, locale), text, flags=re.IGNORECASE)
    to = f" {speech_signs(locale).signs.to} "
    text = re.sub(r"(?<=\d:\d\d) ?- ?(?=\d{1,2}:\d\d)", to, text)
    if locale is Locale.EN_GB:
        text = re.sub(rf"\b{hour} ?([ap])\.?m\b\.?", lambda f: _at(f, locale), text)
    return re.sub(r"(?<![\d:])(\d{1,2}):(\d{2})()(?![\d:])", lambda f: _at(f, locale), text)


def _prefixed(found: re.Match[str], locale: Locale) -> str:
    first = _time(found[1], found[2], found[3])
    if first is None or (locale is Locale.EN_GB and not (found[2] or found[3])):
        return found[0]  # "at 8" may be anything, "at 8:30" is a time
    words = f"{spoken.at_clock(first, locale)}{_half_of_day(first, found[3])}"
    if found[4] is None:
        return words
    last = _time(found[4], found[5], None)
    if last is None:
        return found[0]
    return f"{words} {speech_signs(locale).signs.to} {spoken.clock(last, locale)}"


def _at(found: re.Match[str], locale: Locale) -> str:
    at = _time(found[1], found[2], found[3])
    return found[0] if at is None else f"{spoken.clock(at, locale)}{_half_of_day(at, found[3])}"


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    at = int(hour) + (12 if half and half.lower() == "p" and int(hour) < _HOURS // 2 else 0)
    if at >= _HOURS or int(minute or 0) >= _MINUTES:
        return None
    return time(at, int(minute or 0))


def _half_of_day(at: time, half: str | None) -> str:
    if not half:
        return ""
    return f" in the {_PART_NAMES[spoken.part_of_day(at)]}"


def _dates(text: str, locale: Locale) -> str:
    """Read "3.12.", "3.12.2026", "3/12" and "3. mars"; "3.12" may be a number in English."""
    months = "|".join(speech_signs(locale).signs.months)

    def named(found: re.Match[str]) -> str:
        month = next(
            n
            for n, name in enumerate(speech_signs(locale).signs.months, 1)
            if name.lower() == found[2].lower()
        )
        return _date(found, found[1], str(month), None, locale)

    def numbered(found: re.Match[str]) -> str:
        return _date(found, found[1], found[2], found[3], locale)

    def ending(found: re.Match[str]) -> str:
        return numbered(found) + ("." if found.end() == len(text) else "")

    text = re.sub(
        rf"\b(?:the )?(\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?({months})\b",
        named,
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"(?<![\d/.,])(\d{1,2})[./](\d{1,2})[./-](\d{4}|\d{2})(?![\d/])", numbered, text)
    text = re.sub(
        r"(?<![\d/.,])(?![123]/[234]\b)(\d{1,2})/(\d{1,2})()(?![\d/.,]*\d)", numbered, text
    )
    if locale is Locale.EN_GB:
        return text
    return re.sub(r"(?<![\d/.,])(\d{1,2})\.(\d{1,2})()\.(?!\d)", ending, text)


def _times_over(text: str, locale: Locale) -> str:
    """Read "2 x 500 mg", "3x", "x 3" and "1-2"."""
    signs = speech_signs(locale).signs

    def before(found: re.Match[str]) -> str:
        return f"{numerals.whole(found[1], locale)} {signs.times} "

    text = re.sub(r"\b1 ?x(?![a-zæøå])(?! ?\d)", f"{signs.once} ", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(\d+) ?x(?![a-zæøå])", before, text, flags=re.IGNORECASE)
    text = re.sub(r"\bx ?(?=\d)", f"{signs.times} ", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=\d) ?\+ ?(?=\d)", f" {signs.plus} ", text)
    span = r"(?<![\d-])(\d+(?:[.,]\d+)?) ?- ?(?=\d+(?:[.,]\d+)?(?![\d-]))"
    text = re.sub(span, rf"\1 {signs.to} ", text)
    return re.sub(r"(?<![\w-])-(?=\d)", f"{signs.minus} ", text)


def _amounts(text: str, locale: Locale) -> str:
    """Read numbers with what they count: "500 mg", "1/2 tablett", "1,5 tbl."."""
    signs = speech_signs(locale)

    def read(found: re.Match[str]) -> str:
        words = _amount(found["value"], signs.of(found["form"]), locale)
        name = found["name"] or ""
        is_strength = bool(name) and signs.of(found["form"]).is_measure
        return f"{name.rstrip()}, {words}" if is_strength else f"{name}{words}"

    return _amount_pattern(locale).sub(read, text)


@cache
def _amount_pattern(locale: Locale) -> re.Pattern[str]:
    forms = [form for counted in speech_signs(locale).counted for form in counted.written]
    written = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile(
        rf"(?P<name>\b[A-ZÆØÅ][\w-]{{3,}} )?(?<![\d.,/])(?P<value>{_FRACTION}|{_NUMBER})"
        rf" ?(?P<form>{written})(?![\w/])\.?(?=\W|$)"
    )


def _amount(value: str, counted: Counted, locale: Locale) -> str:
    if "/" in value:
        exact = _fraction(value)
        named = numerals.amount(exact, counted, locale) if exact is not None else None
        return named or f"{_parts(value, locale)} {counted.many}"
    number, _, after = value.replace(" ", "").replace(".", ",").partition(",")
    if after and not counted.is_measure:
        named = numerals.amount(Fraction(f"{number}.{after}"), counted, locale)
        if named:
            return named
    if after:
        return f"{numerals.decimal(number, after, locale)} {counted.many}"
    name = counted.one if number == "1" else counted.many
    return f"{numerals.whole(number, locale, counted.gender)} {name}"


def _fraction(text: str) -> Fraction | None:
    whole, _, part = text.rpartition(" ")
    above, _, below = part.partition("/")
    if int(below) not in _DENOMINATORS or int(above) >= int(below):
        return None
    return Fraction(int(above), int(below)) + int(whole or 0)


def _parts(text: str, locale: Locale) -> str:
    """Read a fraction that stands alone, and what is measured "130 over 80"."""
    signs = speech_signs(locale).signs
    alone = Counted(written=("-",), one="-", many="-")

    def read(found: re.Match[str]) -> str:
        exact = _fraction(found[0])
        named = numerals.amount(exact, alone, locale) if exact is not None else None
        if named:
            return _of_nothing(named)
        return found[0].replace("/", f" {signs.over} ")

    return re.sub(rf"(?<![\d/.,]){_FRACTION}(?![\d/])", read, text)


def _of_nothing(words: str) -> str:
    """Return a part without what it is part of: "en halv", "a half"."""
    return re.sub(r" (?:of an? )?(?:an? )?-$", "", words)


def _ordinals(text: str, locale: Locale) -> str:
    if locale is Locale.EN_GB:
        pattern = r"(?<![\d.,])(\d{1,2})(?:st|nd|rd|th)\b"
    else:
        pattern = r"(?<![\d.,])(\d{1,2})\.(?= [a-zæøå])"

    def read(found: re.Match[str]) -> str:
        return numerals.ordinal(int(found[1]), locale) if int(found[1]) else found[0]

    return re.sub(pattern, read, text)


def _called(text: str, locale: Locale) -> str:
    """Read what is dialled: "73 00 00 00" in its groups, "ring 113" digit by digit."""
    words = "|".join(speech_signs(locale).signs.call)

    def read(found: re.Match[str]) -> str:
        return f"{found[1]}{numerals.digits(found[2], locale)}"

    def grouped(found: re.Match[str]) -> str:
        return ", ".join(numerals.whole(group, locale) for group in found[0].split())

    text = re.sub(r"(?<![\d.,])\d{2,4}(?: \d{2,3}){2,}(?![\d.,]*\d)", grouped, text)
    return re.sub(rf"(\b(?:{words})\.? )(\d{{3}})(?!\d| \d)", read, text, flags=re.IGNORECASE)


def _long_numbers(text: str, locale: Locale) -> str:
    """Read 116117 in threes and eight digits in pairs, as telephone numbers are told."""

    def read(found: re.Match[str]) -> str:
        number = found[0]
        step = 3 if len(number) == _CODE_LENGTH else 2
        groups = [number[at : at + step] for at in range(0, len(number), step)]
        return " ".join(numerals.whole(group, locale) for group in groups)

    lengths = rf"\d{{{_CODE_LENGTH}}}|\d{{{_PAIRS_LENGTH}}}"
    return re.sub(rf"(?<![\d.,])(?:{lengths})(?![\d.,]*\d)", read, text)


def _numbers(text: str, locale: Locale) -> str:
    """Read every number that is left, apart from the letters it stands beside."""

    def read(found: re.Match[str]) -> str:
        if found["after"]:
            words = numerals.decimal(found["before"], found["after"], locale)
        else:
            words = numerals.whole(found["number"].replace(" ", ""), locale)
        return f" {words} " if found["left"] is None else words

    text = re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", text)
    pattern = (
        r"(?P<left>(?<!\d))(?:(?P<before>\d+)[.,](?P<after>\d+)(?![.,]?\d)"
        r"|(?P<number>\d{1,3}(?: 000)+(?!\d)|\d+))"
    )
    return re.sub(pattern, read, text)


def _capitals(text: str, locale: Locale) -> str:
    """Spell what is an abbreviation and no word: BT, EKG, but not KOLS and not a shouted NÅ."""
    signs: SpeechSigns = speech_signs(locale)
    names = dict(zip("abcdefghijklmnopqrstuvwxyzæøå", signs.signs.letters.split(), strict=False))

    def read(found: re.Match[str]) -> str:
        word = found[0]
        has_vowel = any(letter in _VOWELS for letter in word)
        if word in signs.signs.words_in_capitals or (has_vowel and len(word) > 3):  # noqa: PLR2004 - KOLS is a word, EKG is not
            return word
        return " ".join(names.get(letter.lower(), letter) for letter in word)

    pattern = rf"(?<![^\W_])[A-ZÆØÅ]{{2,{_LONGEST_ABBREVIATION}}}(?![^\W_])"
    return re.sub(pattern, read, text)


_PASSES = (
    *(_short, _iso_dates, _clock, _dates, _called, _times_over, _amounts, _parts),
    *(_ordinals, _long_numbers, _numbers, _capitals),
)
"""In this order: a date is no fraction, a telephone number is no amount."""
