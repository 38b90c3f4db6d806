"""Packages that training needs and the robot does not."""

import importlib
from typing import Any

INSTALL = "pip install --requirement locks/training.txt"


class ExtraMissing(RuntimeError):  # noqa: N818 - reads as what happened
    """A package for training is not installed; the message says how to get it."""


def extra(name: str) -> Any:  # noqa: ANN401 - modules without types
    """Return the module `name`.

    Raises:
        ExtraMissing: it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as cause:
        if cause.name != name:
            raise
        raise ExtraMissing(
            f"training needs {name}; in a virtual environment of its own: {INSTALL}"
        ) from cause
