"""How long a session lasts."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """It ends by whichever comes first."""

    longest: timedelta
    """From the login on."""
    idle: timedelta
    """Since somebody last did something; a page that fetches itself anew does nothing."""
