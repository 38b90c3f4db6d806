"""A resident's day in the log: four tasks and the talk about them, fifty events, as templates.

What differs from resident to resident and from day to day stands in them as a fixed value, which a
database puts the real one in the place of: so it fills itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from bench.robot_log import turn
from codebook.check_in import CheckInAnswered
from codebook.event import Body, Event
from codebook.task import TaskAnnounced, TaskClosed, TaskDue, TaskHeard, TaskReported
from schedules.outcome import EvidenceGrade, Outcome

EVENTS = 50
"""Of one resident in one day."""
WINDOW = timedelta(hours=1)
ID, ROBOT, RESIDENT, OCCURRENCE, ITEM = (UUID(int=(0xBE << 120) + n) for n in range(1, 6))
"""Stand in the documents for what is another one in each event."""
ON = date(2000, 1, 1)
"""Stands in the documents for the event's date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One of the day's tasks."""

    number: int
    kind: str
    title: str
    at: time
    """UTC."""
    turns: int
    """What is said about it and around it, three events each."""

    @property
    def due_at(self) -> datetime:
        """On the templates' date."""
        return datetime.combine(ON, self.at, UTC)


SLOTS = (
    Slot(number=0, kind="medication", title="Paracet, én tablett", at=time(7), turns=2),
    Slot(number=1, kind="check_in", title="Morgentilsyn", at=time(9), turns=4),
    Slot(number=2, kind="medication", title="Metoprolol, én tablett", at=time(13), turns=2),
    Slot(number=3, kind="medication", title="Imovane, én tablett", at=time(19), turns=2),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One event of every resident's every day."""

    number: int
    """From 0, in order of time."""
    kind: str
    slot: int
    """The task that it is told at."""
    is_of_task: bool
    """Whether it is a stage of that task."""
    at: datetime
    """On the templates' date."""
    document: str
    """JSON of codebook.event.Event."""


def templates() -> tuple[Template, ...]:
    """Return the day, in order of time."""
    told = ((slot, nth, body) for slot in SLOTS for nth, body in enumerate(_told(slot)))
    found = tuple(_template(number, *each) for number, each in enumerate(told))
    if len(found) != EVENTS:
        raise ValueError(f"a day has {len(found)} events, not {EVENTS}")
    return found


def _template(number: int, slot: Slot, nth: int, body: Body) -> Template:
    at = slot.due_at + nth * timedelta(seconds=4)
    event = Event(
        id=ID,
        robot_id=ROBOT,
        boot_id=ROBOT,
        sequence=number + 1,
        resident_id=RESIDENT,
        occurred_at=at,
        clock_offset_s=0.012,
        body=body,
    )
    return Template(
        number=number,
        kind=event.kind,
        slot=slot.number,
        is_of_task=hasattr(body, "occurrence_id"),
        at=at,
        document=event.model_dump_json(),
    )


def _told(slot: Slot) -> Iterator[Body]:
    task = {"occurrence_id": OCCURRENCE, "item_id": ITEM}
    grade = EvidenceGrade.SAID
    outcome = Outcome.TAKEN if slot.kind == "medication" else Outcome.ANSWERED
    yield TaskDue(**task, due_at=slot.due_at, window_closes_at=slot.due_at + WINDOW)
    yield TaskAnnounced(**task, attempt=1)
    for nth in range(slot.turns):
        yield from turn(f"{slot.number}-{nth}")
    if slot.kind == "medication":
        yield TaskHeard(**task, utterance_id=f"{slot.number}-0")
    else:
        yield CheckInAnswered(
            **task,
            question_id="feeling",
            answer="well",
            transcript="jo takk, bare bra",
            is_worrying=False,
            grade=grade,
        )
    yield TaskReported(**task, outcome=outcome, grade=grade)
    yield TaskClosed(**task, outcome=outcome)
