"""Decide for a municipality, and let nights pass."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlmodel import select

from care_api.audit.act import Act
from care_api.audit.tables import AccessRow
from care_api.retention import service
from care_api.retention.rule import USUAL, Kind
from care_api.tenants.tables import UnitRow
from tests.care_api.village import Village

MOST_PARTS = 1000


def tenant_of(village: Village) -> UUID:
    """Return Solbakken's municipality."""
    with village.database.reading() as session:
        return session.get_one(UnitRow, village.solbakken).tenant_id


def decide(village: Village, changes: Mapping[Kind, int] | None = None) -> None:
    """Let Solbakken's municipality decide what is usual, but for some kinds."""
    with village.work() as work:
        chosen = {**USUAL, **(changes or {})}
        service.save(work, tenant_of(village), village.staff["kari"], chosen)


def foretold(village: Village, changes: Mapping[Kind, int] | None = None) -> dict[Kind, int]:
    """Return how much of each kind would go in the next night."""
    with village.work() as work:
        found = service.foretell(work, tenant_of(village), {**USUAL, **(changes or {})})
    return {kind: each.count for kind, each in found.items()}


def pass_night(village: Village, after: timedelta = timedelta(days=1)) -> int:
    """Let time pass, and let everything go that is too old then; return in how many parts."""
    village.clock.pass_by(after)
    for part in range(MOST_PARTS):
        with village.work() as work:
            if not service.clear_part(work):
                return part
    raise AssertionError("the run does not end")


def told(village: Village) -> list[str]:
    """Return what the audit log says of what was deleted."""
    with village.database.reading() as session:
        query = select(AccessRow.detail).where(AccessRow.what == Act.RETENTION_KEPT.value)
        return sorted(session.exec(query))
