"""What a format has no word for."""

from typing import Self


class CannotExpress(ValueError):  # noqa: N818 - reads as what happened
    """Something would change its meaning on the way, so nothing is written or read.

    Reason and remedy are English messages, with `%(name)s` for each value: pages say them in the
    reader's language.

    Attributes:
        title: What it is about, in the words of the plan or of the file.
        reason: Why it cannot be said.
        remedy: What to do instead.
        values: Name -> what stands in the messages.
    """

    def __init__(self, reason: str, remedy: str, *, title: str, **values: object) -> None:
        """Name the thing, the reason and the remedy."""
        super().__init__(f"{title}: {reason % values}; {remedy % values}")
        self.title = title
        self.reason = reason
        self.remedy = remedy
        self.values = values

    def within(self, title: str) -> Self:
        """Return the same about a part of something else, such as a medicine's dosage."""
        whole = f"{title}, {self.title}"
        return type(self)(self.reason, self.remedy, title=whole, **self.values)
