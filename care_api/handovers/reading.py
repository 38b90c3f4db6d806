"""What a handover is about, read from the log, the alerts, the tasks and the plans.

A constant number of queries, each bounded by unit and stretch, however much the log holds.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import service as alerts
from care_api.alerts.alert import Alert
from care_api.alerts.state import AlertState
from care_api.care_plans import service as care_plans
from care_api.events import log
from care_api.handovers.handover import Stretch
from care_api.handovers.report import KINDS, Report, report
from care_api.handovers.standing import (
    ComingTask,
    NewNote,
    OpenAlert,
    PlanChange,
    SilentRobot,
    Standing,
)
from care_api.notes import service as notes
from care_api.notes.service import WrittenNote
from care_api.robots import service as robots
from care_api.robots.service import RobotState
from care_api.tasks import service as tasks
from codebook.alert import AlertStage

NEXT_HOURS = timedelta(hours=8)
"""How far ahead tasks are told: a shift."""
STILL_SAVING = timedelta(hours=1)
"""How much older than its stretch a plan or note may be: it was being saved when that began."""


def what_happened(
    session: Session, stretch: Stretch, also: Iterable[UUID] = ()
) -> tuple[Report, dict[UUID, Alert]]:
    """Return the report of a stretch, and the alerts that it names with some others."""
    between = (stretch.after_stream, stretch.through_stream)
    events = log.of_unit(session, stretch.unit_id, between, KINDS)
    named = {event.body.alert_id for event in events if isinstance(event.body, AlertStage)}
    found = alerts.by_ids(session, {*named, *also})
    return report(events, found), found


def standing(
    session: Session,
    stretch: Stretch,
    people: Sequence[UUID],
    before: Standing,
    silent_after: timedelta,
) -> Standing:
    """Return what is open where a stretch ends.

    Args:
        session: Any.
        stretch: Which.
        people: The unit's residents.
        before: The same of the handover before it.
        silent_after: How long a robot may be quiet.
    """
    unit, now = [stretch.unit_id], stretch.ends_at
    opened = alerts.open_alerts(session, unit)
    coming = tasks.open_until(session, people, now + NEXT_HOURS)
    machines = robots.of_units(session, unit, now=now, silent_after=silent_after)
    versions = care_plans.newest(session, people)
    written = notes.written_since(session, people, stretch.starts_at - STILL_SAVING)
    return Standing(
        alerts=tuple(_open(alert) for alert in opened),
        tasks=tuple(
            ComingTask(
                task_id=task.id,
                resident_id=task.resident_id,
                title=task.title,
                due_at=task.due_at,
            )
            for task in coming
        ),
        robots=tuple(
            SilentRobot(robot_id=robot.id, last_seen_at=robot.last_seen_at)
            for robot in machines
            if robot.state is RobotState.SILENT
        ),
        plan_changes=tuple(_changes(session, people, stretch.starts_at, before)),
        notes=tuple(_note(each) for each in _new_notes(written, stretch.starts_at, before)),
        late_notes=tuple(
            _note(each) for each in written if each.wording.written_at >= now - STILL_SAVING
        ),
        newcomers=tuple(
            person
            for person in people
            if before.plan_versions and person not in before.plan_versions
        ),
        plan_versions={
            person: versions[person].version if person in versions else 0 for person in people
        },
    )


def _open(alert: Alert) -> OpenAlert:
    is_owned = alert.state in {AlertState.IN_PROGRESS, AlertState.ACKNOWLEDGED}
    return OpenAlert(
        alert_id=alert.id,
        owner_id=alert.owner_id,
        state=alert.state,
        due_at=alert.handle_by if is_owned else alert.acknowledge_by,
    )


def _note(written: WrittenNote) -> NewNote:
    return NewNote(note_id=written.note_id, revision=written.wording.revision)


def _new_notes(
    written: Iterable[WrittenNote], starts_at: datetime, before: Standing
) -> Iterable[WrittenNote]:
    """Yield what no handover before has told; as with the plans, not by the clock alone."""
    known = set(before.late_notes)
    is_first = not before.plan_versions
    for each in written:
        is_of_stretch = each.wording.written_at >= starts_at
        if is_of_stretch if is_first else _note(each) not in known:
            yield each


def _changes(
    session: Session, people: Iterable[UUID], starts_at: datetime, before: Standing
) -> Iterable[PlanChange]:
    """Yield the versions that no handover before has told.

    Counted from the version that the one before saw, not by the clock: a plan whose saving was
    under way when that one was begun is told now.
    """
    for each in care_plans.saved_since(session, people, starts_at - STILL_SAVING):
        known = before.plan_versions.get(each.resident_id)
        is_new = each.saved_at >= starts_at if known is None else each.version > known
        if is_new:
            yield PlanChange(resident_id=each.resident_id, version=each.version)
