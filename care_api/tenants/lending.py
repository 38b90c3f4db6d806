"""A shared response centre: a unit lets another one answer its alerts, from one instant to another.

Whether a loan holds is looked at with every request: it begins and ends without anybody's doing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.db import Work
from care_api.errors import NotFoundError
from care_api.tenants import repository
from care_api.tenants.tables import AlertLoanRow, UnitRow

LONGEST = timedelta(days=92)
"""A season; after that somebody should look at it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """A unit's alerts in another one's hands."""

    id: UUID
    unit_id: UUID
    unit_name: str
    to_unit_id: UUID
    to_unit_name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLoan:
    """What is to be lent. Checked by the form: in order, in the future, not for too long."""

    unit_id: UUID
    to_unit_id: UUID
    starts_at: datetime
    ends_at: datetime


def places(session: Session) -> dict[UUID, str]:
    """Return every unit of the installation by name: any may be lent to.

    The municipality stands before it where there is more than one.
    """
    found = list(repository.every_unit(session))
    is_shared = len({unit.tenant_id for unit, _ in found}) > 1
    return {
        unit.id: f"{tenant} – {unit.name}" if is_shared else unit.name for unit, tenant in found
    }


def of_units(session: Session, unit_ids: Iterable[UUID], now: datetime) -> tuple[Loan, ...]:
    """Return what the units lend or borrow, now or later."""
    names = places(session)
    return tuple(
        Loan(
            id=row.id,
            unit_id=row.unit_id,
            unit_name=names[row.unit_id],
            to_unit_id=row.to_unit_id,
            to_unit_name=names[row.to_unit_id],
            starts_at=row.starts_at,
            ends_at=row.ends_at,
        )
        for row in repository.loans_of(session, unit_ids, now)
    )


def lend(work: Work, new: NewLoan, staff_id: UUID) -> None:
    """Let another unit see and answer a unit's alerts for a while.

    Raises:
        NotFoundError: There is no such other unit.
    """
    to_unit = work.session.get(UnitRow, new.to_unit_id)
    if to_unit is None or to_unit.id == new.unit_id:
        raise NotFoundError("No such other unit.")
    row = AlertLoanRow(
        id=uuid4(),
        unit_id=new.unit_id,
        to_unit_id=new.to_unit_id,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        lent_at=work.now,
        lent_by=staff_id,
    )
    work.session.add(row)
    _note(work, Act.ALERTS_LENT, row, staff_id)


def withdraw(work: Work, loan_id: UUID, unit_ids: Iterable[UUID], staff_id: UUID) -> None:
    """End a loan before its time.

    Raises:
        NotFoundError: None of the units lends so.
    """
    row = work.session.get(AlertLoanRow, loan_id)
    if row is None or row.unit_id not in set(unit_ids):
        raise NotFoundError("None of your units lends its alerts so.")
    if row.withdrawn_at is None:
        row.withdrawn_at = work.now
        _note(work, Act.LOAN_ENDED, row, staff_id)


def _note(work: Work, act: Act, loan: AlertLoanRow, staff_id: UUID) -> None:
    until = f"{loan.starts_at.isoformat('T', 'minutes')} – {loan.ends_at.isoformat('T', 'minutes')}"
    detail = f"{places(work.session)[loan.to_unit_id]}: {until}"
    audit.note_unit_act(work, act, loan.unit_id, staff_id=staff_id, detail=detail)
