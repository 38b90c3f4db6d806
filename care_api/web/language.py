"""Which language a page is written in."""

from collections.abc import Mapping
from types import MappingProxyType

from babel import negotiate_locale

from schedules.locale import LANGUAGE_TAGS, Locale

LANGUAGE_COOKIE = "nabo_language"

LANGUAGE_NAMES: Mapping[Locale, str] = MappingProxyType(
    {Locale.NB_NO: "Bokmål", Locale.NN_NO: "Nynorsk", Locale.EN_GB: "English"}
)
"""Each in its own language, so that everybody finds their own."""

_BY_LANGUAGE = {"nb": Locale.NB_NO, "no": Locale.NB_NO, "nn": Locale.NN_NO, "en": Locale.EN_GB}


def bcp47(locale: Locale) -> str:
    """Return the tag for HTML's `lang`, e.g. `nb-NO`."""
    return LANGUAGE_TAGS[locale].bcp47


def chosen_language(cookie: str | None, accept_language: str) -> Locale:
    """Return the language that was chosen, else the first that the browser asks for and we have.

    Args:
        cookie: What the language cookie holds; anything unknown is passed over.
        accept_language: The HTTP header, e.g. `nn-NO,nb;q=0.8`; empty when absent.
    """
    if cookie in list(Locale):
        return Locale(cookie)
    negotiated = negotiate_locale(_preferred(accept_language), list(_BY_LANGUAGE), sep="-")
    return _BY_LANGUAGE.get(negotiated or "", Locale.NB_NO)


def _preferred(accept_language: str) -> list[str]:
    """Return the languages of the header, most wanted first, without their regions."""
    ranked: list[tuple[float, str]] = []
    for part in accept_language.split(","):
        tag, _, parameter = part.strip().partition(";")
        weight = _weight(parameter)
        if tag and weight > 0:
            ranked.append((weight, tag.split("-")[0].lower()))
    return [tag for _, tag in sorted(ranked, key=lambda ranking: -ranking[0])]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
