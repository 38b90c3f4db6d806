"""One line of the doctor's answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How it stands."""

    OK = "ok"
    WARNING = "warning"
    """Works, but the reader should know."""
    FAILURE = "failure"
    """Does not work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was looked at, what was found, and what to do."""

    name: str
    health: Health
    finding: str
    remedy: str = ""
    """Empty where there is nothing to do."""


def ok(name: str, finding: str) -> Check:
    """Return that all is well."""
    return Check(name=name, health=Health.OK, finding=finding)


def warning(name: str, finding: str, remedy: str) -> Check:
    """Return that it works, with a catch."""
    return Check(name=name, health=Health.WARNING, finding=finding, remedy=remedy)


def failure(name: str, finding: str, remedy: str) -> Check:
    """Return that it does not work."""
    return Check(name=name, health=Health.FAILURE, finding=finding, remedy=remedy)


def is_healthy(checks: Iterable[Check]) -> bool:
    """Return whether nothing failed."""
    return all(check.health is not Health.FAILURE for check in checks)
