"""Why something that is due is not said yet."""

from datetime import datetime
from uuid import UUID

from schedules.task import Task


class Holds:
    """Kept in memory only: after a restart the robot would rather speak than forget."""

    def __init__(self) -> None:
        self._tasks: dict[UUID, datetime] = {}
        self._residents: dict[UUID, datetime] = {}

    def hold_task(self, occurrence_id: UUID, until: datetime) -> None:
        """Say nothing about one occurrence until then: a fault ended the last try."""
        self._tasks[occurrence_id] = until

    def hold_resident(self, resident_id: UUID, until: datetime) -> None:
        """Say nothing that was planned to one resident until then: they called for help."""
        self._residents[resident_id] = until

    def until(self, task: Task) -> datetime | None:
        """Return until when nothing is said about a task, None where nothing holds it."""
        holds = (
            self._tasks.get(task.occurrence.id),
            self._residents.get(task.occurrence.resident_id),
        )
        return max((hold for hold in holds if hold is not None), default=None)

    def is_on(self, task: Task, now: datetime) -> bool:
        """Return whether nothing is said about a task at `now`."""
        until = self.until(task)
        return until is not None and until > now
