"""The speech models on this machine: those that come along, and those a technician has added."""

import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from robot_nodes.speech.speech_models import MODELS_FOLDER, is_trained_on_synthetic_voices
from schedules.locale import LANGUAGE_TAGS, Locale

FOLDER_SETTING = "NABO_SPEECH_MODELS"
"""The environment variable that names another folder for added models."""
_DEEPEST = 3
"""Folders that an archive may wrap around the model."""


class RecogniserKind(StrEnum):
    """Which recogniser reads a model."""

    VOSK = "vosk"
    WHISPER = "whisper"


MARKS: Mapping[RecogniserKind, tuple[str, ...]] = {
    RecogniserKind.VOSK: ("am/final.mdl", "conf/model.conf"),
    RecogniserKind.WHISPER: ("model.bin", "config.json"),
}
"""The files by which a model of each kind is known."""


class ModelRefused(RuntimeError):  # noqa: N818 - reads as what happened
    """Something cannot be added; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """One model."""

    locale: Locale
    kind: RecogniserKind
    folder: Path

    @property
    def is_built_in(self) -> bool:
        """Whether it came along."""
        return self.folder.is_relative_to(MODELS_FOLDER)

    @property
    def hears_people(self) -> bool:
        """Whether it learnt from people; our own hear espeak-ng's voices."""
        return not is_trained_on_synthetic_voices(self.folder)

    @property
    def settings(self) -> tuple[str, ...]:
        """The robot's parameters with which it hears `locale` by this model, as name:=value."""
        of = "speech" if self.kind is RecogniserKind.VOSK else "whisper"
        return (
            f"recogniser_{self.locale}:={self.kind}",
            f"{of}_model_{self.locale}:={self.folder}",
        )

    @property
    def size_mb(self) -> float:
        """Of all its files."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) / 1e6


def added_models_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where a technician's own models lie, one folder for each locale in it."""
    if named := environment.get(FOLDER_SETTING):
        return Path(named)
    data = environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "nabo" / "speech-models"


def kind_of(folder: Path) -> RecogniserKind | None:
    """Return which recogniser reads the model in `folder`, or None where it is no model."""
    for kind, marks in MARKS.items():
        if all((folder / mark).is_file() for mark in marks):
            return kind
    return None


def installed_models(locale: Locale, added: Path) -> Iterator[InstalledModel]:
    """Yield the models that can hear `locale`: the one that came along, then those in `added`.

    Norwegian is one language to a recogniser: what was added for bokmål is offered for nynorsk too.
    """
    model_locale = LANGUAGE_TAGS[locale].speech_model
    folders = [MODELS_FOLDER / model_locale]
    for name in dict.fromkeys((locale, model_locale)):
        folders += sorted((added / name).glob("*"))
    for folder in folders:
        kind = kind_of(folder)
        if kind is not None:
            yield InstalledModel(locale, kind, folder)


def add_model(source: Path, locale: Locale, added: Path) -> InstalledModel:
    """Copy the model in a folder or an archive into `added`, for `locale`.

    Raises:
        ModelRefused: there is no model in it, or one of its name is there.
    """
    if not source.exists():
        raise ModelRefused(f"{source} is not there: name the model's folder or archive")
    with TemporaryDirectory() as unpacked:
        holder = source if source.is_dir() else _unpacked(source, Path(unpacked))
        found = _model_in(holder)
        if found is None:
            raise ModelRefused(
                f"{source} holds no speech model: a Vosk model has {MARKS[RecogniserKind.VOSK][0]},"
                f" a Whisper model for faster-whisper {MARKS[RecogniserKind.WHISPER][0]}"
            )
        kind, folder = found
        name = source.name if folder == source else _name(source, folder, holder)
        target = added / locale / name
        if target.exists():
            raise ModelRefused(f"{target} is there already: remove it first, or rename yours")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(folder, target)
    return InstalledModel(locale, kind, target)


def _unpacked(archive: Path, into: Path) -> Path:
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as file:
                file.extractall(into)
        else:
            shutil.unpack_archive(archive, into, filter="data")
    except (shutil.ReadError, OSError, zipfile.BadZipFile) as cause:
        raise ModelRefused(f"{archive} cannot be unpacked: {cause}") from cause
    return into


def _model_in(folder: Path, depth: int = 0) -> tuple[RecogniserKind, Path] | None:
    kind = kind_of(folder)
    if kind is not None:
        return kind, folder
    if depth == _DEEPEST:
        return None
    inner = (_model_in(path, depth + 1) for path in sorted(folder.iterdir()) if path.is_dir())
    return next((found for found in inner if found is not None), None)


def _name(source: Path, folder: Path, holder: Path) -> str:
    """Return the model's own name; of an archive without a folder in it, the archive's."""
    return source.name.split(".")[0] if folder == holder else folder.name
