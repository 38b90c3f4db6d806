"""How long a tenant keeps a kind of data, and how far that is done."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class RetentionRow(Table, table=True):
    """One kind of data of one tenant; without a row it is kept for ever."""

    __tablename__ = "retention"

    tenant_id: UUID = Field(primary_key=True, foreign_key="tenant.id")
    kind: str = Field(primary_key=True)
    """A value of care_api.retention.rule.Kind."""
    months: int
    saved_at: datetime = Field(sa_type=UtcDateTime)
    saved_by: UUID = Field(foreign_key="staff.id")
    done_on: date
    """The last local date on which all that was too old had gone; at first that of the saving."""
    deleted_before: date | None = None
    """Of what came before this local date something is gone; None: nothing ever was deleted."""
    deleted: int = 0
    """How much has gone in the run that is not through yet."""
    done_to: int = Field(default=0, sa_type=BigInteger)
    """Up to this stream number nothing is left to do, for a kind that lies in the log."""
    reached: int = Field(default=0, sa_type=BigInteger)
    """The same in the run that is not through yet."""
