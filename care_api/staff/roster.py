"""Who works where, in the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from care_api.staff.role import Role
from care_api.staff.tables import InvitationRow, StaffRow, StaffUnitRow


def of_tenant(session: Session, tenant_id: UUID) -> Sequence[StaffRow]:
    """Return all who work for a municipality, by name."""
    query = select(StaffRow).where(StaffRow.tenant_id == tenant_id, col(StaffRow.left_at).is_(None))
    return session.exec(query.order_by(col(StaffRow.name), col(StaffRow.id))).all()


def roles_of(
    session: Session, staff_ids: Iterable[UUID]
) -> dict[UUID, dict[UUID, frozenset[Role]]]:
    """Return member of staff -> unit -> roles there; those without any are left out."""
    found: dict[UUID, dict[UUID, set[Role]]] = defaultdict(lambda: defaultdict(set))
    query = select(StaffUnitRow).where(col(StaffUnitRow.staff_id).in_(list(staff_ids)))
    for row in session.exec(query):
        found[row.staff_id][row.unit_id].add(Role(row.role))
    return {
        who: {unit: frozenset(roles) for unit, roles in units.items()}
        for who, units in found.items()
    }


def is_taken(session: Session, user_name: str) -> bool:
    """Return whether anybody has, or had, a user name."""
    query = select(StaffRow.id).where(StaffRow.user_name == user_name)
    return session.exec(query).first() is not None


def set_roles(session: Session, staff_id: UUID, unit_id: UUID, roles: Iterable[Role]) -> None:
    """Let somebody have exactly these roles in a unit."""
    session.exec(
        delete(StaffUnitRow).where(
            col(StaffUnitRow.staff_id) == staff_id, col(StaffUnitRow.unit_id) == unit_id
        )
    )
    session.add_all(
        StaffUnitRow(staff_id=staff_id, unit_id=unit_id, role=role.value) for role in roles
    )
    session.flush()


def forget_invitations(session: Session, staff_id: UUID) -> None:
    """Let no earlier link of somebody open anything."""
    session.exec(delete(InvitationRow).where(col(InvitationRow.staff_id) == staff_id))


def invitation(session: Session, token_hash: str, now: datetime) -> InvitationRow | None:
    """Return an invitation that still holds, locked for its one use."""
    query = select(InvitationRow).where(
        InvitationRow.token_hash == token_hash, col(InvitationRow.expires_at) > now
    )
    return session.exec(query.with_for_update()).one_or_none()
