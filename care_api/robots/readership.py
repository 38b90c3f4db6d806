"""Who of the staff has read about a resident, for the robot to tell the resident who asks."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.audit import service as audit
from care_api.errors import NotFoundError
from care_api.robots import repository
from codebook.readership import Readership, StaffReader

BACK = timedelta(days=7)
"""How far it looks back; the resident's own page looks further."""


def readership(session: Session, robot_id: UUID, resident_id: UUID, now: datetime) -> Readership:
    """Return who of the staff read about a resident in the last seven days.

    Raises:
        NotFoundError: The robot does not look after the resident now.
    """
    if resident_id not in {resident.id for resident in repository.residents_of(session, robot_id)}:
        raise NotFoundError("No such resident of this robot's.")
    since = now - BACK
    last: dict[str, datetime] = {}
    for access in audit.accesses(session, resident_id):
        if access.at >= since:
            last.setdefault(access.staff_name, access.at)
    staff = tuple(StaffReader(name=name, last_at=at) for name, at in last.items())
    return Readership(since=since, staff=staff)
