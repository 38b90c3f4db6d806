"""Tasks over the API."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import Stage


class TaskOut(BaseModel):
    """One time at which something is due, and what came of it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    resident_id: UUID
    item_id: UUID
    kind: str
    title: str
    local_on: date
    due_at: datetime
    window_closes_at: datetime
    stage: Stage
    outcome: Outcome | None
    grade: EvidenceGrade | None
    attempts: int
    snoozed_until: datetime | None
    reported_at: datetime | None
