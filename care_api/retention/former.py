"""Former residents: what was planned and decided for them, and, once nothing else is left, who.

All of it counts from the instant at which the service ended. What somebody may still look up in
the log keeps the resident's name beside it.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, exists, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from care_api.care_plans.tables import CarePlanRow
from care_api.consents.tables import ConsentRow
from care_api.db import Table as Rowed
from care_api.residents.tables import FollowRow, FormerDetailsRow, ResidentRow, TransitionRow
from care_api.retention.shelf import Rows, Scope, Shelf
from care_api.robots.tables import RobotResidentRow
from care_api.service_decisions.tables import ServiceDecisionRow
from care_api.tasks.tables import TaskHorizonRow

PAPERS = (CarePlanRow, ConsentRow, ServiceDecisionRow, FormerDetailsRow, TransitionRow)
"""What was written down for them; the service can be taken up again while it is there."""
TIES = (FollowRow, TaskHorizonRow, RobotResidentRow)
"""What goes with the residents themselves."""


def _is_former(scope: Scope) -> ColumnElement[bool]:
    return col(ResidentRow.id).in_(scope.residents) & (col(ResidentRow.ended_at) < scope.before)


def _with_papers(scope: Scope) -> SelectOfScalar[UUID]:
    has_any = or_(*(_refers(Rowed.metadata.tables[str(each.__tablename__)]) for each in PAPERS))
    return select(ResidentRow.id).where(_is_former(scope), has_any)


def _drop_papers(session: Session, ids: Sequence[UUID]) -> None:
    for table in PAPERS:
        session.exec(delete(table).where(col(table.resident_id).in_(ids)))


def _left_alone(scope: Scope) -> SelectOfScalar[UUID]:
    """Return residents of whom nothing tells any more, in any table that could."""
    ties = {str(each.__tablename__) for each in TIES}
    told_of = [_refers(table) for name, table in Rowed.metadata.tables.items() if name not in ties]
    return select(ResidentRow.id).where(_is_former(scope), ~or_(*told_of))


def _refers(table: Table) -> ColumnElement[bool]:
    """Return the condition that a table tells of a resident; never true where none can."""
    theirs = ResidentRow.__tablename__
    found = [
        exists().where(key.parent == col(ResidentRow.id))
        for key in table.foreign_keys
        if key.column.table.name == theirs
    ]
    return or_(False, *found)  # noqa: FBT003 - the condition of nothing


def _drop_residents(session: Session, ids: Sequence[UUID]) -> None:
    for table in TIES:
        session.exec(delete(table).where(col(table.resident_id).in_(ids)))
    session.exec(delete(ResidentRow).where(col(ResidentRow.id).in_(ids)))


PAPER_SHELVES: tuple[Shelf, ...] = (Rows(_with_papers, _drop_papers),)
RESIDENT_SHELVES: tuple[Shelf, ...] = (Rows(_left_alone, _drop_residents),)
