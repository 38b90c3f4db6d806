"""Sealing the audit log, and looking whether it is whole."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, col, func, select

from care_api.audit.chain import Break, Entry, Seal, fault_of, make_seal
from care_api.audit.tables import AccessRow, AuditSealRow
from care_api.db import Work
from care_api.residents.tables import ResidentRow
from care_api.staff.tables import StaffRow
from care_api.tenants.tables import UnitRow

AT_ONCE = 5000
"""Entries under one seal at most."""
_SEALS_AT_ONCE = 50
"""Emptied in one transaction at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A seal to be kept elsewhere: what came before it cannot be changed unseen."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of looking at a tenant's whole log."""

    seals: int
    entries: int
    pruned: int
    """Seals whose entries were deleted as the rule about keeping says."""
    unsealed: int
    head: Checkpoint | None
    """The newest seal."""
    broken_at: int | None = None
    """The number of the first broken seal."""
    fault: Break | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return self.fault is None


def seal_new(work: Work) -> bool:
    """Seal what is not sealed yet, each tenant's for itself; return whether there is more."""
    rows = _unsealed(work.session)
    by_tenant: dict[UUID, list[AccessRow]] = defaultdict(list)
    for row, tenant_id in rows:
        if tenant_id is not None:
            by_tenant[tenant_id].append(row)
    for tenant_id, own in by_tenant.items():
        _seal(work, tenant_id, own)
    return len(rows) == AT_ONCE


def _unsealed(session: Session) -> list[tuple[AccessRow, UUID | None]]:
    """Return entries with whose log they belong to: the resident's, else whose staff did it."""
    tenant = func.coalesce(AccessRow.tenant_id, UnitRow.tenant_id, StaffRow.tenant_id)
    query = (
        select(AccessRow, tenant)
        .outerjoin(ResidentRow, col(ResidentRow.id) == AccessRow.resident_id)
        .outerjoin(UnitRow, col(UnitRow.id) == ResidentRow.unit_id)
        .outerjoin(StaffRow, col(StaffRow.id) == AccessRow.staff_id)
        .where(col(AccessRow.seal).is_(None))
        .order_by(col(AccessRow.id))
        .limit(AT_ONCE)
    )
    return list(session.exec(query).all())


def _seal(work: Work, tenant_id: UUID, rows: Sequence[AccessRow]) -> None:
    before = _last(work.session, tenant_id)
    made = make_seal(_of(before) if before else None, [_entry(row) for row in rows])
    for entry in rows:
        entry.seal, entry.tenant_id = made.number, tenant_id
    row = AuditSealRow(
        tenant_id=tenant_id,
        number=made.number,
        sealed_at=work.now,
        last_at=max(row.at for row in rows),
        count=made.count,
        content=made.content,
        digest=made.digest,
    )
    work.session.add(row)
    work.session.flush()


def verify(session: Session, tenant_id: UUID) -> Verified:
    """Look at every seal of a tenant's log and all that lies under it."""
    before: Seal | None = None
    entries = pruned = 0
    for row in _seals(session, tenant_id):
        seal, found = _of(row), _entries(session, tenant_id, row.number)
        fault = fault_of(before, seal, found)
        if fault is not None:
            return _result(session, tenant_id, entries, pruned, before, (row.number, fault))
        before = seal
        entries += len(found)
        pruned += seal.is_pruned
    if _is_any_beyond(session, tenant_id, before.number if before else 0):
        beyond = (before.number + 1 if before else 1, Break.MISSING)
        return _result(session, tenant_id, entries, pruned, before, beyond)
    return _result(session, tenant_id, entries, pruned, before, None)


def keeps(session: Session, tenant_id: UUID, kept: Checkpoint) -> bool:
    """Return whether a checkpoint that was kept elsewhere still stands in the log."""
    row = session.get(AuditSealRow, (tenant_id, kept.number))
    return row is not None and row.digest == kept.digest


def last_checkpoint(session: Session, tenant_id: UUID) -> Checkpoint | None:
    """Return the newest seal."""
    row = _last(session, tenant_id)
    return Checkpoint(number=row.number, digest=row.digest) if row else None


def _result(
    session: Session,
    tenant_id: UUID,
    entries: int,
    pruned: int,
    last: Seal | None,
    broken: tuple[int, Break] | None,
) -> Verified:
    return Verified(
        seals=last.number if last else 0,
        entries=entries,
        pruned=pruned,
        unsealed=sum(whose == tenant_id for _, whose in _unsealed(session)),
        head=Checkpoint(number=last.number, digest=last.digest) if last else None,
        broken_at=broken[0] if broken else None,
        fault=broken[1] if broken else None,
    )


def _is_any_beyond(session: Session, tenant_id: UUID, number: int) -> bool:
    """Return whether there are entries whose seal is gone."""
    query = select(AccessRow.id).where(
        AccessRow.tenant_id == tenant_id, col(AccessRow.seal) > number
    )
    return session.exec(query.limit(1)).first() is not None


def prunable(session: Session, tenant_id: UUID, before: datetime) -> int:
    """Return how many entries lie under seals of which all is older than an instant."""
    query = select(func.sum(AuditSealRow.count)).where(*_old(tenant_id, before))
    return session.exec(query).one() or 0


def prune(work: Work, tenant_id: UUID, before: datetime, limit: int) -> int:
    """Delete entries under the oldest seals, which stay; return how many there were.

    Args:
        work: The transaction.
        tenant_id: Whose log.
        before: Only seals of which all is older than this.
        limit: Entries at most, but for one seal, which is emptied as a whole.
    """
    query = select(AuditSealRow).where(*_old(tenant_id, before)).order_by(col(AuditSealRow.number))
    deleted = 0
    for row in work.session.exec(query.limit(_SEALS_AT_ONCE)).all():
        if deleted and deleted + row.count > limit:
            break
        work.session.exec(
            delete(AccessRow).where(
                col(AccessRow.tenant_id) == tenant_id, col(AccessRow.seal) == row.number
            )
        )
        row.pruned_at = work.now
        deleted += row.count
    return deleted


def _old(tenant_id: UUID, before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(AuditSealRow.tenant_id) == tenant_id,
        col(AuditSealRow.last_at) < before,
        col(AuditSealRow.pruned_at).is_(None),
    )


def _seals(session: Session, tenant_id: UUID) -> Sequence[AuditSealRow]:
    query = select(AuditSealRow).where(AuditSealRow.tenant_id == tenant_id)
    return session.exec(query.order_by(col(AuditSealRow.number))).all()


def _last(session: Session, tenant_id: UUID) -> AuditSealRow | None:
    query = select(AuditSealRow).where(AuditSealRow.tenant_id == tenant_id)
    return session.exec(query.order_by(col(AuditSealRow.number).desc()).limit(1)).first()


def _rows(session: Session, tenant_id: UUID, number: int) -> Sequence[AccessRow]:
    query = select(AccessRow).where(AccessRow.tenant_id == tenant_id, AccessRow.seal == number)
    return session.exec(query).all()


def _entries(session: Session, tenant_id: UUID, number: int) -> list[Entry]:
    return [_entry(row) for row in _rows(session, tenant_id, number)]


def _entry(row: AccessRow) -> Entry:
    return Entry(
        id=row.id,
        at=row.at,
        staff_id=row.staff_id,
        resident_id=row.resident_id,
        what=row.what,
        subject_id=row.subject_id,
        unit_id=row.unit_id,
        detail=row.detail,
    )


def _of(row: AuditSealRow) -> Seal:
    return Seal(
        number=row.number,
        count=row.count,
        content=row.content,
        digest=row.digest,
        is_pruned=row.pruned_at is not None,
    )
