"""Resident."""

from uuid import UUID

from sqlmodel import Field

from care_api.db import Table


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
    number_to_call: str
    """As it is spoken, when the robot reaches nobody."""
