"""Tenant and unit."""

from uuid import UUID

from sqlmodel import Field

from care_api.db import Table


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
