"""Where data lies: what of it is too old and over, counted and cleared by one and the same query.

So what a page foretells is what goes. Each part that is cleared is bounded, and is a transaction
of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from care_api.db import Work
from care_api.residents.tables import ResidentRow
from care_api.tenants.tables import UnitRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose data, and what of it is too old."""

    tenant_id: UUID
    before: datetime
    """What is not older than this stays."""
    boot_id: UUID
    """This run of the server: it counts on its own events."""
    span: tuple[int, int] = (0, 0)
    """For what lies in the log: after which stream number it is looked at, and up to which."""

    @property
    def units(self) -> SelectOfScalar[UUID]:
        """The tenant's."""
        return select(UnitRow.id).where(UnitRow.tenant_id == self.tenant_id)

    @property
    def residents(self) -> SelectOfScalar[UUID]:
        """The tenant's."""
        return select(ResidentRow.id).where(col(ResidentRow.unit_id).in_(self.units))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """What came of one part."""

    count: int = 0
    reached: int | None = None
    """In the log: the stream number of the last that went."""


class Shelf(Protocol):
    """A place where data of one kind lies."""

    def count(self, session: Session, scope: Scope, most: int) -> int:
        """Return how much is too old and over; at `most` that is enough."""

    def clear(self, work: Work, scope: Scope, most: int) -> Cleared:
        """Let at most so much of it go; nothing when there is no more."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table with one key."""

    old: Callable[[Scope], SelectOfScalar[Any]]
    """Returns the query for the keys of what may go."""
    drop: Callable[[Session, Sequence[Any]], None]
    """Deletes those, and what hangs on them."""

    def count(self, session: Session, scope: Scope, most: int) -> int:
        """Return how many may go, `most` at most."""
        return counted(session, self.old(scope), most)

    def clear(self, work: Work, scope: Scope, most: int) -> Cleared:
        """Delete `most` of them at most."""
        keys = work.session.exec(self.old(scope).limit(most)).all()
        if keys:
            self.drop(work.session, keys)
        return Cleared(count=len(keys))


def counted(session: Session, query: Select[Any, Any] | SelectOfScalar[Any], most: int) -> int:
    """Return how many rows a query has, `most` at most."""
    return session.exec(select(func.count()).select_from(query.limit(most).subquery())).one()
