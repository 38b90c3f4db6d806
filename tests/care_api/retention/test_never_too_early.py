"""Nothing younger than its limit and nothing open is ever deleted, whatever there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import Session, select

from care_api.alerts.state import AlertState
from care_api.alerts.tables import AlertRow
from care_api.days import ZONE
from care_api.db import Table
from care_api.events.tables import EventBodyRow, EventRow
from care_api.handovers.tables import HandoverRow
from care_api.notes.tables import NoteRow
from care_api.retention.rule import BOUNDS, Kind, kept_from
from care_api.retention.tables import RetentionRow
from care_api.tasks.tables import TaskRow
from codebook.event import Event
from codebook.presence import PresenceChanged, PresenceSource
from codebook.speech import SpeechSaid, StoppedBy
from codebook.task import TaskAnnounced
from schedules.locale import Locale
from schedules.occurrences import instant
from schedules.task import Stage
from tests.care_api.retention.nights import decide, pass_night
from tests.care_api.village import Village

NOW = datetime.fromisoformat("2040-03-31T03:00:00Z")
WORDS = "sa noe"
TABLES: tuple[type[Table], ...] = (
    RetentionRow,
    EventBodyRow,
    EventRow,
    TaskRow,
    AlertRow,
    NoteRow,
    HandoverRow,
)
OF_EVENTS = {"words": Kind.WORDS, "room": Kind.PRESENCE, "stage": Kind.EVENTS}


@dataclass(frozen=True)
class Thing:
    """Something that lies in the database."""

    sort: str
    """`words`, `room`, `stage`, `task`, `alert`, `note` or `handover`."""
    younger_by: timedelta
    """Than what may go: from 0 on it must stay."""
    is_open: bool
    hangs_on: int
    """An event: on which task, or alert, of those there are."""


THINGS = st.lists(
    st.builds(
        Thing,
        sort=st.sampled_from(["words", "room", "stage", "task", "alert", "note", "handover"]),
        younger_by=st.sampled_from([-400 * 86400, -86400, -1, 0, 1, 86400]).map(
            lambda seconds: timedelta(seconds=seconds)
        ),
        is_open=st.booleans(),
        hangs_on=st.integers(0, 3),
    ),
    min_size=1,
    max_size=14,
)
CHOICES = st.fixed_dictionaries({kind: st.sampled_from(BOUNDS[kind].choices) for kind in Kind})


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(things=THINGS, months=CHOICES)
def test_nothing_younger_than_its_limit_and_nothing_open_is_ever_deleted(
    village: Village, things: Sequence[Thing], months: dict[Kind, int]
) -> None:
    village.clock.moment = NOW - timedelta(days=1)
    with village.work() as work:
        for table in TABLES:
            work.session.exec(delete(table))
    decide(village, months)
    with village.work() as work:
        placed = Placing(village, work.session, months).place(things)
    pass_night(village)
    with village.database.reading() as session:
        for thing, key in placed:
            must_stay = thing.younger_by >= timedelta(0) or thing.is_open
            if must_stay:
                assert is_there(session, thing, key), thing
            elif thing.sort in {"task", "alert", "note"} and thing.hangs_on == 0:
                assert not is_there(session, thing, key), thing


def is_there(session: Session, thing: Thing, key: UUID) -> bool:
    """Return whether a thing is as it was; of words, whether they are."""
    match thing.sort:
        case "words":
            body = session.get(EventBodyRow, key)
            return body is not None and WORDS in body.document
        case "room" | "stage":
            return session.get(EventRow, key) is not None
        case "task":
            return session.get(TaskRow, key) is not None
        case "alert":
            return session.get(AlertRow, key) is not None
        case "note":
            return session.exec(select(NoteRow).where(NoteRow.id == key)).first() is not None
        case _:
            return session.get(HandoverRow, key) is not None


@dataclass
class Placing:
    """Puts things into the database, events in the order of their arrival."""

    village: Village
    session: Session
    months: dict[Kind, int]

    def place(self, things: Sequence[Thing]) -> list[tuple[Thing, UUID]]:
        """Place them; an open event hangs on an alert that is not closed."""
        placed = [(thing, uuid4()) for thing in things]
        events = [each for each in placed if each[0].sort in OF_EVENTS]
        events.sort(key=lambda each: self.at(OF_EVENTS[each[0].sort], each[0]))
        for thing, key in placed:
            if thing.sort not in OF_EVENTS:
                self._paper(thing, key)
        for stream, (thing, key) in enumerate(events, 1):
            self._event(thing, key, stream)
        self.session.flush()
        return placed

    def at(self, kind: Kind, thing: Thing) -> datetime:
        """Return when a thing was of age, counted from its limit."""
        today = NOW.astimezone(ZONE).date()
        limit = instant(kept_from(today, self.months[kind]), time(0), ZONE)
        return limit + thing.younger_by

    def _event(self, thing: Thing, key: UUID, stream: int) -> None:
        at = self.at(OF_EVENTS[thing.sort], thing)
        body = {
            "words": SpeechSaid(
                utterance_id="u",
                locale=Locale.NB_NO,
                text=WORDS,
                stopped_by=StoppedBy.COMPLETED,
                duration_s=1,
            ),
            "room": PresenceChanged(room="Stua", source=PresenceSource.ROBOT),
            "stage": TaskAnnounced(occurrence_id=key, item_id=key, attempt=1),
        }[thing.sort]
        event = Event(
            id=key,
            robot_id=self.village.robot.id,
            boot_id=self.village.robot.boot_id,
            sequence=stream,
            resident_id=self.village.solveig,
            occurred_at=at,
            body=body,
        )
        row = EventRow(
            id=key,
            stream=stream,
            robot_id=event.robot_id,
            boot_id=event.boot_id,
            sequence=stream,
            resident_id=event.resident_id,
            unit_id=self.village.solbakken,
            kind=event.kind,
            occurrence_id=key if thing.sort == "stage" else None,
            occurred_at=at,
            received_at=at,
            digest="",
        )
        self.session.add(row)
        self.session.flush()
        self.session.add(EventBodyRow(event_id=key, document=event.model_dump_json()))
        if thing.is_open and thing.sort == "stage" and thing.hangs_on % 2:
            self._task(key, at, is_open=True)
        elif thing.is_open:
            self._alert(uuid4(), at, is_open=True, event_id=key)

    def _paper(self, thing: Thing, key: UUID) -> None:
        match thing.sort:
            case "task":
                self._task(key, self.at(Kind.EVENTS, thing), is_open=thing.is_open)
            case "alert":
                self._alert(key, self.at(Kind.ALERTS, thing), is_open=thing.is_open)
            case "note":
                self._note(key, self.at(Kind.NOTES, thing), is_open=thing.is_open)
            case _:
                self._handover(key, self.at(Kind.EVENTS, thing), is_open=thing.is_open)

    def _task(self, key: UUID, at: datetime, *, is_open: bool) -> None:
        row = TaskRow(
            id=key,
            resident_id=self.village.solveig,
            item_id=key,
            plan_version=1,
            kind="medication",
            title="Paracet",
            needs_answer=True,
            local_on=at.astimezone(ZONE).date(),
            slot="08:00",
            due_at=at,
            window_closes_at=at,
            stage=(Stage.ANNOUNCED if is_open else Stage.CLOSED).value,
        )
        self.session.add(row)

    def _alert(
        self, key: UUID, at: datetime, *, is_open: bool, event_id: UUID | None = None
    ) -> None:
        row = AlertRow(
            id=key,
            dedup_key=str(key),
            unit_id=self.village.solbakken,
            resident_id=self.village.solveig,
            robot_id=None,
            occurrence_id=None,
            cause_event_id=event_id,
            cause="fallen",
            code="1",
            severity=5,
            state=(AlertState.REPORTED if is_open else AlertState.CLOSED).value,
            raised_at=at - timedelta(hours=1),
            acknowledge_by=at,
            handle_by=at,
            first_acknowledge_by=at,
            first_handle_by=at,
            closed_at=None if is_open else at,
        )
        self.session.add(row)

    def _note(self, key: UUID, at: datetime, *, is_open: bool) -> None:
        """Write a note; an open one was corrected yesterday."""
        for revision, written_at in ((1, at), (2, NOW - timedelta(days=1))):
            if revision == 1 or is_open:
                row = NoteRow(
                    id=key,
                    revision=revision,
                    resident_id=self.village.solveig,
                    text="Sov godt.",
                    is_shared=False,
                    written_at=written_at,
                    written_by=self.village.staff["kari"],
                )
                self.session.add(row)

    def _handover(self, key: UUID, at: datetime, *, is_open: bool) -> None:
        row = HandoverRow(
            id=key,
            unit_id=self.village.solbakken,
            number=key.int % 2**31,
            starts_at=at,
            ends_at=at,
            after_stream=0,
            through_stream=0,
            begun_by=self.village.staff["kari"],
            document="{}",
            completed_at=None if is_open else at,
        )
        self.session.add(row)
