"""The translations, read from their .po files when the server starts: nothing to compile."""

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from schedules.locale import Locale

FOLDER = Path(__file__).parent / "translations"

LANGUAGE_FOLDERS: Mapping[Locale, str] = MappingProxyType(
    {Locale.NB_NO: "nb", Locale.NN_NO: "nn", Locale.EN_GB: "en"}
)


@cache
def load_catalogues() -> Mapping[Locale, Translations]:
    """Return the words of every language, read once.

    Raises:
        OSError: A catalogue is missing.
        PoFileError: A catalogue cannot be read.
    """
    found = {locale: _load(FOLDER / name) for locale, name in LANGUAGE_FOLDERS.items()}
    return MappingProxyType(found)


def _load(folder: Path) -> Translations:
    with (folder / "messages.po").open("rb") as source:
        catalogue = read_po(source, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def translator() -> Callable[[Locale, str], str]:
    """Return what puts a message id into a language, for words that stand on no page."""
    catalogues = load_catalogues()
    return lambda locale, message: catalogues[locale].gettext(message)
