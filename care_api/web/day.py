"""One resident's day as a page shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import service as alerts
from care_api.care_plans import service as care_plans
from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.consents.service import Consents
from care_api.events import log
from care_api.residents.service import Resident
from care_api.retention import service as retention
from care_api.retention.rule import Kind
from care_api.robots import signs
from care_api.service_decisions import service as decisions
from care_api.staff.service import StaffIdentity
from care_api.tasks import service as tasks
from care_api.web.alert_views import shown_alerts
from care_api.web.board import Moment, due_task, need
from care_api.web.lines import Items, question
from care_api.web.meanings import meaning
from care_api.web.timeline import conversations
from care_api.web.views import AnswerView, DayView
from codebook.check_in import CheckInAnswered
from codebook.erasure import without_transcript
from codebook.event import Event

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose day, and which."""

    resident: Resident
    local_on: date


def day(session: Session, staff: StaffIdentity, wanted: Wanted, at: Moment) -> DayView:
    """Return one local date of a resident; the alerts are those still open today."""
    resident, local_on = wanted.resident, wanted.local_on
    opened = alerts.open_alerts(session, [resident.unit_id])
    theirs = [alert for alert in opened if alert.resident_id == resident.id]
    waiting = shown_alerts(session, theirs, staff)
    agreed = consents.of_resident(session, resident.id)
    events = _events(session, wanted, is_hidden=agreed.is_withdrawn(Scope.TRANSCRIPTS))
    items = care_plans.items(session, resident.id)
    names = {resident.id: resident.name}
    who = [resident.id]
    seen = signs.of_residents(session, who, now=at.now, silent_after=at.silent_after)
    sign = seen.get(resident.id)
    return DayView(
        resident_id=resident.id,
        resident_name=resident.name,
        need=need(waiting, is_online=sign.is_online if sign else None),
        local_on=local_on,
        previous_on=local_on - _ONE_DAY,
        next_on=local_on + _ONE_DAY if local_on < at.local_on else None,
        alerts=waiting,
        tasks=tuple(due_task(t, names) for t in tasks.of_day(session, who, local_on)),
        answers=tuple(_answers(events, items)),
        conversations=conversations(events, items),
        are_words_withheld=agreed.is_withdrawn(Scope.TRANSCRIPTS),
        is_listening_refused=agreed.is_withdrawn(Scope.LISTENING),
        has_stopped_listening=_has_stopped(session, resident.id, agreed)
        if resident.id in seen
        else None,
        evaluation_due_on=decisions.overdue(session, who, at.local_on).get(resident.id),
        gone=retention.gone(session, resident.unit_id, Kind.EVENTS, Kind.WORDS),
        ended_at=resident.ended_at,
    )


def _has_stopped(session: Session, resident_id: UUID, agreed: Consents) -> bool:
    since = agreed.refused_since(Scope.LISTENING)
    return since is not None and log.has_received(session, resident_id, "privacy.stopped", since)


def _events(session: Session, wanted: Wanted, *, is_hidden: bool) -> tuple[Event, ...]:
    """Return all of the day, however many pages of the log it fills; `is_hidden`: without words."""
    found: list[Event] = []
    offset: int | None = 0
    while offset is not None:
        page = log.day(
            session, wanted.resident.id, wanted.local_on, wanted.resident.zone, offset=offset
        )
        found.extend(page.events)
        offset = page.next_offset
    return tuple(without_transcript(event) for event in found) if is_hidden else tuple(found)


def _answers(events: Iterable[Event], items: Items) -> Iterator[AnswerView]:
    for event in events:
        if isinstance(event.body, CheckInAnswered):
            yield AnswerView(
                question=question(event.body.item_id, event.body.question_id, items),
                meaning=meaning(event.body.answer),
                at=event.occurred_at,
                is_worrying=event.body.is_worrying,
                grade=event.body.grade,
            )
