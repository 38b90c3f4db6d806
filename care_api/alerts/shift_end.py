"""Alerts whose owner has gone home come back to their unit."""

from datetime import datetime
from uuid import UUID

from care_api.alerts import repository, steps
from care_api.db import Lock, Work, lock
from care_api.on_call import service as on_call
from care_api.on_call.rota import hand_back_at


def hand_back(work: Work) -> int:
    """Hand back what is owned by somebody whose shift has ended; return how many."""
    lock(work.session, Lock.STREAM)  # before the alerts, as an upload does: no deadlock
    owned = repository.owned(work.session)
    owners = {alert.owner_id for alert in owned if alert.owner_id}
    shifts = on_call.shifts_of_staff(work.session, owners)
    changes = on_call.changes_of_staff(work.session, owners)

    def is_late(owner_id: UUID, owned_at: datetime) -> bool:
        usual, differing = shifts.get(owner_id, ()), changes.get(owner_id, ())
        return hand_back_at(usual, owned_at, differing) <= work.now

    late = [
        alert
        for alert in owned
        if alert.owner_id and alert.owned_at and is_late(alert.owner_id, alert.owned_at)
    ]
    for alert in late:
        steps.hand_back(work, alert)
    return len(late)
