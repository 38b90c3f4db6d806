"""What is wrong with a field, and how numbers and dates are read from one."""

from datetime import date

from care_api.web.wording import mark


class FormFault(ValueError):  # noqa: N818 - what a person is told
    """A field does not say what it should; the message is a text of the catalogues."""

    def __init__(self, field: str, message: str) -> None:
        """Name the field, and say what to write there."""
        super().__init__(message)
        self.field = field
        self.message = message


def amount(field: str, text: str, at_least: int, at_most: int) -> int:
    """Return a whole number within bounds, both inclusive.

    Raises:
        FormFault: It is none, or lies outside.
    """
    if not text.isascii() or not text.isdecimal() or not at_least <= int(text) <= at_most:
        raise FormFault(field, mark("Write a whole number that makes sense here."))
    return int(text)


def day(field: str, text: str) -> date | None:
    """Return a date, or None where nothing is written.

    Raises:
        FormFault: Something else is written.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise FormFault(field, mark("Write a date, such as 2026-03-02.")) from None


def words(field: str, text: str, at_most: int = 200) -> str:
    """Return text that has to be there, without what surrounds it.

    Raises:
        FormFault: It is empty or too long.
    """
    plain = " ".join(text.split())
    if not plain or len(plain) > at_most:
        raise FormFault(field, mark("Write something here, at most a line or two."))
    return plain
