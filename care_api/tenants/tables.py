"""Tenant and unit, and what a unit lends."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class TenantRow(Table, table=True):
    """One municipality on this installation."""

    __tablename__ = "tenant"

    id: UUID = Field(primary_key=True)
    name: str


class UnitRow(Table, table=True):
    """A care home's ward or a home-care team: the circle that shares residents."""

    __tablename__ = "unit"

    id: UUID = Field(primary_key=True)
    tenant_id: UUID = Field(foreign_key="tenant.id", index=True)
    name: str


class AlertLoanRow(Table, table=True):
    """A unit lets another one see and answer its alerts for a while; it ends by itself."""

    __tablename__ = "alert_loan"

    id: UUID = Field(primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    """Whose alerts."""
    to_unit_id: UUID = Field(foreign_key="unit.id", index=True)
    """Who may answer them; of any tenant."""
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    lent_at: datetime = Field(sa_type=UtcDateTime)
    lent_by: UUID = Field(foreign_key="staff.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
