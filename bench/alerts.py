"""How long an event takes to a nurse's page, and what a minute of sweeping costs."""

from collections.abc import Iterator

from bench import event_to_page, sweep
from bench.rows import Row


def rows() -> Iterator[Row]:
    """Yield the figures of the stream, then those of the sweep."""
    yield from event_to_page.rows()
    yield from sweep.rows()
