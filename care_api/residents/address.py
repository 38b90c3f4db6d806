"""How a resident is addressed by the robot."""

from enum import StrEnum
from typing import Protocol


class FormOfAddress(StrEnum):
    """What the robot calls a resident."""

    FIRST_NAME = "first_name"
    """The name they go by, e.g. `Solveig`."""
    FULL_NAME = "full_name"
    TITLE = "title"
    """Title and surname, e.g. `fru Lund`."""


class Addressed(Protocol):
    """Whoever has a name, and a wish about it."""

    name: str
    spoken_name: str
    form_of_address: str
    title: str


def spoken_address(resident: Addressed) -> str:
    """Return how the robot addresses somebody; without a title, by the name they go by."""
    match FormOfAddress(resident.form_of_address):
        case FormOfAddress.FULL_NAME:
            return resident.name
        case FormOfAddress.TITLE if resident.title:
            return f"{resident.title} {resident.name.split()[-1]}"
        case FormOfAddress.TITLE | FormOfAddress.FIRST_NAME:
            return resident.spoken_name
