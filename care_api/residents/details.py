"""Who a resident is and where they live: changed in the open, with what stood there before."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.db import Work
from care_api.errors import ChangedMeanwhileError
from care_api.residents import repository
from care_api.residents.tables import FormerDetailsRow, ResidentRow
from care_api.robots import news
from schedules.locale import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a nurse writes down. Personal data."""

    name: str
    spoken_name: str
    """How the resident wants to be addressed."""
    room: str
    locale: Locale
    number_to_call: str
    """As it is spoken, when the robot reaches nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known now."""

    details: Details
    revision: int
    """What the next change builds on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """What was known until somebody changed it."""

    details: Details
    revision: int
    until_at: datetime
    changed_by: UUID


def of_resident(session: Session, resident_id: UUID) -> Known:
    """Return what is known of a resident."""
    row = session.get_one(ResidentRow, resident_id)
    return Known(details=_details(row), revision=row.revision)


def former(session: Session, resident_id: UUID) -> tuple[Former, ...]:
    """Return what was known before, newest first."""
    return tuple(
        Former(
            details=_details(row),
            revision=row.revision,
            until_at=row.until_at,
            changed_by=row.changed_by,
        )
        for row in repository.former_details(session, resident_id)
    )


def differing(before: Details, after: Details) -> tuple[str, ...]:
    """Return the names of the fields in which they differ."""
    names = (field.name for field in fields(Details))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def change(
    work: Work, resident_id: UUID, details: Details, *, builds_on: int, staff_id: UUID
) -> bool:
    """Keep what is known from now on; the robot learns of it with the plans.

    Returns:
        Whether anything is different now.

    Raises:
        ChangedMeanwhileError: There is a newer revision than `builds_on`.
    """
    row = repository.lock(work.session, resident_id)
    if row.revision != builds_on:
        raise ChangedMeanwhileError("Somebody has changed this meanwhile; read it and edit again.")
    changed = differing(_details(row), details)
    if not changed:
        return False
    put(work, row, details, staff_id)
    audit.note_resident_act(
        work,
        Act.RESIDENT_CHANGED,
        resident_id,
        row.unit_id,
        staff_id=staff_id,
        detail=", ".join(changed),
    )
    return True


def in_room(details: Details, room: str) -> Details:
    """Return the details of somebody who lives in another room."""
    return replace(details, room=room)


def put(work: Work, row: ResidentRow, details: Details, staff_id: UUID) -> None:
    """Put other details into the row of a locked resident, and keep those of before."""
    before = FormerDetailsRow(
        resident_id=row.id,
        revision=row.revision,
        name=row.name,
        spoken_name=row.spoken_name,
        room=row.room,
        locale=row.locale,
        number_to_call=row.number_to_call,
        until_at=work.now,
        changed_by=staff_id,
    )
    work.session.add(before)
    row.name, row.spoken_name, row.room = details.name, details.spoken_name, details.room
    row.locale, row.number_to_call = details.locale.value, details.number_to_call
    row.revision += 1
    work.session.add(row)
    work.session.flush()
    news.for_resident(work.session, row.id)


def _details(row: ResidentRow | FormerDetailsRow) -> Details:
    return Details(
        name=row.name,
        spoken_name=row.spoken_name,
        room=row.room,
        locale=Locale(row.locale),
        number_to_call=row.number_to_call,
    )
