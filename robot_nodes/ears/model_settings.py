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
    """Return what was set for each language that has a model of its own."""
    given = parameters
    return {
        Locale.NB_NO: _setting(value, given.RECOGNISER_NB, given.MODEL_NB, given.WHISPER_NB),
        Locale.EN_GB: _setting(value, given.RECOGNISER_EN, given.MODEL_EN, given.WHISPER_EN),
    }


def _setting(value: Valued, kind: Parameter, vosk: Parameter, whisper: Parameter) -> ModelSetting:
    return ModelSetting(
        kind=Kind(value(kind)),
        vosk_folder=_folder(value(vosk)),
        whisper_folder=_folder(value(whisper)),
    )


def _folder(text: str) -> Path | None:
    return Path(text) if text else None
