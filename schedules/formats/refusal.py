"""What a format has no word for."""


class CannotExpress(ValueError):  # noqa: N818 - reads as what happened
    """Something would change its meaning on the way, so nothing is written or read.

    Attributes:
        thing: What it is about, and why it cannot be said.
        remedy: What to do instead.
    """

    def __init__(self, thing: str, remedy: str) -> None:
        """Name the thing and the remedy."""
        super().__init__(f"{thing}; {remedy}")
        self.thing = thing
        self.remedy = remedy
