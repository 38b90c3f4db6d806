"""What is open at the end of a stretch, kept as it stood: by id, without anybody's name."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from care_api.alerts.state import AlertState


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class OpenAlert(_Kept):
    """An alert that somebody still has to deal with."""

    alert_id: UUID
    owner_id: UUID | None
    state: AlertState
    due_at: datetime
    """When it should be owned, or handled by its owner."""


class ComingTask(_Kept):
    """A task of the next hours, or one that is under way."""

    task_id: UUID
    resident_id: UUID
    title: str
    """As the plan calls it."""
    due_at: datetime


class SilentRobot(_Kept):
    """A robot of which nothing was heard."""

    robot_id: UUID
    last_seen_at: datetime | None


class PlanChange(_Kept):
    """A version of a plan that is new in this stretch."""

    resident_id: UUID
    version: int


class NewNote(_Kept):
    """One wording of a note."""

    note_id: UUID
    revision: int


class Standing(_Kept):
    """All of it."""

    alerts: tuple[OpenAlert, ...] = ()
    tasks: tuple[ComingTask, ...] = ()
    robots: tuple[SilentRobot, ...] = ()
    plan_changes: tuple[PlanChange, ...] = ()
    notes: tuple[NewNote, ...] = ()
    """Those that are new in this stretch, corrections too."""
    late_notes: tuple[NewNote, ...] = ()
    """All of the last hour before its end: the next handover leaves them out."""
    newcomers: tuple[UUID, ...] = ()
    """Residents who were not the unit's at the handover before this one."""
    plan_versions: dict[UUID, int] = {}
    """Resident -> newest version of their plan, 0 without one: the next handover counts from it."""
