"""How somebody has shown who they are."""

from enum import StrEnum


class LoginWay(StrEnum):
    """What a session was opened with."""

    PASSWORD = "password"  # noqa: S105 - the name of a way, not a password
    CODE = "code"
    """A password, and a one-time code or a recovery code."""
    PROVIDER = "provider"
    """An OpenID provider, which answers for how many factors it asks for."""
