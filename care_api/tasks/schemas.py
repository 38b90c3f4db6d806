"""Tasks over the API."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from care_api.tasks.adherence import Count, Period
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


class ItemAdherence(BaseModel):
    """How one plan item went in one period, by how well each answer is known."""

    model_config = ConfigDict(from_attributes=True)

    item_id: UUID
    kind: str
    title: str
    starts_on: date
    counts: dict[Count, int]


class AdherenceOut(BaseModel):
    """How a resident's tasks went. Personal data; what was only said is never called taken."""

    first_on: date
    last_on: date
    period: Period
    items: tuple[ItemAdherence, ...]
