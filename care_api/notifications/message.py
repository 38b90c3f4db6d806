"""What is sent: no name and no health data, only what leads to the page behind the login."""

from collections.abc import Callable
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from codebook.alert import Severity
from schedules.locale import Locale


class Message(BaseModel):
    """One notification, before it is put into words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    """The same for every attempt: a receiver can tell a repetition by it."""
    alert_id: UUID
    unit_name: str
    severity: Severity
    rung: int
    locale: Locale
    is_about_handling: bool
    """Whether it says that an owner is late, not that nobody has taken it."""


class Text(BaseModel):
    """A notification in words."""

    model_config = ConfigDict(frozen=True)

    subject: str
    body: str
    """The subject, what to do, and the link."""


Say = Callable[[Locale, str], str]
"""Puts a message id into a language."""
