"""Looking things up in the audit log, within the units that somebody audits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from care_api.audit.tables import AccessRow
from care_api.residents.tables import ResidentRow, TransitionRow
from care_api.residents.transition import Kind
from care_api.staff.tables import StaffRow

SHOWN = 200
"""Lines on one page."""
EXPORTED = 50_000
"""Lines in one file at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; None: no matter which."""

    tenant_id: UUID
    unit_ids: frozenset[UUID]
    """Those audited."""
    resident_id: UUID | None = None
    staff_id: UUID | None = None
    """Who did it, or whom it is about."""
    since: datetime | None = None
    until: datetime | None = None
    """Before this instant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One line of the log, with names."""

    at: datetime
    staff_name: str | None
    """None: the server."""
    what: str
    resident_name: str | None
    subject_name: str | None
    detail: str
    seal: int | None


def look_up(session: Session, wanted: Wanted, *, limit: int, offset: int = 0) -> tuple[Found, ...]:
    """Return the lines, newest first."""
    subject = aliased(StaffRow)
    query = (
        select(AccessRow, StaffRow.name, ResidentRow.name, subject.name)
        .outerjoin(StaffRow, col(StaffRow.id) == AccessRow.staff_id)
        .outerjoin(ResidentRow, col(ResidentRow.id) == AccessRow.resident_id)
        .outerjoin(subject, col(subject.id) == AccessRow.subject_id)
        .where(*_conditions(wanted))
        .order_by(col(AccessRow.at).desc(), col(AccessRow.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(
        Found(
            at=row.at,
            staff_name=staff_name,
            what=row.what,
            resident_name=resident_name,
            subject_name=subject_name,
            detail=row.detail,
            seal=row.seal,
        )
        for row, staff_name, resident_name, subject_name in session.exec(query)
    )


def _is_from_before_a_move(units: Sequence[UUID]) -> ColumnElement[bool]:
    """Return the condition that an entry is about somebody who lived in one of the units then."""
    return (
        select(TransitionRow.id)
        .where(
            TransitionRow.resident_id == AccessRow.resident_id,
            TransitionRow.kind == Kind.MOVE.value,
            col(TransitionRow.done_at) >= AccessRow.at,
            col(TransitionRow.from_unit_id).in_(units),
        )
        .exists()
    )


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    units = list(wanted.unit_ids)
    of_tenant = and_(
        col(AccessRow.resident_id).is_(None),
        col(AccessRow.unit_id).is_(None),
        or_(col(AccessRow.tenant_id) == wanted.tenant_id, StaffRow.tenant_id == wanted.tenant_id),
    )
    yield or_(
        col(ResidentRow.unit_id).in_(units),
        col(AccessRow.unit_id).in_(units),
        _is_from_before_a_move(units),
        of_tenant,
    )
    if wanted.resident_id is not None:
        yield col(AccessRow.resident_id) == wanted.resident_id
    if wanted.staff_id is not None:
        about = col(AccessRow.subject_id) == wanted.staff_id
        yield or_(col(AccessRow.staff_id) == wanted.staff_id, about)
    if wanted.since is not None:
        yield col(AccessRow.at) >= wanted.since
    if wanted.until is not None:
        yield col(AccessRow.at) < wanted.until
