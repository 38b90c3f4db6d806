"""Who has read about a resident: what a robot may tell the resident who asks, and nobody else."""

from codebook.model import Instant, Model


class StaffReader(Model):
    """A member of staff who has read about the resident."""

    name: str
    """As the resident's own page shows it."""
    last_at: Instant
    """The latest time, by the server's clock."""


class Readership(Model):
    """The members of staff who have read about one resident lately."""

    since: Instant
    """From when on it is counted."""
    staff: tuple[StaffReader, ...]
    """Each once, the latest first."""
