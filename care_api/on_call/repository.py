"""Contacts and shifts in the database."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from care_api.on_call.tables import ContactRow, OnCallChangeRow, ShiftRow


def contacts(session: Session, unit_ids: Iterable[UUID]) -> Sequence[ContactRow]:
    """Return units' contacts, their residents' among them, in the order of calling."""
    query = (
        select(ContactRow)
        .where(col(ContactRow.unit_id).in_(list(unit_ids)), col(ContactRow.ended_at).is_(None))
        .order_by(col(ContactRow.position), col(ContactRow.id))
    )
    return session.exec(query).all()


def contact(session: Session, unit_id: UUID, contact_id: UUID) -> ContactRow | None:
    """Return a unit's contact that still is one."""
    query = select(ContactRow).where(
        ContactRow.id == contact_id,
        ContactRow.unit_id == unit_id,
        col(ContactRow.ended_at).is_(None),
    )
    return session.exec(query).one_or_none()


def names(session: Session, contact_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return id -> name, also of those who no longer are contacts."""
    query = select(ContactRow.id, ContactRow.name).where(col(ContactRow.id).in_(list(contact_ids)))
    return dict(session.exec(query).all())


def shifts(session: Session, contact_ids: Iterable[UUID]) -> Sequence[ShiftRow]:
    """Return the contacts' shifts."""
    query = select(ShiftRow).where(col(ShiftRow.contact_id).in_(list(contact_ids)))
    return session.exec(query.order_by(col(ShiftRow.id))).all()


def changes(session: Session, contact_ids: Iterable[UUID]) -> Sequence[OnCallChangeRow]:
    """Return what differs from the contacts' shifts, in order of time."""
    query = select(OnCallChangeRow).where(col(OnCallChangeRow.contact_id).in_(list(contact_ids)))
    order = col(OnCallChangeRow.starts_at), col(OnCallChangeRow.id)
    return session.exec(query.order_by(*order)).all()


def shifts_of_staff(session: Session, staff_ids: Iterable[UUID]) -> list[tuple[UUID, ShiftRow]]:
    """Return member of staff and shift, for all their shifts in any unit."""
    query = (
        select(ContactRow.staff_id, ShiftRow)
        .join(ContactRow, col(ContactRow.id) == col(ShiftRow.contact_id))
        .where(col(ContactRow.staff_id).in_(list(staff_ids)), col(ContactRow.ended_at).is_(None))
    )
    return [(staff, row) for staff, row in session.exec(query) if staff is not None]


def changes_of_staff(
    session: Session, staff_ids: Iterable[UUID]
) -> list[tuple[UUID, OnCallChangeRow]]:
    """Return member of staff and what differs from their shifts, in any unit."""
    query = (
        select(ContactRow.staff_id, OnCallChangeRow)
        .join(ContactRow, col(ContactRow.id) == col(OnCallChangeRow.contact_id))
        .where(col(ContactRow.staff_id).in_(list(staff_ids)), col(ContactRow.ended_at).is_(None))
    )
    return [(staff, row) for staff, row in session.exec(query) if staff is not None]
