"""Questions that only a health worker may answer, told by their wording."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from schedules.locale import Locale

_NORWEGIAN = (
    (
        r"\b(kan|kunne|bør|burde|skal|må|tør|får|lov til å)\b"
        r".*\b(ta|taka|drikke|drikka|slutte|slutta|hoppe over|hoppa over|blande|blanda|doble|dobla|"
        r"auke|øke|droppe|droppa)\b"
        r".*\b(to|tre|fire|dobb?elt?|fleire|flere|ein til|en til|ekstra|mer|meir|alle|tablett\w*|"
        r"pill\w*|medisin\w*|dose\w*|alkohol|vin|øl)\b"
    ),
    r"\bbiver(k|kn)a?d\w*\b|\bbivirkning\w*\b|\boverdose\w*\b",
    (
        r"\b(tåler|toler|farlig|farleg|trygt|hjelper|hjelp|virker|verkar)\b"
        r".*\b(tablett\w*|pill\w*|medisin\w*)\b"
    ),
    r"\b(hva|kva|hvilken)\b.*\b(tablett|pille|medisin)\w*\b.*\b(mot|for vondt)\b",
)
_ENGLISH = (
    (
        r"\b(can|could|may|should|must|shall)\b.*\b(take|drink|stop|skip|mix|double)\b"
        r".*\b(two|three|four|double|another|extra|more|both|all|tablets?|pills?|medicines?|dose|"
        r"alcohol|wine)\b"
    ),
    r"\bside effects?\b|\boverdose\b",
    r"\b(dangerous|safe|work|works|helps?)\b.*\b(tablets?|pills?|medicines?)\b",
    r"\bwhat\b.*\b(tablets?|pills?|medicines?)\b.*\b(for|against)\b",
)
_PATTERNS: Mapping[Locale, re.Pattern[str]] = MappingProxyType(
    {
        Locale.NB_NO: re.compile("|".join(_NORWEGIAN)),
        Locale.NN_NO: re.compile("|".join(_NORWEGIAN)),
        Locale.EN_GB: re.compile("|".join(_ENGLISH)),
    }
)


def is_medicine_question(transcript: str, locale: Locale) -> bool:
    """Return whether somebody asks for advice about medicine: more of it, less, or with what."""
    return _PATTERNS[locale].search(transcript.lower()) is not None
