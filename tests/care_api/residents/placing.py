"""How tests let residents move, and the service end for them."""

from datetime import date
from uuid import UUID

from sqlmodel import col, select

from care_api.alerts.tables import AlertRow
from care_api.audit.act import Act
from care_api.audit.tables import AccessRow
from care_api.residents import ending, transitions
from care_api.residents.transition import End, EndReason, Move, Transition
from tests.care_api.village import Village


def move(
    village: Village,
    resident_id: UUID,
    *,
    from_on: date | None = None,
    takes_robot: bool = False,
    to: UUID | None = None,
) -> Transition:
    """Let Kari move somebody to Fjellheim, room 9."""
    to_unit_id = to or village.fjellheim
    where = Move(to_unit_id=to_unit_id, room="9", takes_robot=takes_robot)
    with village.work() as work:
        return transitions.plan(work, resident_id, where, village.staff["kari"], from_on=from_on)


def end(
    village: Village,
    resident_id: UUID,
    *,
    from_on: date | None = None,
    reason: EndReason = EndReason.MOVED_AWAY,
) -> Transition:
    """Let Kari end the service for somebody."""
    with village.work() as work:
        what = End(reason=reason)
        return transitions.plan(work, resident_id, what, village.staff["kari"], from_on=from_on)


def resume(village: Village, resident_id: UUID) -> None:
    """Let Kari take the service up again."""
    with village.work() as work:
        ending.resume(work, resident_id, village.staff["kari"])


def carry_out(village: Village) -> int:
    """Let the worker do what is due."""
    with village.work() as work:
        return transitions.carry_out_due(work)


def alerts_about(village: Village, resident_id: UUID) -> list[AlertRow]:
    """Return all alerts about somebody, oldest first."""
    with village.database.reading() as session:
        query = select(AlertRow).where(AlertRow.resident_id == resident_id)
        return list(session.exec(query.order_by(col(AlertRow.dedup_key))))


def acts_about(village: Village, resident_id: UUID) -> list[tuple[str, UUID]]:
    """Return what was done with somebody, and in the log of which unit it stands, in any order."""
    acts = {act.value for act in Act}
    with village.database.reading() as session:
        query = select(AccessRow).where(AccessRow.resident_id == resident_id)
        found = session.exec(query).all()
    return [(row.what, row.unit_id) for row in found if row.what in acts and row.unit_id]
