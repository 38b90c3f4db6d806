"""What was deleted by its age does not come back, though a robot may send it once more."""

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from care_api.bulk import among, dialect_of, found, wanted
from care_api.events.entry import Entry
from care_api.events.tables import BootRow, DeadLetterRow
from care_api.spelling import digits


def gone(session: Session, entries: Sequence[Entry]) -> frozenset[str]:
    """Return the ids of those entries that were here once and were deleted by their age.

    What was refused was never here: a later release may take it after all.

    Args:
        session: Any.
        entries: None of which is in the log.
    """
    boots = {entry.boot_id for entry in entries}
    deleted_to = _deleted_to(session, boots) if boots else {}
    if not deleted_to:
        return frozenset()
    old = [entry for entry in entries if entry.sequence <= deleted_to.get(entry.boot_id, 0)]
    refused = _refused(session, {UUID(entry.boot_id) for entry in old}) if old else frozenset()
    return frozenset(each.id for each in old if (each.boot_id, each.sequence) not in refused)


def _deleted_to(session: Session, boots: set[str]) -> dict[str, int]:
    dialect = dialect_of(session)
    deleted = found(session, _select_deleted_to(dialect), wanted(dialect, boots))
    return {digits(boot_id): sequence for boot_id, sequence in deleted}


@cache
def _select_deleted_to(dialect: str) -> Select[UUID, int]:
    query = select(BootRow.boot_id, BootRow.deleted_to)
    return query.where(among(dialect, BootRow.boot_id), col(BootRow.deleted_to) > 0)


def _refused(session: Session, boot_ids: set[UUID]) -> frozenset[tuple[str, int]]:
    query = select(DeadLetterRow.boot_id, DeadLetterRow.sequence)
    places = session.exec(query.where(col(DeadLetterRow.boot_id).in_(boot_ids))).all()
    return frozenset((digits(boot), sequence) for boot, sequence in places if boot and sequence)
