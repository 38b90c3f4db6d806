"""What was reported lately, handed out to every robot of a resident: none asks for it again.

A robot's own reports come along, for one that has lost its store. They are not part of the ETag:
who has lost nothing knows them better, and would ask for ever.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from care_api.events import repository
from codebook.event import Event
from codebook.orders import KnownReport
from codebook.task import TaskReported
from schedules.outcome import Outcome
from schedules.recurrence.as_needed import DAY

_STILL_OPEN = frozenset({Outcome.LATER, Outcome.UNCLEAR})
"""What settles nothing stays between the resident and the robot that was told."""
_KINDS = ("task.reported",)


def of_residents(
    session: Session, resident_ids: Iterable[UUID], now: datetime
) -> tuple[KnownReport, ...]:
    """Return the latest report of each occurrence within a day before `now`, oldest first.

    One that a fast clock has dated ahead counts too.
    """
    span = now - DAY, now + DAY
    told = (
        event
        for resident_id in resident_ids
        for event in repository.of_resident(session, resident_id, span, _KINDS)
    )
    latest = {known.occurrence_id: known for event in told for known in _known(event)}
    return tuple(sorted(latest.values(), key=lambda known: (known.at, known.report_id)))


def _known(event: Event) -> Iterable[KnownReport]:
    body = event.body
    if not isinstance(body, TaskReported) or event.resident_id is None:
        return
    if body.outcome not in _STILL_OPEN:
        yield KnownReport(
            occurrence_id=body.occurrence_id,
            item_id=body.item_id,
            resident_id=event.resident_id,
            report_id=event.id,
            robot_id=event.robot_id,
            outcome=body.outcome,
            grade=body.grade,
            at=event.occurred_at,
        )


def to_others(session: Session, robot_id: UUID, now: datetime) -> list[UUID]:
    """Return the events by which other robots than this were told of its residents of late."""
    return repository.reported_to_others(session, robot_id, (now - DAY, now + DAY))
