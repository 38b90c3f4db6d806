"""Times as people say them, in the reader's language and the unit's zone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale as BabelLocale
from babel.dates import (
    format_date,
    format_datetime,
    format_time,
    format_timedelta,
    get_day_names,
)
from babel.lists import format_list
from babel.numbers import format_percent
from babel.units import format_unit

from schedules.locale import LANGUAGE_TAGS, Locale

_CLOCK = {Locale.NB_NO: "'kl.' HH.mm", Locale.NN_NO: "'kl.' HH.mm", Locale.EN_GB: "HH:mm"}
_EXACT = {
    Locale.NB_NO: "EEEE d. MMMM y 'kl.' HH.mm.ss",
    Locale.NN_NO: "EEEE d. MMMM y 'kl.' HH.mm.ss",
    Locale.EN_GB: "EEEE d MMMM y 'at' HH:mm:ss",
}
_DAY = {Locale.NB_NO: "EEEE d. MMMM", Locale.NN_NO: "EEEE d. MMMM", Locale.EN_GB: "EEEE d MMMM"}
_TOMORROW = {Locale.NB_NO: "i morgen", Locale.NN_NO: "i morgon", Locale.EN_GB: "tomorrow"}
_KEPT = 4096
"""Instants whose words are not put together anew: a page says the same time of many residents."""
_JUST_NOW = timedelta(seconds=50)
_SAID_AS_AGO = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Says instants and dates to one reader."""

    locale: Locale
    zone: ZoneInfo
    now: datetime
    """Aware UTC; what `ago` counts from."""
    shown_on: date | None = None
    """The local date that the page is about, said once at its head; None: today."""

    @property
    def today(self) -> date:
        """The unit's local date."""
        return self.now.astimezone(self.zone).date()

    def clock(self, moment: datetime) -> str:
        """Return e.g. `kl. 08.15`, with the day before it where the page is about another."""
        is_known = self.local_day(moment) == (self.shown_on or self.today)
        return self.wall(self.local(moment)) if is_known else self.dated(moment)

    def dated(self, moment: datetime) -> str:
        """Return e.g. `2. mars kl. 08.15`."""
        return f"{self.short_day(self.local_day(moment))} {self.wall(self.local(moment))}"

    def ahead(self, moment: datetime) -> str:
        """Return what comes next, e.g. `i morgen kl. 08.15`. Paper outlives it: for screens."""
        if self.local_day(moment) != self.today + timedelta(days=1):
            return self.clock(moment)
        return f"{_TOMORROW[self.locale]} {self.wall(self.local(moment))}"

    def local(self, moment: datetime) -> time:
        """Return the wall-clock time of an instant."""
        return moment.astimezone(self.zone).time()

    def local_day(self, moment: datetime) -> date:
        """Return the local date of an instant."""
        return moment.astimezone(self.zone).date()

    def wall(self, at: time) -> str:
        """Return a wall-clock time, e.g. `kl. 08.15`."""
        return _wall(at, self.locale)

    def listed(self, words: Sequence[str]) -> str:
        """Return words in a row, e.g. `a, b og c`."""
        return format_list(list(words), locale=self._babel)

    def weekday(self, number: int) -> str:
        """Return a weekday's name by its ISO number, 1 for Monday."""
        name: str = get_day_names("wide", locale=self._babel)[number - 1]
        return name

    def ago(self, moment: datetime) -> str | None:
        """Return e.g. `for 5 minutter siden`; None where it is so recent that it is now.

        A moment that lies ahead, or long back, is said by the clock.
        """
        passed = self.now - moment
        if timedelta(0) <= passed < _JUST_NOW:
            return None
        if passed < timedelta(0) or passed > _SAID_AS_AGO:
            return self.clock(moment)
        return format_timedelta(
            -passed, granularity="minute", threshold=1.5, add_direction=True, locale=self._babel
        )

    def length(self, length: timedelta) -> str:
        """Return e.g. `5 minutter`, however it is signed."""
        return format_timedelta(abs(length), threshold=1.5, locale=self._babel)

    def hours(self, length: timedelta) -> str:
        """Return it in hours, e.g. `1 time` or `1,5 timer`."""
        return format_unit(length / timedelta(hours=1), "duration-hour", locale=self._babel)

    @staticmethod
    def seconds(seconds: float) -> timedelta:
        """Return seconds as a length of time."""
        return timedelta(seconds=seconds)

    def waited(self, passed: timedelta) -> str:
        """Return a length of time, e.g. `4 minutter`; exact enough to compare."""
        if passed < timedelta(minutes=2):
            return format_timedelta(passed, granularity="second", threshold=1.9, locale=self._babel)
        return format_timedelta(passed, granularity="minute", threshold=1.9, locale=self._babel)

    def share(self, ratio: float) -> str:
        """Return e.g. `97 %`, whole and rounded down: 99.9 % is not all."""
        return format_percent(math.floor(ratio * 100) / 100, locale=self._babel)

    def exact(self, moment: datetime) -> str:
        """Return the whole of it, e.g. `mandag 2. mars 2026 kl. 08.15.32`."""
        return _exact(moment, self.zone, self.locale)

    def minute(self, moment: datetime) -> str:
        """Return it to the minute, e.g. `mandag 2. mars 2026 kl. 08.15`."""
        pattern = _EXACT[self.locale].removesuffix(".ss").removesuffix(":ss")
        return format_datetime(moment, pattern, tzinfo=self.zone, locale=self._babel)

    def machine(self, moment: datetime) -> str:
        """Return it for the `datetime` attribute of HTML."""
        return moment.astimezone(UTC).isoformat(timespec="seconds")

    def day(self, local_on: date) -> str:
        """Return e.g. `mandag 2. mars`."""
        return format_date(local_on, _DAY[self.locale], locale=self._babel)

    def day_of(self, moment: datetime) -> str:
        """Return the date of an instant, e.g. `mandag 2. mars`."""
        return self.day(moment.astimezone(self.zone).date())

    def short_day(self, local_on: date) -> str:
        """Return e.g. `2. mars`."""
        return format_date(local_on, _DAY[self.locale].removeprefix("EEEE "), locale=self._babel)

    def full_day(self, local_on: date) -> str:
        """Return e.g. `2. mars 2026`."""
        return format_date(local_on, format="long", locale=self._babel)

    def month(self, local_on: date) -> str:
        """Return e.g. `mars 2026`."""
        return format_date(local_on, "MMMM y", locale=self._babel)

    @property
    def _babel(self) -> BabelLocale:
        return _babel_of(self.locale)


@cache
def _babel_of(locale: Locale) -> BabelLocale:
    return BabelLocale.parse(LANGUAGE_TAGS[locale].bcp47, sep="-")


@lru_cache(_KEPT)
def _wall(at: time, locale: Locale) -> str:
    return format_time(at, _CLOCK[locale], locale=_babel_of(locale))


@lru_cache(_KEPT)
def _exact(moment: datetime, zone: ZoneInfo, locale: Locale) -> str:
    return format_datetime(moment, _EXACT[locale], tzinfo=zone, locale=_babel_of(locale))
