"""Dates that a request may name: those of people's lives, and none at the end of the calendar."""

from datetime import date
from typing import Annotated

from pydantic import Field

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2999, 12, 31))]
"""The day before and the day after can be counted too."""
