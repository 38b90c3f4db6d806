"""In which zone days are counted, and which a request may name."""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

ZONE = ZoneInfo("Europe/Oslo")
"""In which staff read the clock, and in which a municipality's days begin."""

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2999, 12, 31))]
"""Of people's lives, none at the end of the calendar: the day before and after can be counted."""
