"""The one way in which set-up stops."""


class SetupFailed(Exception):  # noqa: N818 - says what happened
    """Set-up cannot go on. The message is one line that names the thing and the remedy."""
