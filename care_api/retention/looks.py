"""Who looked at whom and changed what: whole seals of the audit log, and the family's looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from care_api.audit import sealing
from care_api.db import Work
from care_api.family.tables import FamilyLookRow
from care_api.retention.shelf import Cleared, Rows, Scope, Shelf


@dataclass(frozen=True, slots=True)
class Seals:
    """Entries of the audit log; the seals over them stay, so that the rest can be verified."""

    def count(self, session: Session, scope: Scope, most: int) -> int:
        """Return how many entries may go, `most` at most."""
        return min(sealing.prunable(session, scope.tenant_id, scope.before), most)

    def clear(self, work: Work, scope: Scope, most: int) -> Cleared:
        """Delete what lies under the oldest seals: `most` entries, or one seal's if it has more."""
        return Cleared(count=sealing.prune(work, scope.tenant_id, scope.before, most))


def _looks(scope: Scope) -> SelectOfScalar[UUID]:
    return select(FamilyLookRow.id).where(
        col(FamilyLookRow.resident_id).in_(scope.residents), col(FamilyLookRow.at) < scope.before
    )


def _drop_looks(session: Session, ids: Sequence[UUID]) -> None:
    session.exec(delete(FamilyLookRow).where(col(FamilyLookRow.id).in_(ids)))


SHELVES: tuple[Shelf, ...] = (Seals(), Rows(_looks, _drop_looks))
