"""Templates into pages."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from care_api.web import wording
from care_api.web.alert_events import CHANNELS
from care_api.web.catalogues import load_catalogues
from care_api.web.frame import Frame
from care_api.web.language import LANGUAGE_NAMES, bcp47
from care_api.web.lines import Utterance, outcome_tone
from schedules.locale import Locale

WEB = Path(__file__).parent
STATIC = WEB / "static"
STATIC_PATH = "/static"
_MESSAGES = 4096
"""More than there are."""
_DRAWN_ONCE = {
    "components/icons.html": ("shape", "chevron", "star"),
    "components/marks.html": ("need_text", "need_tone", "need_mark", "grade_mark"),
}
"""Template -> macros that draw the same for the same few arguments: remembered by language."""


class Renderer:
    """Renders templates, with one environment for each language."""

    def __init__(self, catalogues: Mapping[Locale, Translations]) -> None:
        """Read the templates from this folder, and the words from `catalogues`."""
        self._catalogues = dict(catalogues)
        self._environments = {
            locale: environment(translations) for locale, translations in catalogues.items()
        }

    def page(self, template: str, frame: Frame, **values: object) -> str:
        """Return the page as HTML.

        Args:
            template: Its file name below templates/.
            frame: What stands around the content.
            values: What else the template shows.
        """
        source = self._environments[frame.locale].get_template(template)
        return source.render(frame=frame, times=frame.times, **values)

    def say(self, locale: Locale, message: str) -> str:
        """Return one message in a language."""
        return self._catalogues[locale].gettext(message)


@cache
def renderer() -> Renderer:
    """Return the pages' renderer: one for every server of this process, as it keeps templates.

    Raises:
        OSError: A catalogue of words is missing.
    """
    return Renderer(load_catalogues())


def environment(translations: Translations) -> Environment:
    """Return a strict environment that speaks one language."""
    made = Environment(
        autoescape=True,
        loader=FileSystemLoader(WEB / "templates"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    made.globals.update(
        _=gettext_of(translations),
        ngettext=ngettext_of(translations),
        asset=asset,
        channels=CHANNELS,
        bcp47=bcp47,
        languages=LANGUAGE_NAMES,
        outcome_tone=outcome_tone,
        wording=wording,
    )
    made.tests["utterance"] = lambda entry: isinstance(entry, Utterance)
    for template, macros in _DRAWN_ONCE.items():
        module = made.get_template(template).module
        for name in macros:
            setattr(module, name, cache(getattr(module, name)))
    return made


def gettext_of(translations: Translations) -> Callable[..., Markup]:
    """Return what puts messages of templates into a language, with values in them.

    Jinja's own does the same, and copies its context for each message of a loop that sets anything.
    """

    @lru_cache(_MESSAGES)
    def bare(message: str) -> Markup:
        return Markup(translations.gettext(message)) % {}  # noqa: S704 - our own words

    def gettext(message: str, **values: object) -> Markup:
        if not values:
            return bare(message)
        return Markup(translations.gettext(message)) % values  # noqa: S704 - our own words

    return gettext


def ngettext_of(translations: Translations) -> Callable[..., Markup]:
    """Return what does so by a number, which is the value `num`."""

    def ngettext(one: str, many: str, number: int, **values: object) -> Markup:
        said = translations.ngettext(one, many, number)
        return Markup(said) % {"num": number, **values}  # noqa: S704 - our own words

    return ngettext


@cache
def asset(name: str) -> str:
    """Return the address of a static file, which changes with its content.

    Raises:
        OSError: There is no such file; vendored ones are made by `make setup`.
    """
    digest = sha256((STATIC / name).read_bytes()).hexdigest()
    return f"{STATIC_PATH}/{name}?v={digest[:12]}"
