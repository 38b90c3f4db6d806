"""What stands on the screen, in one language."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from schedules.locale import Locale

FOLDER = Path(__file__).parent / "words"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Text = Annotated[str, Field(min_length=1)]


class Buttons(_Strict):
    """On each button, by the intent that it stands for."""

    affirm: Text
    deny: Text
    feel_good: Text
    feel_ok: Text
    feel_bad: Text
    cancel_help: Text
    resume_listening: Text
    help: Text


class State(_Strict):
    """How the robot is."""

    listening: Text
    speaking: Text
    paused: Text
    not_reached: Text
    mute: Text
    deaf: Text


class Page(_Strict):
    """Around it, and what the page says by itself."""

    title: Text
    captions: Text
    answers: Text
    quiet: Text
    pressed: Text
    too_late: Text
    not_running: Text
    not_running_alone: Text


class ScreenWords(_Strict):
    """All of it."""

    language: Literal["nb", "nn", "en"]
    buttons: Buttons
    state: State
    page: Page


@cache
def screen_words(locale: Locale) -> ScreenWords:
    """Return the words of `locale`.

    Raises:
        ValueError: The file lacks one, or has one that is not known.
    """
    text = (FOLDER / f"{locale}.toml").read_text(encoding="utf-8")
    return ScreenWords.model_validate(tomllib.loads(text))
