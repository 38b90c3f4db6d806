"""A unit's contacts and their times on call."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID, uuid4

from sqlalchemy import delete, update
from sqlmodel import Session, col

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.audit.service import Done
from care_api.db import Work
from care_api.errors import NotFoundError
from care_api.on_call import repository
from care_api.on_call.contact import Contact
from care_api.on_call.rota import Change, Shift
from care_api.on_call.tables import ContactRow, OnCallChangeRow, ShiftRow
from schedules.locale import Locale

_CONTACTS = "nabo_contacts"


def of_unit(session: Session, unit_id: UUID) -> tuple[Contact, ...]:
    """Return a unit's contacts, its residents' among them, in the order of calling.

    Looked up once in a transaction.
    """
    look_up(session, {unit_id})
    known: dict[UUID, tuple[Contact, ...]] = session.info[_CONTACTS]
    return known[unit_id]


def look_up(session: Session, unit_ids: Iterable[UUID]) -> None:
    """Look up the contacts of several units at once, for `of_unit` in this transaction."""
    known: dict[UUID, tuple[Contact, ...]] = session.info.setdefault(_CONTACTS, {})
    unknown = set(unit_ids) - known.keys()
    if not unknown:
        return
    rows = repository.contacts(session, unknown)
    shifts: dict[UUID, list[Shift]] = defaultdict(list)
    for row in repository.shifts(session, [row.id for row in rows]) if rows else ():
        shifts[row.contact_id].append(_shift(row))
    changes: dict[UUID, list[Change]] = defaultdict(list)
    for change in repository.changes(session, [row.id for row in rows]) if rows else ():
        changes[change.contact_id].append(_change(change))
    known.update(dict.fromkeys(unknown, ()))
    for each in rows:
        known[each.unit_id] += (_contact(each, shifts[each.id], changes[each.id]),)


def shifts_of_staff(session: Session, staff_ids: Iterable[UUID]) -> dict[UUID, list[Shift]]:
    """Return member of staff -> shifts; those without are left out."""
    found: dict[UUID, list[Shift]] = defaultdict(list)
    for staff_id, row in repository.shifts_of_staff(session, staff_ids):
        found[staff_id].append(_shift(row))
    return found


def changes_of_staff(session: Session, staff_ids: Iterable[UUID]) -> dict[UUID, list[Change]]:
    """Return member of staff -> what differs from their shifts; those without are left out."""
    found: dict[UUID, list[Change]] = defaultdict(list)
    for staff_id, row in repository.changes_of_staff(session, staff_ids):
        found[staff_id].append(_change(row))
    return found


def names(session: Session, contact_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return id -> name, also of those who no longer are contacts."""
    return repository.names(session, contact_ids)


def save(work: Work, unit_id: UUID, contact: Contact, by: UUID | None = None) -> None:
    """Keep a contact of the unit as it is now, and its shifts.

    `by` is who does it, here and below; None: the server.

    Raises:
        NotFoundError: There is a contact of that id in another unit, or it is one no more.
    """
    row = repository.contact(work.session, unit_id, contact.id)
    act = Act.CONTACT_ADDED if row is None else Act.CONTACT_CHANGED
    if row is None:
        if work.session.get(ContactRow, contact.id) is not None:
            raise NotFoundError("No such contact of this unit.")
        row = ContactRow(id=contact.id, unit_id=unit_id, name="", position=0, locale="")
    row.resident_id, row.staff_id = contact.resident_id, contact.staff_id
    row.name, row.position = contact.name, contact.position
    row.email, row.phone = contact.email, contact.phone
    row.locale = contact.locale.value
    work.session.add(row)
    work.session.flush()
    work.session.exec(delete(ShiftRow).where(col(ShiftRow.contact_id) == contact.id))
    work.session.add_all(_row(contact.id, shift) for shift in contact.shifts)
    work.session.info.pop(_CONTACTS, None)
    _note(work, act, row, by)


def own(session: Session, unit_id: UUID) -> tuple[Contact, ...]:
    """Return a unit's contacts without those of its residents, in the order of calling."""
    return tuple(each for each in of_unit(session, unit_id) if each.resident_id is None)


def find(session: Session, unit_id: UUID, contact_id: UUID) -> Contact:
    """Return a contact of the unit itself.

    Raises:
        NotFoundError: The unit has no such contact.
    """
    for each in own(session, unit_id):
        if each.id == contact_id:
            return each
    raise NotFoundError("No such contact of this unit.")


def add_change(
    work: Work, unit_id: UUID, contact_id: UUID, change: Change, by: UUID | None = None
) -> None:
    """Keep what differs from a contact's weekly times.

    Raises:
        NotFoundError: The unit has no such contact.
    """
    contact = _own(work.session, unit_id, contact_id)
    work.session.add(
        OnCallChangeRow(
            id=change.id,
            contact_id=contact_id,
            starts_at=change.starts_at,
            ends_at=change.ends_at,
            is_on_call=change.is_on_call,
        )
    )
    work.session.info.pop(_CONTACTS, None)
    _note(work, Act.ON_CALL_BESIDES if change.is_on_call else Act.AWAY_NOTED, contact, by, change)


def drop_change(
    work: Work, unit_id: UUID, contact_id: UUID, change_id: UUID, by: UUID | None = None
) -> None:
    """Let the weekly times hold again.

    Raises:
        NotFoundError: The unit has no such contact, or the contact no such change.
    """
    contact = _own(work.session, unit_id, contact_id)
    change = work.session.get(OnCallChangeRow, change_id)
    if change is None or change.contact_id != contact_id:
        raise NotFoundError("No such change of this contact's times.")
    _note(work, Act.ON_CALL_AS_USUAL, contact, by, _change(change))
    work.session.delete(change)
    work.session.info.pop(_CONTACTS, None)


def end(work: Work, unit_id: UUID, contact_id: UUID, by: UUID | None = None) -> None:
    """Tell a contact of nothing any more; what was sent to them stays in the log.

    Raises:
        NotFoundError: The unit has no such contact.
    """
    row = repository.contact(work.session, unit_id, contact_id)
    if row is None:
        raise NotFoundError("No such contact of this unit.")
    row.ended_at = work.now
    work.session.add(row)
    work.session.info.pop(_CONTACTS, None)
    _note(work, Act.CONTACT_ENDED, row, by)


def _own(session: Session, unit_id: UUID, contact_id: UUID) -> ContactRow:
    row = repository.contact(session, unit_id, contact_id)
    if row is None or row.resident_id is not None:
        raise NotFoundError("No such contact of this unit.")
    return row


def _note(
    work: Work, act: Act, contact: ContactRow, by: UUID | None, change: Change | None = None
) -> None:
    detail = contact.name if contact.resident_id is None else ""
    if change is not None:
        starts, ends = (at.isoformat("T", "minutes") for at in (change.starts_at, change.ends_at))
        detail = f"{detail}: {starts} – {ends}"
    done = Done(
        act=act,
        staff_id=by,
        subject_id=contact.staff_id,
        resident_id=contact.resident_id,
        unit_id=contact.unit_id,
        detail=detail,
    )
    audit.note_act(work, done)


def _row(contact_id: UUID, shift: Shift) -> ShiftRow:
    return ShiftRow(
        id=uuid4(),
        contact_id=contact_id,
        weekdays="".join(str(day) for day in sorted(shift.weekdays)),
        starts_time=shift.starts_time.isoformat("minutes"),
        ends_time=shift.ends_time.isoformat("minutes"),
        zone=shift.zone,
    )


def _shift(row: ShiftRow) -> Shift:
    return Shift(
        weekdays=frozenset(int(day) for day in row.weekdays),
        starts_time=time.fromisoformat(row.starts_time),
        ends_time=time.fromisoformat(row.ends_time),
        zone=row.zone,
    )


def _change(row: OnCallChangeRow) -> Change:
    return Change(
        id=row.id, starts_at=row.starts_at, ends_at=row.ends_at, is_on_call=row.is_on_call
    )


def _contact(row: ContactRow, shifts: Iterable[Shift], changes: Iterable[Change]) -> Contact:
    return Contact(
        id=row.id,
        name=row.name,
        position=row.position,
        email=row.email,
        phone=row.phone,
        locale=Locale(row.locale),
        resident_id=row.resident_id,
        staff_id=row.staff_id,
        shifts=tuple(shifts),
        changes=tuple(changes),
    )


def end_of_staff(work: Work, staff_id: UUID) -> None:
    """Tell a member of staff of nothing any more, in any unit."""
    work.session.exec(
        update(ContactRow)
        .where(col(ContactRow.staff_id) == staff_id, col(ContactRow.ended_at).is_(None))
        .values(ended_at=work.now)
    )
    work.session.info.pop(_CONTACTS, None)


def follow(work: Work, resident_id: UUID, unit_id: UUID) -> None:
    """Let a resident's own contacts be told of their alerts in another unit."""
    _change_theirs(work, resident_id, None, unit_id=unit_id)


def end_of_resident(work: Work, resident_id: UUID) -> None:
    """Tell a resident's own contacts of nothing any more."""
    _change_theirs(work, resident_id, None, ended_at=work.now)


def take_up_again(work: Work, resident_id: UUID, ended_at: datetime) -> None:
    """Tell a resident's own contacts again who were told until an instant."""
    _change_theirs(work, resident_id, ended_at, ended_at=None)


def _change_theirs(
    work: Work, resident_id: UUID, until: datetime | None, **values: UUID | datetime | None
) -> None:
    theirs = col(ContactRow.resident_id) == resident_id
    ended_at = col(ContactRow.ended_at)
    is_meant = ended_at.is_(None) if until is None else ended_at == until
    work.session.exec(update(ContactRow).where(theirs, is_meant).values(**values))
    work.session.info.pop(_CONTACTS, None)
