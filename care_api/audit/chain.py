"""Seals on the audit log: pure. Whoever changes, adds or removes an entry breaks one.

A seal's digest is the SHA-256 of the seal before it, its own number and count, and the SHA-256 of
its entries. To hide a change one has to make every later seal anew; a checkpoint (number and
digest) that was kept elsewhere shows that.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

BEGINNING = ""
"""What stands before the first seal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is sealed of one line of the log: all of it."""

    id: UUID
    at: datetime
    staff_id: UUID | None
    resident_id: UUID | None
    what: str
    subject_id: UUID | None
    unit_id: UUID | None
    detail: str

    @property
    def canonical(self) -> str:
        """The entry as one line of JSON, the same on every database."""
        instant = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        ids = (self.id, self.staff_id, self.resident_id, self.subject_id, self.unit_id)
        texts = [str(each) if each else None for each in ids]
        return json.dumps([1, instant, *texts, self.what, self.detail], ensure_ascii=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One seal."""

    number: int
    count: int
    content: str
    digest: str
    is_pruned: bool = False
    """Whether its entries were deleted as the rule about keeping says."""


def content_of(entries: Iterable[Entry]) -> str:
    """Return the digest of entries, in whatever order they come."""
    lines = sorted(entry.canonical for entry in entries)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def digest_of(before: str, number: int, count: int, content: str) -> str:
    """Return a seal's digest."""
    return hashlib.sha256(f"{before}\n{number}\n{count}\n{content}".encode()).hexdigest()


def make_seal(before: Seal | None, entries: Sequence[Entry]) -> Seal:
    """Seal entries on top of the seal before."""
    number = before.number + 1 if before else 1
    content = content_of(entries)
    digest = digest_of(before.digest if before else BEGINNING, number, len(entries), content)
    return Seal(number=number, count=len(entries), content=content, digest=digest)


class Break(StrEnum):
    """In which way a seal is broken."""

    MISSING = "missing"
    """A seal is gone."""
    FORGED = "forged"
    """The seal itself was changed, or one before it."""
    ENTRIES = "entries"
    """An entry under it was changed, added or removed."""


def fault_of(before: Seal | None, seal: Seal, entries: Sequence[Entry]) -> Break | None:
    """Return what is wrong with a seal; of a pruned one only the seal itself can be checked."""
    if seal.number != (before.number + 1 if before else 1):
        return Break.MISSING
    expected = digest_of(
        before.digest if before else BEGINNING, seal.number, seal.count, seal.content
    )
    if seal.digest != expected:
        return Break.FORGED
    if seal.is_pruned:
        return Break.ENTRIES if entries else None
    is_whole = len(entries) == seal.count and content_of(entries) == seal.content
    return None if is_whole else Break.ENTRIES
