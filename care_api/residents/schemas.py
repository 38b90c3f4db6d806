"""Residents over the API."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from care_api.residents.address import FormOfAddress
from care_api.residents.manner import Loudness, Manner
from care_api.tasks.schemas import TaskOut
from codebook.alert import Severity
from codebook.manner import (
    FASTEST,
    LOUDEST,
    SLOWEST,
    SOFTEST,
    USUAL_PATIENCE_S,
    USUAL_VOLUME,
    Hearing,
)
from schedules.locale import Locale


class ResidentOut(BaseModel):
    """One resident. Personal data."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    unit_id: UUID
    name: str
    spoken_name: str
    room: str
    locale: Locale
    zone: str
    ended_at: datetime | None = None
    """When the service ended for them; null while it lasts."""


class SpeechSettings(BaseModel):
    """How the robot speaks with a resident, and how it waits for them. Personal data."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    locale: Locale
    spoken_name: str = Field(min_length=1, max_length=80)
    """The name they go by."""
    form_of_address: FormOfAddress = FormOfAddress.FIRST_NAME
    title: str = Field(default="", max_length=40)
    """With the form of address `title`: what stands before the surname."""
    rate: float = Field(default=1.0, ge=SLOWEST, le=FASTEST)
    """Of the voice's normal speed."""
    volume: float = Field(default=USUAL_VOLUME, ge=SOFTEST, le=LOUDEST)
    """Ratio of full loudness."""
    hearing: Hearing = Hearing.GOOD
    patience_s: float = Field(default=USUAL_PATIENCE_S, ge=5, le=60)
    """Silence after a question until it counts as unanswered, seconds."""
    end_silence_s: float = Field(default=1.25, ge=0.5, le=2.5)
    """Silence that ends the resident's turn, seconds."""
    dialect: str = Field(default="", max_length=80)
    """Where their way of speaking is from: for whoever chooses or trains their recogniser."""

    @classmethod
    def of(cls, manner: Manner) -> Self:
        """Return the settings as they stand."""
        loudness = manner.loudness
        return cls(
            locale=manner.locale,
            spoken_name=manner.spoken_name,
            form_of_address=manner.form_of_address,
            title=manner.title,
            rate=loudness.rate,
            volume=loudness.volume,
            hearing=manner.hearing,
            patience_s=manner.patience_s,
            end_silence_s=manner.end_silence_s,
            dialect=manner.dialect,
        )

    @property
    def manner(self) -> Manner:
        """The same as a value."""
        return Manner(
            locale=self.locale,
            spoken_name=self.spoken_name,
            form_of_address=self.form_of_address,
            title=self.title,
            loudness=Loudness(rate=self.rate, volume=self.volume),
            hearing=self.hearing,
            patience_s=self.patience_s,
            end_silence_s=self.end_silence_s,
            dialect=self.dialect,
        )


class BoardRowOut(BaseModel):
    """One resident on the unit's board."""

    model_config = ConfigDict(from_attributes=True)

    resident: ResidentOut
    open_alerts: int
    gravest: Severity | None
    next_task: TaskOut | None
    last_heard_at: datetime | None


class AccessOut(BaseModel):
    """One look at a resident."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    staff_name: str
    what: str
