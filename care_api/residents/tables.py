"""Resident, what was known of them before, what becomes of them, and who follows them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from care_api.db import Table, UtcDateTime
from care_api.residents.address import FormOfAddress
from codebook.manner import USUAL_PATIENCE_S, USUAL_VOLUME, Hearing


class ResidentRow(Table, table=True):
    """One person who is cared for. All of it is personal data."""

    __tablename__ = "resident"

    id: UUID = Field(primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    name: str
    spoken_name: str
    """How the resident wants to be addressed."""
    room: str
    locale: str
    """A value of schedules.locale.Locale."""
    zone: str
    """IANA name."""
    end_silence_s: float
    """Silence that ends the resident's turn, seconds."""
    speech_rate: float
    """Of the voice's normal speed."""
    speech_volume: float = USUAL_VOLUME
    """Ratio of full loudness."""
    hearing: str = Hearing.GOOD.value
    """A value of codebook.manner.Hearing."""
    patience_s: float = USUAL_PATIENCE_S
    """Silence after a question until it counts as unanswered, seconds."""
    dialect: str = ""
    """In plain words."""
    form_of_address: str = FormOfAddress.FIRST_NAME.value
    """A value of care_api.residents.address.FormOfAddress."""
    title: str = ""
    """With the form of address `title`: what stands before the surname."""
    manner_changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When rate or volume was last changed, by a nurse or by the resident's own wish."""
    number_to_call: str
    """As it is spoken, when the robot reaches nobody."""
    revision: int = 1
    """Rises with each change of who they are and where they live."""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the service ended for them; None while it lasts."""


class FormerDetailsRow(Table, table=True):
    """What was known of a resident until somebody changed it. All of it is personal data."""

    __tablename__ = "former_details"

    resident_id: UUID = Field(primary_key=True, foreign_key="resident.id")
    revision: int = Field(primary_key=True)
    """The one that held until then."""
    name: str
    spoken_name: str
    room: str
    locale: str
    number_to_call: str
    until_at: datetime = Field(sa_type=UtcDateTime)
    changed_by: UUID = Field(foreign_key="staff.id")


_IS_AHEAD = text("done_at IS NULL AND undone_at IS NULL")


class TransitionRow(Table, table=True):
    """A resident moves to another unit, or the service ends for them: planned, or done."""

    __tablename__ = "transition"
    __table_args__ = (
        Index("ix_transition_due_at", "due_at", postgresql_where=_IS_AHEAD, sqlite_where=_IS_AHEAD),
    )

    id: UUID = Field(primary_key=True)
    resident_id: UUID = Field(foreign_key="resident.id", index=True)
    kind: str
    """A value of care_api.residents.transition.Kind."""
    due_at: datetime = Field(sa_type=UtcDateTime)
    from_unit_id: UUID = Field(foreign_key="unit.id")
    to_unit_id: UUID | None = Field(default=None, foreign_key="unit.id")
    """With a move: where they live from then on."""
    room: str = ""
    """With a move: the new room. Personal data."""
    takes_robot: bool = False
    """With a move: whether the robot that looks after nobody else goes along."""
    reason: str | None = None
    """With an end: a value of care_api.residents.transition.EndReason. Personal data."""
    planned_at: datetime = Field(sa_type=UtcDateTime)
    planned_by: UUID = Field(foreign_key="staff.id")
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was withdrawn before its time, or undone afterwards."""
    undone_by: UUID | None = Field(default=None, foreign_key="staff.id")
    freed: str = Field(default="{}", sa_type=Text)
    """With an end: JSON of robot -> the others whom it looked after."""


class FollowRow(Table, table=True):
    """A member of staff has marked a resident as theirs: whom their own board shows."""

    __tablename__ = "follow"

    staff_id: UUID = Field(primary_key=True, foreign_key="staff.id")
    resident_id: UUID = Field(primary_key=True, foreign_key="resident.id", index=True)
    since_at: datetime = Field(sa_type=UtcDateTime)
