"""What hears each of the robot's languages: as it was set, or what can stand in for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, Protocol, TypeVar
from weakref import WeakValueDictionary

from robot_nodes.speech.recogniser import Deaf, Recogniser
from robot_nodes.speech.speech_models import ModelMissing, model_for
from schedules.locale import LANGUAGE_TAGS, Locale

SPEECH_LOCALES = tuple(dict.fromkeys(LANGUAGE_TAGS[locale].speech_model for locale in Locale))
"""Those that always have a model of their own."""
Model = TypeVar("Model")


class Kind(StrEnum):
    """Which recogniser hears a language with the whole vocabulary."""

    VOSK = "vosk"
    WHISPER = "whisper"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSetting:
    """What was set for one language."""

    kind: Kind = Kind.VOSK
    vosk_folder: Path | None = None
    """None for the model that comes along."""
    whisper_folder: Path | None = None


class SmallGrammarModel(Protocol):
    """A model that can be limited to phrases: Vosk."""

    def vocabulary(self) -> frozenset[str]:
        """Return the words that it can hear."""
        ...

    def recogniser(self) -> Recogniser:
        """Return a new recogniser over it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaders:
    """How models are loaded; each raises ModelMissing."""

    vosk: Callable[[Path], SmallGrammarModel]
    whisper: Callable[[Path, Locale], Recogniser]


class OnceLoaded(Generic[Model]):
    """Loads the model in a folder once, for all who use it at the same time."""

    def __init__(self, load: Callable[[Path], Model]) -> None:
        """Load nothing yet; `load` raises ModelMissing."""
        self._load = load
        self._in_use: WeakValueDictionary[Path, Model] = WeakValueDictionary()

    def __call__(self, folder: Path) -> Model:
        """Return the model; once nobody uses it any more, it takes no memory either.

        Raises:
            ModelMissing: It cannot be loaded.
        """
        path = folder.resolve()
        model = self._in_use.get(path)
        if model is None:
            model = self._in_use[path] = self._load(folder)
        return model


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoders:
    """What hears one language."""

    full: Recogniser
    others: tuple[Recogniser, ...] = ()
    vocabulary: frozenset[str] = frozenset()
    """Of the others, for their small grammar."""
    is_late: bool = False
    """Whether `full` has no words before an utterance has ended."""
    trouble: str = ""
    """What cannot be used as it was set, for a technician; empty where all can."""

    @property
    def is_deaf(self) -> bool:
        """Whether nothing hears a word: the small grammar's model is what always can."""
        return not self.others


def load_decoders(locale: Locale, setting: ModelSetting, loaders: Loaders) -> Decoders:
    """Load what hears `locale`. Something is always returned: at worst it hears no word.

    Args:
        locale: The language spoken.
        setting: What was set for it.
        loaders: Load the models.
    """
    model, trouble = _vosk(locale, setting, loaders)
    if model is None:
        return Decoders(full=Deaf(), trouble=trouble)
    full, whisper_trouble = _full(locale, setting, loaders, model)
    return Decoders(
        full=full,
        others=(model.recogniser(),),
        vocabulary=model.vocabulary(),
        is_late=setting.kind is Kind.WHISPER and not whisper_trouble,
        trouble="; ".join(filter(None, (trouble, whisper_trouble))),
    )


def _vosk(
    locale: Locale, setting: ModelSetting, loaders: Loaders
) -> tuple[SmallGrammarModel | None, str]:
    """Return the model that was set, or the one that comes along, and what was wrong."""
    own: Mapping[Locale, Path] = {locale: setting.vosk_folder} if setting.vosk_folder else {}
    trouble = ""
    for folders in (own, {}):
        try:
            return loaders.vosk(model_for(locale, folders)), trouble
        except ModelMissing as fault:
            trouble = trouble or str(fault)
    return None, trouble


def _full(
    locale: Locale, setting: ModelSetting, loaders: Loaders, model: SmallGrammarModel
) -> tuple[Recogniser, str]:
    """Return what hears with the whole vocabulary: where Whisper cannot, Vosk does."""
    if setting.kind is Kind.VOSK:
        return model.recogniser(), ""
    try:
        return loaders.whisper(setting.whisper_folder or Path(), locale), ""
    except ModelMissing as fault:
        return model.recogniser(), str(fault)
