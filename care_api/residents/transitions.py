"""What is to become of residents: planned for a day or done at once, withdrawn, carried out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.days import ZONE
from care_api.db import Lock, Work, lock
from care_api.errors import ChangedMeanwhileError, NotFoundError, TransitionError
from care_api.residents import ending, moving, repository
from care_api.residents.tables import ResidentRow, TransitionRow
from care_api.residents.transition import End, EndReason, Kind, Move, Transition
from care_api.tenants.tables import UnitRow
from schedules.occurrences import instant

LONGEST_AHEAD = timedelta(days=366)
FORMER_SHOWN = 50
"""Former residents on one side of their list."""


def ahead(session: Session, resident_id: UUID) -> Transition | None:
    """Return what is planned for a resident."""
    row = repository.transition_ahead(session, resident_id)
    return _transition(row) if row else None


def ended(session: Session, resident_id: UUID) -> Transition | None:
    """Return how the service ended for a resident; None: it has not, or that is deleted."""
    row = repository.ending_of(session, resident_id)
    return _transition(row) if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """Somebody for whom the service has ended. Personal data."""

    id: UUID
    unit_id: UUID
    """Where they lived last."""
    name: str
    ended_at: datetime
    reason: EndReason | None
    """None: it has been deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerSide:
    """One side of the list of those for whom the service has ended. Personal data."""

    people: tuple[Former, ...]
    side: int
    """From 1."""
    sides: int
    first: int
    """Number of the first of `people` among all, from 1."""
    all: int


def former(session: Session, unit_ids: Collection[UUID], side: int = 1) -> FormerSide:
    """Return those of the units for whom the service has ended, the last first."""
    count = repository.count_former(session, unit_ids)
    sides = max(1, -(-count // FORMER_SHOWN))
    side = min(side, sides)
    skip = (side - 1) * FORMER_SHOWN
    found = repository.former_of_units(session, unit_ids, skip=skip, most=FORMER_SHOWN)
    people = tuple(
        Former(
            id=row.id,
            unit_id=row.unit_id,
            name=row.name,
            ended_at=row.ended_at,
            reason=EndReason(last.reason) if last and last.reason else None,
        )
        for row, last in found
        if row.ended_at is not None
    )
    return FormerSide(people=people, side=side, sides=sides, first=skip + 1, all=count)


def plan(
    work: Work,
    resident_id: UUID,
    what: Move | End,
    staff_id: UUID,
    *,
    from_on: date | None = None,
    instead_of: str = "",
) -> Transition:
    """Let something become of a resident from the beginning of a local date, or at once.

    Args:
        work: The transaction.
        resident_id: Who it is.
        what: What becomes of them.
        staff_id: Who plans it.
        from_on: None, or today: at once.
        instead_of: The id of what was planned as far as they knew; it is withdrawn.

    Raises:
        NotFoundError: There is no such other unit in the municipality.
        ChangedMeanwhileError: Something else is planned by now.
        TransitionError: The service has ended, or an alert must be handled before it ends.
    """
    lock(work.session, Lock.STREAM)  # before the resident, as an upload does: no deadlock
    resident = repository.lock(work.session, resident_id)
    if resident.ended_at is not None:
        raise TransitionError("The service has ended for this resident; take it up again first.")
    before = repository.transition_ahead(work.session, resident_id)
    if (str(before.id) if before else "") != instead_of:
        raise ChangedMeanwhileError("Somebody has planned something else; look at it first.")
    if isinstance(what, Move):
        _check_unit(work.session, resident, what.to_unit_id)
    if before is not None:
        withdraw(work, resident_id, staff_id)
        work.session.flush()
    row = _row(work, resident, what, staff_id)
    work.session.add(row)
    work.session.flush()
    if from_on is not None and from_on > work.now.astimezone(ZONE).date():
        row.due_at = instant(from_on, time(0), ZONE)
        audit.note_resident_act(
            work, Act.TRANSITION_PLANNED, resident_id, resident.unit_id, staff_id=staff_id
        )
    else:
        _carry_out(work, row)
    return _transition(row)


def withdraw(work: Work, resident_id: UUID, staff_id: UUID) -> None:
    """Let what is planned for a resident not come about; nothing happens where nothing is."""
    resident = repository.lock(work.session, resident_id)
    row = repository.transition_ahead(work.session, resident_id)
    if row is None:
        return
    row.undone_at, row.undone_by = work.now, staff_id
    work.session.add(row)
    audit.note_resident_act(
        work, Act.TRANSITION_WITHDRAWN, resident_id, resident.unit_id, staff_id=staff_id
    )


def carry_out_due(work: Work) -> int:
    """Do what is due; return how much. An end that an open alert holds up waits for that."""
    done = 0
    due = repository.transitions_due(work.session, work.now)
    if due:
        lock(work.session, Lock.STREAM)  # before the residents, as an upload does: no deadlock
    for row in due:
        if Kind(row.kind) is Kind.END and ending.is_held_up(work.session, row.resident_id):
            continue
        _carry_out(work, row)
        done += 1
    return done


def _carry_out(work: Work, row: TransitionRow) -> None:
    row.done_at = work.now
    match _what(row):
        case Move() as where:
            moving.move(work, row, where)
        case End():
            ending.end(work, row)


def _check_unit(session: Session, resident: ResidentRow, to_unit_id: UUID) -> None:
    here, there = session.get_one(UnitRow, resident.unit_id), session.get(UnitRow, to_unit_id)
    if there is None or there.id == here.id or there.tenant_id != here.tenant_id:
        raise NotFoundError("No such other unit of the municipality.")


def _row(work: Work, resident: ResidentRow, what: Move | End, staff_id: UUID) -> TransitionRow:
    row = TransitionRow(
        id=uuid4(),
        resident_id=resident.id,
        kind=Kind.END.value,
        due_at=work.now,
        from_unit_id=resident.unit_id,
        planned_at=work.now,
        planned_by=staff_id,
    )
    match what:
        case Move():
            row.kind = Kind.MOVE.value
            row.to_unit_id, row.room = what.to_unit_id, what.room
            row.takes_robot = what.takes_robot
        case End():
            row.reason = what.reason.value
    return row


def _what(row: TransitionRow) -> Move | End:
    if row.to_unit_id is not None:
        return Move(to_unit_id=row.to_unit_id, room=row.room, takes_robot=row.takes_robot)
    return End(reason=EndReason(row.reason or ""))


def _transition(row: TransitionRow) -> Transition:
    return Transition(
        id=row.id,
        what=_what(row),
        due_at=row.due_at,
        planned_at=row.planned_at,
        planned_by=row.planned_by,
        done_at=row.done_at,
    )
