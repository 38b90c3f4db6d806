"""How the robot speaks with a resident: what a nurse sets, and what the resident asked for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from care_api.db import Work
from care_api.residents.address import FormOfAddress
from care_api.residents.tables import ResidentRow
from care_api.robots import news
from codebook.manner import Hearing
from schedules.locale import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """What a resident can change by asking."""

    rate: float
    """Of the voice's normal speed."""
    volume: float
    """Ratio of full loudness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """All that a nurse sets."""

    locale: Locale
    spoken_name: str
    form_of_address: FormOfAddress
    title: str
    loudness: Loudness
    hearing: Hearing
    patience_s: float
    end_silence_s: float
    dialect: str


def of_resident(session: Session, resident_id: UUID) -> Manner:
    """Return how the robot speaks with a resident."""
    row = session.get_one(ResidentRow, resident_id)
    return Manner(
        locale=Locale(row.locale),
        spoken_name=row.spoken_name,
        form_of_address=FormOfAddress(row.form_of_address),
        title=row.title,
        loudness=Loudness(rate=row.speech_rate, volume=row.speech_volume),
        hearing=Hearing(row.hearing),
        patience_s=row.patience_s,
        end_silence_s=row.end_silence_s,
        dialect=row.dialect,
    )


def change(work: Work, resident_id: UUID, manner: Manner) -> None:
    """Have the robot speak so from its next look at the plans."""
    row = work.session.get_one(ResidentRow, resident_id)
    if (row.locale, row.spoken_name) != (manner.locale.value, manner.spoken_name):
        row.revision += 1  # whoever edits the details meanwhile is told
    row.locale = manner.locale.value
    row.spoken_name = manner.spoken_name
    row.form_of_address = manner.form_of_address.value
    row.title = manner.title
    row.hearing = manner.hearing.value
    row.patience_s = manner.patience_s
    row.end_silence_s = manner.end_silence_s
    row.dialect = manner.dialect
    row.speech_rate = manner.loudness.rate
    row.speech_volume = manner.loudness.volume
    row.manner_changed_at = work.now  # also where a robot whose clock is ahead noted a wish
    work.session.add(row)
    news.for_resident(work.session, resident_id)


def change_loudness(work: Work, resident_id: UUID, loudness: Loudness, at: datetime) -> None:
    """Keep a wish for slower or louder speech, unless there is a later one."""
    row = work.session.get_one(ResidentRow, resident_id)
    if row.manner_changed_at is not None and row.manner_changed_at >= at:
        return
    row.speech_rate = loudness.rate
    row.speech_volume = loudness.volume
    row.manner_changed_at = at
    work.session.add(row)
    news.for_resident(work.session, resident_id)
