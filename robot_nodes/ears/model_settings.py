"""Which models hear which language, as the ears' parameters say."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from robot_nodes import parameters
from robot_nodes.ears.models import Kind, ModelSetting
from robot_nodes.parameters import Parameter
from schedules.locale import Locale

Valued = Callable[[Parameter], Any]
"""Returns what a parameter was set to, or its default."""


def model_settings(value: Valued) -> dict[Locale, ModelSetting]:
    """Return what was set for each language that is heard by something of its own.

    Nynorsk is not among them where it is heard as bokmål is.
    """
    given = parameters
    found = {
        Locale.NB_NO: _setting(value, given.RECOGNISER_NB, given.MODEL_NB, given.WHISPER_NB),
        Locale.EN_GB: _setting(value, given.RECOGNISER_EN, given.MODEL_EN, given.WHISPER_EN),
    }
    nynorsk = _nynorsk(value, found[Locale.NB_NO])
    return found if nynorsk is None else found | {Locale.NN_NO: nynorsk}


def _nynorsk(value: Valued, bokmal: ModelSetting) -> ModelSetting | None:
    """Return what was set for nynorsk, the rest as bokmål has it; None where that is all of it.

    Whisper is told which language to write: by one model too, nynorsk is then heard by itself.
    """
    kind = value(parameters.RECOGNISER_NN)
    found = ModelSetting(
        kind=bokmal.kind if kind == parameters.LIKE_BOKMAL else Kind(kind),
        vosk_folder=_folder(value(parameters.MODEL_NN)) or bokmal.vosk_folder,
        whisper_folder=_folder(value(parameters.WHISPER_NN)) or bokmal.whisper_folder,
    )
    writes_nynorsk = kind == Kind.WHISPER
    used = (found.kind, found.vosk_folder, found.kind is Kind.WHISPER and found.whisper_folder)
    like = (bokmal.kind, bokmal.vosk_folder, bokmal.kind is Kind.WHISPER and bokmal.whisper_folder)
    return found if writes_nynorsk or used != like else None


def _setting(value: Valued, kind: Parameter, vosk: Parameter, whisper: Parameter) -> ModelSetting:
    return ModelSetting(
        kind=Kind(value(kind)),
        vosk_folder=_folder(value(vosk)),
        whisper_folder=_folder(value(whisper)),
    )


def _folder(text: str) -> Path | None:
    return Path(text) if text else None
