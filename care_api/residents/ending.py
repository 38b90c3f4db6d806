"""The service ends for a resident: nothing more is expected of them, and what is kept is kept.

Nothing is deleted and nothing overwritten, so that the service can be taken up again as it was.
What is over is told by the instant at which it ended: consents and the family's links hold no more
from then on, and by it the rule about keeping counts.
"""

from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session

from care_api.alerts import whereabouts
from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.care_plans import service as care_plans
from care_api.commands import service as commands
from care_api.db import Lock, Work, lock
from care_api.errors import TransitionError
from care_api.on_call import service as on_call
from care_api.residents import repository
from care_api.residents.tables import TransitionRow
from care_api.robots import service as robots
from care_api.tasks import service as tasks

_FREED = TypeAdapter(dict[UUID, frozenset[UUID]])


def is_held_up(session: Session, resident_id: UUID) -> bool:
    """Return whether somebody has asked for help, or for something, and nobody has handled it."""
    return bool(whereabouts.to_handle_first(session, resident_id))


def end(work: Work, row: TransitionRow) -> None:
    """End the service for a resident.

    Raises:
        TransitionError: An alert about them must be handled first.
    """
    lock(work.session, Lock.STREAM)  # before all else, as an upload does: no deadlock
    resident = repository.lock(work.session, row.resident_id)
    if is_held_up(work.session, resident.id):
        raise TransitionError("An alert about the resident is open; handle it first.")
    whereabouts.end(work, resident.id, row.planned_by)
    freed = robots.others_looked_after(work.session, resident.id)
    row.freed = _FREED.dump_json(freed).decode()
    robots.part(work, resident.id, freed)
    commands.withdraw(work, resident.id)
    tasks.end(work, resident.id)
    on_call.end_of_resident(work, resident.id)
    resident.ended_at = work.now
    work.session.add_all([resident, row])
    audit.note_resident_act(
        work, Act.SERVICE_ENDED, resident.id, resident.unit_id, staff_id=row.planned_by
    )


def resume(work: Work, resident_id: UUID, staff_id: UUID) -> None:
    """Take the service up again: the plan counts from now on, all else is as it was.

    Robots that were given to others meanwhile stay with them.

    Raises:
        TransitionError: The service has not ended, or what it needs has been deleted.
    """
    lock(work.session, Lock.STREAM)
    resident = repository.lock(work.session, resident_id)
    ending = repository.ending_of(work.session, resident_id)
    if resident.ended_at is None or ending is None:  # its papers go all together
        raise TransitionError("There is no ended service here that could be taken up again.")
    on_call.take_up_again(work, resident_id, resident.ended_at)
    resident.ended_at = None
    ending.undone_at, ending.undone_by = work.now, staff_id
    work.session.add_all([resident, ending])
    work.session.flush()
    freed = _FREED.validate_json(ending.freed)
    robots.come_back(work, resident_id, resident.unit_id, freed)
    care_plans.begin_anew(work, resident_id, staff_id)
    audit.note_resident_act(
        work, Act.SERVICE_RESUMED, resident_id, resident.unit_id, staff_id=staff_id
    )
