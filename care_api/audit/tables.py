"""Audit log: who looked at whom, who changed what, and the seals that keep it whole."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from care_api.db import Table, UtcDateTime

_UNSEALED = "seal IS NULL"


class AccessRow(Table, table=True):
    """Somebody read something about a resident, or changed something of the administration.

    What is about a resident is shown to the resident.
    """

    __tablename__ = "access_log"
    __table_args__ = (
        Index("ix_access_log_staff_id_at", "staff_id", "at"),
        Index("ix_access_log_tenant_id_seal", "tenant_id", "seal"),
        Index(
            "ix_access_log_unsealed",
            "id",
            postgresql_where=text(_UNSEALED),
            sqlite_where=text(_UNSEALED),
        ),
    )

    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id")
    """None: the server did it."""
    resident_id: UUID | None = Field(default=None, foreign_key="resident.id", index=True)
    what: str
    """The operation, e.g. `read_timeline`, or a value of care_api.audit.act.Act."""
    subject_id: UUID | None = None
    """The member of staff whom an act is about."""
    unit_id: UUID | None = None
    """The unit that an act is about."""
    detail: str = Field(default="", sa_type=Text)
    """What exactly an act was, in few words."""
    tenant_id: UUID | None = None
    """Whose log it belongs to; of a look it is known once it is sealed."""
    seal: int | None = None
    """The seal that it lies under; None: not sealed yet."""


class AuditSealRow(Table, table=True):
    """Entries of one tenant, sealed together, each seal on top of the one before."""

    __tablename__ = "audit_seal"

    tenant_id: UUID = Field(primary_key=True, foreign_key="tenant.id")
    number: int = Field(primary_key=True)
    """1 for the first."""
    sealed_at: datetime = Field(sa_type=UtcDateTime)
    last_at: datetime = Field(sa_type=UtcDateTime)
    """Of its latest entry."""
    count: int
    content: str
    """SHA-256 of the entries; care_api.audit.chain says of which bytes."""
    digest: str
    """SHA-256 of the seal before, the number, the count and the content."""
    pruned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its entries were deleted by the tenant's rule about keeping; the seal stays."""
