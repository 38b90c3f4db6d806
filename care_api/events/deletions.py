"""What was deleted by its age does not come back, though a robot may send it once more."""

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from care_api.bulk import among, dialect_of, wanted
from care_api.events.tables import BootRow, DeadLetterRow
from codebook.event import Event


def gone(session: Session, events: Sequence[Event]) -> frozenset[UUID]:
    """Return which of the events were here once and were deleted by their age.

    What was refused was never here: a later release may take it after all.

    Args:
        session: Any.
        events: None of which is in the log.
    """
    if not events:
        return frozenset()
    dialect = dialect_of(session)
    boots = wanted(dialect, {event.boot_id for event in events})
    deleted_to = dict(session.exec(_select_deleted_to(dialect), params=boots).all())
    old = [event for event in events if event.sequence <= deleted_to.get(event.boot_id, 0)]
    refused = _refused(session, {event.boot_id for event in old}) if old else frozenset()
    return frozenset(each.id for each in old if (each.boot_id, each.sequence) not in refused)


@cache
def _select_deleted_to(dialect: str) -> Select[UUID, int]:
    query = select(BootRow.boot_id, BootRow.deleted_to)
    return query.where(among(dialect, BootRow.boot_id), col(BootRow.deleted_to) > 0)


def _refused(session: Session, boot_ids: set[UUID]) -> frozenset[tuple[UUID, int]]:
    query = select(DeadLetterRow.boot_id, DeadLetterRow.sequence)
    found = session.exec(query.where(col(DeadLetterRow.boot_id).in_(boot_ids))).all()
    return frozenset((boot, sequence) for boot, sequence in found if boot and sequence)
