"""Resident."""

from datetime import datetime
from uuid import UUID

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


class FollowRow(Table, table=True):
    """A member of staff has marked a resident as theirs: whom their own board shows."""

    __tablename__ = "follow"

    staff_id: UUID = Field(primary_key=True, foreign_key="staff.id")
    resident_id: UUID = Field(primary_key=True, foreign_key="resident.id", index=True)
    since_at: datetime = Field(sa_type=UtcDateTime)
