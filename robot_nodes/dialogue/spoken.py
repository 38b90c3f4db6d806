"""Times, dates and waits as they are spoken to a person."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from babel.dates import format_date

from robot_nodes.dialogue.aloud import numerals
from schedules.locale import LANGUAGE_TAGS, Locale

_MINUTES_PER_HOUR = 60
_HALF_AN_HOUR = 30
_MORNING_ENDS_AT = 11
_EVENING_STARTS_AT = 18


def part_of_day(local: datetime | time) -> str:
    """Return `morning`, `day` or `evening`."""
    if local.hour < _MORNING_ENDS_AT:
        return "morning"
    return "day" if local.hour < _EVENING_STARTS_AT else "evening"


def number(value: int, locale: Locale) -> str:
    """Return a number as a word, as one counts: `to`, `two`."""
    return numerals.cardinal(value, locale)


def clock(at: time, locale: Locale) -> str:
    """Return a wall-clock time as it stands after "Klokka er" or "It is", to the minute.

    Norwegian counts from the half hour: 8:25 is "fem på halv ni".
    """
    if locale is Locale.EN_GB:
        return _english_clock(at.hour, at.minute)
    return _norwegian_clock(at.hour, at.minute, locale)


def at_clock(at: time, locale: Locale) -> str:
    """Return a wall-clock time as a point in time: "klokka halv ni", "at half past eight"."""
    return f"{'at' if locale is Locale.EN_GB else 'klokka'} {clock(at, locale)}"


def day(on: date, locale: Locale) -> str:
    """Return a date with its weekday, without the year: "mandag 2. mars", "Monday 2 March"."""
    pattern = "EEEE d MMMM" if locale is Locale.EN_GB else "EEEE d. MMMM"
    return format_date(on, pattern, locale=LANGUAGE_TAGS[locale].bcp47.replace("-", "_"))


def wait(length: timedelta, locale: Locale) -> str:
    """Return a waiting time in whole minutes or hours: "ti minutter", "en halv time"."""
    minutes = max(1, round(length.total_seconds() / 60))
    fixed = _WAITS[locale].get(minutes)
    if fixed:
        return fixed
    if minutes % _MINUTES_PER_HOUR == 0:
        return f"{number(minutes // _MINUTES_PER_HOUR, locale)} {_HOURS[locale]}"
    return f"{number(minutes, locale)} {_MINUTES[locale]}"


_MINUTES = MappingProxyType(
    {Locale.NB_NO: "minutter", Locale.NN_NO: "minutt", Locale.EN_GB: "minutes"}
)
_HOURS = MappingProxyType({Locale.NB_NO: "timer", Locale.NN_NO: "timar", Locale.EN_GB: "hours"})
_WAITS = MappingProxyType(
    {
        Locale.NB_NO: {1: "ett minutt", 15: "et kvarter", 30: "en halv time", 60: "en time"},
        Locale.NN_NO: {1: "eitt minutt", 15: "eit kvarter", 30: "ein halv time", 60: "ein time"},
        Locale.EN_GB: {
            1: "one minute",
            15: "a quarter of an hour",
            30: "half an hour",
            60: "an hour",
        },
    }
)


def _hour_word(hour: int, locale: Locale) -> str:
    on_twelve = hour % 12 or 12
    one = {Locale.NB_NO: "ett", Locale.NN_NO: "eitt", Locale.EN_GB: "one"}[locale]
    return one if on_twelve == 1 else number(on_twelve, locale)


def _norwegian_clock(hour: int, minute: int, locale: Locale) -> str:
    this, following = _hour_word(hour, locale), _hour_word(hour + 1, locale)

    def count(value: int) -> str:
        return _hour_word(1, locale) if value == 1 else number(value, locale)

    steps: tuple[tuple[int, Callable[[], str]], ...] = (
        (0, lambda: this),
        (14, lambda: f"{count(minute)} over {this}"),
        (15, lambda: f"kvart over {this}"),
        (20, lambda: f"{count(minute)} over {this}"),
        (29, lambda: f"{count(30 - minute)} på halv {following}"),
        (30, lambda: f"halv {following}"),
        (39, lambda: f"{count(minute - 30)} over halv {following}"),
        (44, lambda: f"{count(60 - minute)} på {following}"),
        (45, lambda: f"kvart på {following}"),
        (59, lambda: f"{count(60 - minute)} på {following}"),
    )
    return next(say() for latest, say in steps if minute <= latest)


def _english_clock(hour: int, minute: int) -> str:
    this, following = _hour_word(hour, Locale.EN_GB), _hour_word(hour + 1, Locale.EN_GB)
    fixed = {
        0: f"{this} o'clock",
        15: f"quarter past {this}",
        30: f"half past {this}",
        45: f"quarter to {following}",
    }
    if minute in fixed:
        return fixed[minute]
    past, to = minute, _MINUTES_PER_HOUR - minute
    count = number(past if past <= _HALF_AN_HOUR else to, Locale.EN_GB)
    unit = "" if minute % 5 == 0 else " minute" if 1 in {past, to} else " minutes"
    return (
        f"{count}{unit} past {this}" if past <= _HALF_AN_HOUR else f"{count}{unit} to {following}"
    )
