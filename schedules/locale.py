"""The languages that Nabo speaks, and what each library calls them."""

from dataclasses import dataclass
from enum import StrEnum


class Locale(StrEnum):
    """A written language, tagged as REP-155 does."""

    NB_NO = "nb_NO"
    NN_NO = "nn_NO"
    EN_GB = "en_GB"


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageTags:
    """One language under the names that others give it."""

    bcp47: str
    """For HTML, HTTP and Babel, e.g. `nb-NO`."""
    espeak_voice: str
    """espeak-ng has no nynorsk voice: nynorsk sentences are read by the bokmål voice."""
    speech_model: Locale
    """Whose recogniser hears it: nynorsk is heard by the Norwegian model."""
    hassil_language: str
    """The tag with which hassil finds its number words; with `nb` they silently do not match."""
    whisper_language: str


LANGUAGE_TAGS: dict[Locale, LanguageTags] = {
    Locale.NB_NO: LanguageTags(
        bcp47="nb-NO",
        espeak_voice="nb",
        speech_model=Locale.NB_NO,
        hassil_language="no",
        whisper_language="no",
    ),
    Locale.NN_NO: LanguageTags(
        bcp47="nn-NO",
        espeak_voice="nb",
        speech_model=Locale.NB_NO,
        hassil_language="nn",
        whisper_language="nn",
    ),
    Locale.EN_GB: LanguageTags(
        bcp47="en-GB",
        espeak_voice="en-gb-x-rp",
        speech_model=Locale.EN_GB,
        hassil_language="en",
        whisper_language="en",
    ),
}
