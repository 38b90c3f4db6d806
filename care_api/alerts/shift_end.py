"""Alerts whose owner has gone home come back to their unit."""

from care_api.alerts import repository, steps
from care_api.db import Lock, Work, lock
from care_api.on_call import service as on_call
from care_api.on_call.rota import hand_back_at


def hand_back(work: Work) -> int:
    """Hand back what is owned by somebody whose shift has ended; return how many."""
    lock(work.session, Lock.STREAM)  # before the alerts, as an upload does: no deadlock
    owned = repository.owned(work.session)
    shifts = on_call.shifts_of_staff(
        work.session, {alert.owner_id for alert in owned if alert.owner_id}
    )
    late = [
        alert
        for alert in owned
        if alert.owner_id
        and alert.owned_at
        and hand_back_at(shifts.get(alert.owner_id, ()), alert.owned_at) <= work.now
    ]
    for alert in late:
        steps.hand_back(work, alert)
    return len(late)
