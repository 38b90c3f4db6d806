"""What other robots were told, and this one before it lost its store: as the server hands it out.

It is kept as a note, and taken into the tasks on the conversation loop: so that reminders, guards
and answers know of it like of their own.
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from codebook.orders import KnownReport
from codebook.plan import RobotPlans
from robot_nodes.care import rounds
from robot_nodes.care.ledger import Ledger
from robot_nodes.care.notes import read_note
from robot_nodes.ports import Step, TaskStore
from schedules.occurrences import Occurrence
from schedules.outcome import Report
from schedules.recurrence.as_needed import DAY
from schedules.task import ReportedElsewhere, Stage, Task

_NAME = "reports"


class _Note(BaseModel):
    model_config = ConfigDict(frozen=True)

    reports: tuple[KnownReport, ...]


def kept(store: TaskStore) -> tuple[KnownReport, ...]:
    """Return what the server has told last."""
    note = read_note(_Note, store.notes(_NAME).get(_NAME))
    return () if note is None else note.reports


def keep(writing: Step, reports: tuple[KnownReport, ...]) -> None:
    """Keep them in place of those before."""
    writing.keep_note(_NAME, _Note(reports=reports).model_dump_json())


def take_in(store: TaskStore, ledger: Ledger, plans: RobotPlans, now: datetime) -> None:
    """Let the tasks know what was reported within a day before `now`, aware UTC.

    A dose that nobody has answered yet is begun in its time, as always.

    Raises:
        StoreUnavailable: To be tried again.
    """
    for known in kept(store):
        resident = rounds.resident_plan(plans, known.resident_id)
        if resident is None or known.at <= now - DAY:
            continue
        if store.task(known.occurrence_id) is not None:
            ledger.happened(known.occurrence_id, ReportedElsewhere(report=_report(known)))
        elif known.outcome.is_final:
            ledger.adopt(_answered(known, ZoneInfo(resident.plan.zone)))


def _report(known: KnownReport) -> Report:
    return Report(
        outcome=known.outcome, grade=known.grade, reported_at=known.at, id=known.report_id
    )


def _answered(known: KnownReport, zone: ZoneInfo) -> Task:
    """Return the task of an occurrence that this robot never began: nothing is left to say."""
    occurrence = Occurrence(
        id=known.occurrence_id,
        item_id=known.item_id,
        resident_id=known.resident_id,
        local_on=known.at.astimezone(zone).date(),
        slot=_slot(known.report_id),
        due_at=known.at,
        window_opens_at=known.at,
        window_closes_at=known.at,
    )
    return Task(
        occurrence=occurrence,
        ladder=None,
        tells_when_missed=False,
        stage=Stage.CLOSED,
        report=_report(known),
    )


def _slot(report_id: UUID) -> str:
    return f"told/{report_id}"
