"""The two weeks before the demonstration: what its robot has told, all of it invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID
from zoneinfo import ZoneInfo

from care_api.care_plans import service as care_plans
from care_api.db import Work
from care_api.demo import people
from care_api.demo.wording import DemoWording
from care_api.events import repository as log
from care_api.events.entry import Entry
from care_api.events.identity import new_id
from care_api.tasks.tables import TaskRow
from codebook.check_in import CheckInAnswered
from codebook.event import Event, RobotBody
from codebook.presence import PresenceChanged, PresenceSource
from codebook.task import TaskAnnounced, TaskReported
from schedules.care_plan import CheckIn, PlanItem
from schedules.occurrences import instant, occurrence_id
from schedules.outcome import EvidenceGrade, Outcome
from schedules.recurrence import DailyTimes
from schedules.task import Stage

DAYS = 14
_BOOT_ID = people.demo_id("boot of the weeks before")
_SAID, _TOUCHED = EvidenceGrade.SAID, EvidenceGrade.TOUCHED
_DOSES: tuple[tuple[Outcome, EvidenceGrade | None], ...] = (
    (Outcome.TAKEN, _SAID),
    (Outcome.TAKEN, _SAID),
    (Outcome.TAKEN, _TOUCHED),
    (Outcome.REFUSED, _SAID),
    (Outcome.TAKEN, EvidenceGrade.OBSERVED),
    (Outcome.TAKEN, _SAID),
    (Outcome.MISSED, None),
)
"""What came of a dose, day after day, and again from the beginning."""
_FEELINGS = ("feel_good", "feel_ok", "feel_good", "feel_bad", "feel_good")
_ROOMS = ((7, 0), (8, 1), (9, 2), (13, 0), (15, 2), (21, 0))
"""From which hour of the day in which room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """One task that is over, and what the robot told of it."""

    resident_id: UUID
    item: PlanItem
    on: date
    at: time
    outcome: Outcome
    grade: EvidenceGrade | None

    @property
    def id(self) -> UUID:
        return occurrence_id(self.item.id, self.on, f"{self.at:%H:%M}")

    @property
    def due_at(self) -> datetime:
        return instant(self.on, self.at, ZoneInfo(people.ZONE))

    @property
    def row(self) -> TaskRow:
        is_reported = self.grade is not None
        return TaskRow(
            id=self.id,
            resident_id=self.resident_id,
            item_id=self.item.id,
            plan_version=1,
            kind=self.item.kind,
            title=self.item.title,
            needs_answer=True,
            local_on=self.on,
            slot=f"{self.at:%H:%M}",
            due_at=self.due_at,
            window_closes_at=self.due_at + timedelta(hours=1),
            stage=(Stage.CLOSED if is_reported else Stage.MISSED).value,
            outcome=self.outcome.value,
            grade=self.grade.value if self.grade else None,
            attempts=1,
            reported_at=self.due_at + timedelta(minutes=1) if is_reported else None,
        )


def add_history(work: Work, words: DemoWording) -> None:
    """Let the residents' last two weeks have happened; the plans are there already."""
    today = work.now.astimezone(ZoneInfo(people.ZONE)).date()
    told: list[tuple[datetime, UUID, RobotBody]] = []
    for resident in people.RESIDENTS:
        version = care_plans.latest(work.session, resident.id)
        for item in version.plan.items if version else ():
            for past in _past(resident.id, item, today):
                work.session.add(past.row)
                told.extend((at, resident.id, body) for at, body in _told(past))
    told.extend(_rooms(people.SOLVEIG.id, today, words))
    work.session.flush()
    sequence = count(1)
    in_order = sorted(told, key=lambda each: each[0])
    events = [_event(at, next(sequence), resident_id, body) for at, resident_id, body in in_order]
    log.append(work, [*map(Entry.of, events)], [people.UNIT_ID] * len(events))


def _past(resident_id: UUID, item: PlanItem, today: date) -> Iterator[_Past]:
    if not isinstance(item.recurrence, DailyTimes) or item.kind not in {"medication", "check_in"}:
        return
    for number in range(DAYS):
        on = today - timedelta(days=DAYS - number)
        outcome, grade = _DOSES[(number + on.toordinal()) % len(_DOSES)]
        if isinstance(item, CheckIn):
            outcome, grade = Outcome.ANSWERED, _SAID
        for at in item.recurrence.times:
            yield _Past(
                resident_id=resident_id, item=item, on=on, at=at, outcome=outcome, grade=grade
            )


def _told(past: _Past) -> Iterator[tuple[datetime, RobotBody]]:
    stage: dict[str, UUID] = {"occurrence_id": past.id, "item_id": past.item.id}
    yield past.due_at, TaskAnnounced(**stage, attempt=1)
    if isinstance(past.item, CheckIn):
        for index, question in enumerate(past.item.questions):
            answer = _FEELINGS[(past.on.toordinal() + index) % len(_FEELINGS)]
            yield (
                past.due_at + timedelta(seconds=20 * (index + 1)),
                CheckInAnswered(
                    **stage,
                    question_id=question.id,
                    question_kind=question.kind,
                    answer=answer,
                    transcript="",
                    is_worrying=answer == "feel_bad",
                    grade=_SAID,
                ),
            )
    if past.grade is not None:
        report = TaskReported(**stage, outcome=past.outcome, grade=past.grade)
        yield past.due_at + timedelta(minutes=1), report


def _rooms(
    resident_id: UUID, today: date, words: DemoWording
) -> Iterator[tuple[datetime, UUID, RobotBody]]:
    for number in range(7):
        on = today - timedelta(days=number + 1)
        for hour, room in _ROOMS:
            at = instant(on, time(hour, 5 * number), ZoneInfo(people.ZONE))
            body = PresenceChanged(room=words.rooms[room], source=PresenceSource.SENSOR)
            yield at, resident_id, body


def _event(at: datetime, sequence: int, resident_id: UUID, body: RobotBody) -> Event:
    return Event(
        id=new_id(at),
        robot_id=people.ROBOT_ID,
        boot_id=_BOOT_ID,
        sequence=sequence,
        resident_id=resident_id,
        occurred_at=at,
        body=body,
    )
