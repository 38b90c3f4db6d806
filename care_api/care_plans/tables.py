"""Care plan, one row for each version."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class CarePlanRow(Table, table=True):
    """One immutable version of a resident's plan."""

    __tablename__ = "care_plan"
    __table_args__ = (UniqueConstraint("resident_id", "version"),)

    plan_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    resident_id: UUID = Field(foreign_key="resident.id")
    effective_at: datetime = Field(sa_type=UtcDateTime)
    document: str = Field(sa_type=Text)
    """JSON of schedules.care_plan.CarePlan."""
    saved_at: datetime = Field(sa_type=UtcDateTime)
    saved_by: UUID | None = Field(foreign_key="staff.id")
    reason: str = Field(default="", sa_type=Text)
    """Why, in the nurse's words. Personal data."""


class PlanTemplateRow(Table, table=True):
    """Items that a unit plans again and again; nothing in it is about anybody."""

    __tablename__ = "plan_template"

    id: UUID = Field(primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    name: str
    document: str = Field(sa_type=Text)
    """JSON of a tuple of plan items."""
    saved_at: datetime = Field(sa_type=UtcDateTime)
    saved_by: UUID | None = Field(foreign_key="staff.id")
