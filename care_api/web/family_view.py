"""A resident's own page: what is planned, what was said, who looked and why, in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlmodel import Session

from care_api.care_plans import service as care_plans
from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.events import log
from care_api.family.service import FamilyLink
from care_api.family.sight import Sight, sight
from care_api.notes import service as notes
from care_api.residents.service import Resident
from care_api.tasks import service as tasks
from care_api.tasks.service import TaskView
from care_api.tenants import repository as tenants
from care_api.web.readers import Read, readers
from care_api.web.timeline import Conversation, conversations
from care_api.web.wording import mark
from codebook.erasure import without_transcript
from schedules.outcome import EvidenceGrade, Outcome

BACK = timedelta(days=30)
"""How far the page looks back."""
MOST_READERS = 60
"""The last ones; staff see more."""
_TOLD = (
    "speech.said",
    "speech.heard",
    "task.reported",
    "checkin.answered",
    "help.requested",
    "help.cancelled",
    "resident.manner-changed",
    "company.requested",
    "errand.requested",
    "contact.requested",
    "privacy.paused",
    "privacy.stopped",
    "privacy.resumed",
)
"""What the robot and the resident said; nothing that staff wrote to each other."""

_ACTIVITY, _APPOINTMENT = "activity", "appointment"
_VISIT = mark("An appointment or a visit")
_TAKEN: Mapping[EvidenceGrade, str] = MappingProxyType(
    {
        EvidenceGrade.SAID: mark("Said that it was taken; not seen"),
        EvidenceGrade.TOUCHED: mark("Pressed that it was taken; not seen"),
        EvidenceGrade.DISPENSED: mark("The dispenser opened; not seen"),
        EvidenceGrade.OBSERVED: mark("Seen by staff"),
    }
)
_CAME_TO: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.NOT_TAKEN: mark("Said that it was not taken"),
        Outcome.REFUSED: mark("Refused"),
        Outcome.ANSWERED: mark("Answered"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One thing of the day."""

    at: datetime
    title: str
    """In the nurse's words; a message id where `is_hidden`."""
    is_hidden: bool
    """Whether only that there is something may be told."""
    state: str | None
    """Message id of what came of it; None where that is not to be told, or still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedNote:
    """What a member of staff wrote for the resident to read."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyView:
    """One day on the resident's page."""

    resident_name: str
    unit_name: str
    reader_name: str
    sight: Sight
    local_on: date
    previous_on: date | None
    next_on: date | None
    planned: tuple[Planned, ...]
    tomorrow: tuple[Planned, ...]
    """Empty for days that are past."""
    conversations: tuple[Conversation, ...]
    notes: tuple[SharedNote, ...]
    readers: tuple[Read, ...]


def family_view(
    session: Session, link: FamilyLink, resident: Resident, local_on: date, now_on: date
) -> FamilyView:
    """Return what the link's reader may see of one day; the number of queries is constant."""
    agreed = consents.of_resident(session, resident.id)
    seen = sight(link.reader, agreed)
    is_today = local_on == now_on
    tomorrow = local_on + timedelta(days=1)
    return FamilyView(
        resident_name=resident.name,
        unit_name=tenants.unit_name(session, resident.unit_id),
        reader_name=link.reader.name,
        sight=seen,
        local_on=local_on,
        previous_on=local_on - timedelta(days=1) if local_on > now_on - BACK else None,
        next_on=None if is_today else tomorrow,
        planned=planned(tasks.of_day(session, [resident.id], local_on), seen),
        tomorrow=planned(tasks.of_day(session, [resident.id], tomorrow), seen) if is_today else (),
        conversations=_said(session, resident, local_on, seen, agreed),
        notes=_notes(session, resident, seen),
        readers=readers(session, resident.id)[:MOST_READERS],
    )


def planned(found: Iterable[TaskView], seen: Sight) -> tuple[Planned, ...]:
    """Return the tasks that a reader may know of, in the order given."""
    return tuple(shown for task in found if (shown := _planned(task, seen)) is not None)


def _planned(task: TaskView, seen: Sight) -> Planned | None:
    if seen.is_health_shown:
        return Planned(at=task.due_at, title=task.title, is_hidden=False, state=_state(task))
    if task.kind == _ACTIVITY:
        return Planned(at=task.due_at, title=task.title, is_hidden=False, state=None)
    if task.kind == _APPOINTMENT:
        return Planned(at=task.due_at, title=_VISIT, is_hidden=True, state=None)
    return None


def _state(task: TaskView) -> str | None:
    if task.outcome is Outcome.TAKEN:
        return _TAKEN.get(task.grade) if task.grade else None
    if task.outcome is not None and task.outcome in _CAME_TO:
        return _CAME_TO[task.outcome]
    return mark("No answer") if task.stage.is_over else None


def _said(
    session: Session,
    resident: Resident,
    local_on: date,
    seen: Sight,
    agreed: consents.Consents,
) -> tuple[Conversation, ...]:
    if not seen.is_health_shown:
        return ()
    days = local_on, local_on
    events = log.between(session, resident.id, days, resident.zone, _TOLD)
    if seen is not Sight.OWN and agreed.is_withdrawn(Scope.TRANSCRIPTS):
        events = [without_transcript(event) for event in events]
    return conversations(events, care_plans.items(session, resident.id))


def _notes(session: Session, resident: Resident, seen: Sight) -> tuple[SharedNote, ...]:
    if not seen.is_health_shown:
        return ()
    return tuple(
        SharedNote(at=note.now.written_at, text=note.now.text)
        for note in notes.of_resident(session, resident.id)
        if note.now.is_shared
    )
