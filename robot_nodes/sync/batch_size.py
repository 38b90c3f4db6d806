"""How many events go up at once: fewer where the server falters again and again, at last one."""

from dataclasses import dataclass, replace

from codebook.upload import MAX_BATCH

PATIENCE = 3
"""Failures in a row before the batch is the likelier cause than the hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSize:
    """What the next batch may hold; the same oldest events are not sent in vain for ever."""

    most: int = MAX_BATCH
    failures: int = 0
    """In a row, with a server that could be reached."""


def faltered(size: BatchSize, sent: int) -> BatchSize:
    """Return the size after a batch of `sent` events with which the server did not manage."""
    failures = size.failures + 1
    if failures < PATIENCE:
        return replace(size, failures=failures)
    return BatchSize(most=max(1, min(sent, size.most) // 2), failures=failures)


def managed(size: BatchSize) -> BatchSize:
    """Return the size after a batch that was answered: it grows back to the full one."""
    return BatchSize(most=min(MAX_BATCH, size.most * 2))
