"""Where the speech models lie."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from schedules.locale import LANGUAGE_TAGS, Locale

MODELS_FOLDER = Path(__file__).with_name("models")
OWN_MODEL_MARK = "MODEL_CARD.md"
"""Our own models carry their card; a user's model, from elsewhere, does not."""

_PARTS = (Path("am") / "final.mdl", Path("conf") / "model.conf")
"""Without either, Vosk does not raise but ends the process."""

_NO_MODELS: Mapping[Locale, Path] = MappingProxyType({})


class ModelMissing(RuntimeError):  # noqa: N818 - reads as what happened
    """A speech model is not where it should be; the message names the path and the remedy."""


def model_for(locale: Locale, overrides: Mapping[Locale, Path] = _NO_MODELS) -> Path:
    """Return the folder of the model that hears `locale`.

    Args:
        locale: The language spoken. Nynorsk is heard by the Norwegian model.
        overrides: Models of the user's own, by locale, e.g. an official Vosk model.

    Raises:
        ModelMissing: the folder holds no Vosk model.
    """
    model_locale = LANGUAGE_TAGS[locale].speech_model
    folder = overrides.get(locale) or overrides.get(model_locale) or MODELS_FOLDER / model_locale
    if not all(_has_content(folder / part) for part in _PARTS):
        raise ModelMissing(
            f"no speech model for {locale} in {folder}: build it with "
            f"`python -m robot_nodes.speech.training --locale {model_locale}`, "
            "or name a folder with a Vosk model in the settings"
        )
    return folder


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def is_trained_on_synthetic_voices(folder: Path) -> bool:
    """Return whether `folder` holds our own model: it hears espeak-ng's voices, not people."""
    return (folder / OWN_MODEL_MARK).is_file()
