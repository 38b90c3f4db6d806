"""Kinds of event by their names, as rows have them: no event need be read to be sorted."""

from typing import get_args

from codebook.event import Body
from codebook.model import Model


def kinds_of(*classes: type[Model]) -> frozenset[str]:
    """Return the names of the kinds of body that belong to one of the classes."""
    return frozenset(
        body.model_fields["kind"].default for body in get_args(Body) if issubclass(body, classes)
    )
