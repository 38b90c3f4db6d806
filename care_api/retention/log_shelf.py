"""What lies in the log: gone through in the order in which it arrived.

It is the largest of all and most of it stays, so each night looks only at what has grown too old
since the night before, and goes back no further than to the first that had to stay.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, not_, or_, update
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from care_api.alerts.state import AlertState
from care_api.alerts.tables import AlertRow
from care_api.db import Work
from care_api.events.tables import BootRow, EventBodyRow, EventRow
from care_api.retention.shelf import Cleared, Scope, counted

Found = Sequence[tuple[UUID, int]]
"""Event and its stream number."""


@dataclass(frozen=True, slots=True)
class LogShelf:
    """Events of some kinds."""

    is_of_kind: ColumnElement[bool]
    is_held: Callable[[Scope], ColumnElement[bool]]
    """Returns the condition that one must stay, however old it is."""
    drop: Callable[[Session, Sequence[UUID]], None]

    def count(self, session: Session, scope: Scope, most: int) -> int:
        """Return how many may go, `most` at most."""
        return counted(session, self._old(scope), most)

    def clear(self, work: Work, scope: Scope, most: int) -> Cleared:
        """Let the oldest go, `most` at most."""
        query = self._old(scope).order_by(col(EventRow.stream)).limit(most)
        found: Found = work.session.exec(query).all()
        if not found:
            return Cleared()
        self.drop(work.session, [event_id for event_id, _ in found])
        return Cleared(count=len(found), reached=found[-1][1])

    def done_to(self, session: Session, scope: Scope) -> int:
        """Return up to which stream number nothing is left to do, once all has gone that may."""
        held = select(EventRow.stream).where(*self._too_old(scope), self.is_held(scope))
        first_held = session.exec(held.order_by(col(EventRow.stream)).limit(1)).first()
        return scope.span[1] if first_held is None else first_held - 1

    def _old(self, scope: Scope) -> Select[UUID, int]:
        return select(EventRow.id, EventRow.stream).where(
            *self._too_old(scope), not_(self.is_held(scope))
        )

    def _too_old(self, scope: Scope) -> tuple[ColumnElement[bool], ...]:
        return (
            col(EventRow.stream) > scope.span[0],
            col(EventRow.stream) <= scope.span[1],
            col(EventRow.received_at) < scope.before,
            col(EventRow.unit_id).in_(scope.units),
            self.is_of_kind,
        )


def is_in_use(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that the log itself, or an open alert, needs an event's row.

    The numbers of the log and of this run of the server go on from their last ones.
    """
    last = select(func.max(EventRow.stream)).scalar_subquery()
    return or_(
        is_of_open_alert(),
        col(EventRow.stream) == last,
        and_(col(EventRow.robot_id).is_(None), col(EventRow.boot_id) == scope.boot_id),
    )


def is_of_open_alert() -> ColumnElement[bool]:
    """Return the condition that an alert which is not closed was raised by an event."""
    return (
        select(AlertRow.id)
        .where(AlertRow.cause_event_id == EventRow.id, AlertRow.state != AlertState.CLOSED.value)
        .exists()
    )


def stream_before(session: Session, instant: datetime, after: int) -> int:
    """Return the last stream number before the first that arrived at an instant, or later.

    Numbers and times of arrival rise together, but for seconds: whoever uses it asks for the time
    as well. Only what lies behind `after` is looked at.
    """
    later = select(EventRow.stream).where(
        col(EventRow.stream) > after, col(EventRow.received_at) >= instant
    )
    first = session.exec(later.order_by(col(EventRow.stream)).limit(1)).first()
    if first is not None:
        return first - 1
    return session.exec(select(func.max(EventRow.stream))).one() or 0


def delete_events(session: Session, event_ids: Sequence[UUID]) -> None:
    """Delete events; no robot can bring them back."""
    furthest = (
        select(EventRow.boot_id, func.max(EventRow.sequence))
        .where(col(EventRow.id).in_(event_ids), col(EventRow.robot_id).is_not(None))
        .group_by(col(EventRow.boot_id))
    )
    for boot_id, sequence in session.exec(furthest).all():
        session.exec(
            update(BootRow)
            .where(col(BootRow.boot_id) == boot_id, col(BootRow.deleted_to) < sequence)
            .values(deleted_to=sequence)
        )
    session.exec(delete(EventBodyRow).where(col(EventBodyRow.event_id).in_(event_ids)))
    session.exec(delete(EventRow).where(col(EventRow.id).in_(event_ids)))
