"""Service decision."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class ServiceDecisionRow(Table, table=True):
    """What was decided about a resident's robot; the newest holds, and none is ever changed."""

    __tablename__ = "service_decision"

    resident_id: UUID = Field(primary_key=True, foreign_key="resident.id")
    revision: int = Field(primary_key=True)
    """1 for the first decision."""
    suitability: str
    """A value of care_api.service_decisions.service.Suitability."""
    grounds: str
    decided_on: date
    trained_on: date | None
    """When the resident, or whoever helps them, was shown how to use it."""
    trained: str
    """Who was trained, and in what."""
    evaluate_on: date | None
    """When it is to be looked at again."""
    saved_at: datetime = Field(sa_type=UtcDateTime)
    saved_by: UUID = Field(foreign_key="staff.id")
