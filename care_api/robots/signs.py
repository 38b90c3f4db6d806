"""When robots gave their last sign of life: what lists of many say of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.robots import repository


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """When a robot gave its last sign of life."""

    name: str
    is_online: bool
    last_seen_at: datetime | None
    """None before the first one."""


def of_residents(
    session: Session, resident_ids: Iterable[UUID], *, now: datetime, silent_after: timedelta
) -> dict[UUID, Sign]:
    """Return resident -> the last sign of life of the robot that looks after them."""
    found = repository.signs_of_residents(session, resident_ids, now - silent_after)
    return {
        resident_id: Sign(name=name, is_online=is_online, last_seen_at=seen_at)
        for resident_id, name, is_online, seen_at in found
    }


def unheard(
    session: Session, resident_ids: Iterable[UUID], *, now: datetime, silent_after: timedelta
) -> dict[UUID, bool]:
    """Return of whom no robot is online, and whether one looks after them at all."""
    return dict(repository.unheard(session, resident_ids, now - silent_after))


def least_heard(
    session: Session,
    unit_ids: Iterable[UUID],
    most: int,
    *,
    now: datetime,
    silent_after: timedelta,
) -> tuple[tuple[Sign, ...], int]:
    """Return at most so many of the units' robots, and how many more there are.

    Those that are not heard from come first, then by name.
    """
    found = repository.signs_of_units(session, unit_ids, now - silent_after, most)
    signs = tuple(
        Sign(name=name, is_online=is_online, last_seen_at=seen_at)
        for name, is_online, seen_at, _ in found
    )
    return signs, (found[0][3] if found else 0) - len(signs)
