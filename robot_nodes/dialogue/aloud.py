"""Text as a voice should read it."""

from schedules.locale import Locale


def aloud(text: str, locale: Locale) -> str:
    """Return `text`."""
    del locale
    return text
