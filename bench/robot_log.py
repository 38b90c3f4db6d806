"""What a robot records in a day of 300 events, over and over: speech, turns, and tasks' stages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from uuid import UUID, uuid4

from care_api.events.identity import new_id
from codebook.event import Event, RobotBody
from codebook.plan import ResidentPlan, RobotPlans
from codebook.speech import SpeechHeard, SpeechSaid, StoppedBy, TurnTiming
from codebook.task import TaskAnnounced, TaskClosed, TaskDue, TaskHeard, TaskReported
from schedules.care_plan import PlanItem
from schedules.locale import Locale
from schedules.occurrences import Occurrence, occurrences
from schedules.outcome import EvidenceGrade, Outcome

TASKS_A_DAY = 8
TURNS_A_DAY = 85
"""Of three events each; with the tasks' stages some 300 events."""
_TURNS_A_TASK = TURNS_A_DAY // TASKS_A_DAY


class RobotLog:
    """One robot's events, in order, without an end."""

    def __init__(self, robot_id: UUID, plans: RobotPlans, first_on: date) -> None:
        """Begin a boot on the first date; each day is the one after."""
        self._robot_id = robot_id
        self._sequence = 0
        self.boot_id = uuid4()
        self.occurrences: dict[UUID, Occurrence] = {}
        """Of which the log has told so far."""
        self._events = self._days(plans.residents[0], first_on)

    def take(self, count: int) -> tuple[Event, ...]:
        """Return the next events."""
        return tuple(islice(self._events, count))

    def _days(self, resident: ResidentPlan, first_on: date) -> Iterator[Event]:
        start = datetime.combine(first_on, time(0), UTC)
        while True:
            due = occurrences(resident.plan, start, start + timedelta(days=1))
            for occurrence in islice(due, TASKS_A_DAY):
                at = occurrence.due_at
                self.occurrences[occurrence.id] = occurrence
                for body in self._about(occurrence, resident.plan.item(occurrence.item_id)):
                    at += timedelta(seconds=4)
                    yield self._event(body, resident.resident_id, at)
            start += timedelta(days=1)

    def _about(self, occurrence: Occurrence, item: PlanItem) -> Iterator[RobotBody]:
        names = {"occurrence_id": occurrence.id, "item_id": item.id}
        yield TaskDue(
            **names, due_at=occurrence.due_at, window_closes_at=occurrence.window_closes_at
        )
        yield TaskAnnounced(**names, attempt=1)
        for nth in range(_TURNS_A_TASK):
            yield from turn(f"{occurrence.slot}-{nth}")
        yield TaskHeard(**names, utterance_id="")
        yield TaskReported(**names, outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID)
        yield TaskClosed(**names, outcome=Outcome.TAKEN)

    def _event(self, body: RobotBody, resident_id: UUID, at: datetime) -> Event:
        self._sequence += 1
        return Event(
            id=new_id(at),
            robot_id=self._robot_id,
            boot_id=self.boot_id,
            sequence=self._sequence,
            resident_id=resident_id,
            occurred_at=at,
            clock_offset_s=0.012,
            body=body,
        )


def turn(utterance_id: str) -> Iterator[RobotBody]:
    """Yield what the robot says, what it hears, and how long that took."""
    yield SpeechSaid(
        utterance_id=utterance_id,
        locale=Locale.NB_NO,
        text="Hei, Solveig. Klokka er åtte, og det er tid for tablettene dine.",
        stopped_by=StoppedBy.COMPLETED,
        duration_s=4.2,
    )
    yield SpeechHeard(
        utterance_id=utterance_id,
        locale=Locale.NB_NO,
        transcript="ja nå har jeg tatt dem",
        intent="taken",
        confidence=0.93,
        was_robot_speaking=False,
    )
    yield TurnTiming(
        utterance_id=utterance_id,
        is_closed_question=True,
        endpoint_s=0.45,
        decode_s=0.08,
        understand_s=0.002,
        synthesise_s=0.05,
        reply_s=0.61,
    )
