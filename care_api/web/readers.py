"""Who has read about a resident, in words: staff by the access log, others by their links."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.audit import service as audit
from care_api.audit.words import what_words
from care_api.family import service as family
from care_api.web.access_words import OWN_PAGE

ONE_VISIT = timedelta(minutes=30)
"""The same thing done by the same person within this time is told once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What somebody did, once or several times in a row."""

    at: datetime
    """The last time."""
    name: str
    words: str
    """Message id."""
    is_staff: bool
    times: int = 1


def readers(session: Session, resident_id: UUID) -> tuple[Read, ...]:
    """Return who read about a resident, the last first; two queries."""
    by_staff = [
        Read(at=each.at, name=each.staff_name, words=what_words(each.what), is_staff=True)
        for each in audit.accesses(session, resident_id)
    ]
    by_link = [
        Read(at=each.at, name=each.reader.name, words=OWN_PAGE, is_staff=False)
        for each in family.looks(session, resident_id)
    ]
    return told_once(sorted([*by_staff, *by_link], key=lambda read: read.at, reverse=True))


def told_once(reads: Iterable[Read]) -> tuple[Read, ...]:
    """Return reads, newest first, with those that belong together as one."""
    told: list[Read] = []
    last: dict[tuple[str, str], tuple[int, datetime]] = {}
    for read in reads:
        known = last.get((read.name, read.words))
        if known is not None and known[1] - read.at <= ONE_VISIT:
            index = known[0]
            told[index] = replace(told[index], times=told[index].times + 1)
        else:
            index = len(told)
            told.append(read)
        last[read.name, read.words] = index, read.at
    return tuple(told)
