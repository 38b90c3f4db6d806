"""A resident moves to another unit: what goes along, what stays, and who loses sight of them."""

from uuid import UUID

from care_api.alerts import whereabouts
from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.commands import service as commands
from care_api.db import Lock, Work, lock
from care_api.on_call import service as on_call
from care_api.residents import details, repository
from care_api.residents.tables import TransitionRow
from care_api.residents.transition import Move
from care_api.robots import service as robots
from care_api.staff import service as staff_service
from care_api.staff.role import Permission


def move(work: Work, row: TransitionRow, where: Move) -> None:
    """Let a resident live in another unit from now on.

    The log keeps what happened under the unit in which it did. What a robot still reports goes to
    the unit in which they live by then.
    """
    lock(work.session, Lock.STREAM)  # before all else, as an upload does: no deadlock
    resident = repository.lock(work.session, row.resident_id)
    _part_from_robots(work, resident.id, where)
    on_call.follow(work, resident.id, where.to_unit_id)
    known = details.of_resident(work.session, resident.id).details
    if where.room != known.room:
        details.put(work, resident, details.in_room(known, where.room), row.planned_by)
    resident.unit_id = where.to_unit_id
    work.session.add(resident)
    work.session.flush()
    in_care = staff_service.colleagues(work.session, where.to_unit_id, Permission.READ_CARE)
    repository.drop_follows(work.session, resident.id, but_for=in_care)
    for unit_id in (row.from_unit_id, where.to_unit_id):
        audit.note_resident_act(
            work, Act.RESIDENT_MOVED, resident.id, unit_id, staff_id=row.planned_by
        )


def _part_from_robots(work: Work, resident_id: UUID, where: Move) -> None:
    """Leave the robots to their unit, but for those that go along, and take the alerts over."""
    others = robots.others_looked_after(work.session, resident_id)
    along = {robot_id for robot_id, them in others.items() if where.takes_robot and not them}
    robots.part(work, resident_id, others.keys() - along)
    robots.hand_over(work, along, where.to_unit_id)
    commands.withdraw(work, resident_id)
    whereabouts.move(work, resident_id, along, where.to_unit_id)
