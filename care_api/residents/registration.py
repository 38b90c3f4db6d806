"""A resident moves in: from then on they stand on the unit's board, and a robot can know them."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from care_api.audit import service as audit
from care_api.care_plans import service as care_plans
from care_api.care_plans.schemas import PlanDraft
from care_api.care_plans.service import Precondition
from care_api.db import Work
from care_api.residents.schemas import SpeechSettings
from care_api.residents.tables import ResidentRow
from schedules.locale import Locale

ZONE = "Europe/Oslo"
"""In which residents live."""
_ACT = "register_resident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Who moves in. Personal data."""

    unit_id: UUID
    name: str
    spoken_name: str
    """How the resident wants to be addressed."""
    room: str
    locale: Locale
    number_to_call: str
    """As it is spoken, when the robot reaches nobody."""


def register(work: Work, newcomer: Newcomer, staff_id: UUID) -> UUID:
    """Let a resident live in the unit, spoken with as is usual; return their id.

    Their plan begins empty and not missing: by the plan a robot knows whom it looks after, and
    whose cry it hears.
    """
    usual = SpeechSettings(locale=newcomer.locale, spoken_name=newcomer.spoken_name)
    row = ResidentRow(
        id=uuid4(),
        unit_id=newcomer.unit_id,
        name=newcomer.name,
        spoken_name=newcomer.spoken_name,
        room=newcomer.room,
        locale=newcomer.locale.value,
        zone=ZONE,
        end_silence_s=usual.end_silence_s,
        speech_rate=usual.rate,
        number_to_call=newcomer.number_to_call,
    )
    work.session.add(row)
    work.session.flush()
    empty = PlanDraft(zone=ZONE, items=())
    first = Precondition(if_none_match="*")
    care_plans.save(work, row.id, empty, precondition=first, staff_id=staff_id)
    audit.note_access(work.session, staff_id=staff_id, resident_id=row.id, what=_ACT, now=work.now)
    return row.id
