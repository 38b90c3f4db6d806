"""Reading the notes that an earlier run, or another release, has left in the robot's store."""

import logging
from typing import TypeVar

from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)

_LOG = logging.getLogger(__name__)


def read_note(kind: type[M], text: str | None) -> M | None:
    """Return what a note says; None where there is none, or none that this release can read.

    What is noted is a comfort: the robot rather does without it than stops for it.
    """
    if text is None:
        return None
    try:
        return kind.model_validate_json(text)
    except ValidationError as fault:
        _LOG.warning("a note was let go: %s, %d fields", kind.__name__, fault.error_count())
        return None
