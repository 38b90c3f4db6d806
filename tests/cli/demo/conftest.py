"""A whole morning as it should go, made up from events, measures and alerts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from cli.demo.evidence import AlertSeen, Cast, Evidence, Ledgers, Outage
from codebook.check_in import CheckInAnswered
from codebook.event import Event, RobotBody
from codebook.help import HelpCause, HelpRequested
from codebook.speech import SpeechHeard, SpeechSaid, StoppedBy, TurnTiming
from codebook.sync import SyncCaughtUp, SyncLost
from codebook.task import (
    TaskAnnounced,
    TaskDue,
    TaskEscalated,
    TaskReported,
    TaskUnanswered,
)
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import EscalationReason
from sim.measures import BargedIn, ResidentSpoke, RobotSpoke, TurnTaken

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
CAST = Cast(solveig=UUID(int=1), arne=UUID(int=2), ingrid=UUID(int=3))
SAID = EvidenceGrade.SAID


class Morning:
    """Builds evidence, one event after another."""

    def __init__(self) -> None:
        self.seen = Evidence(cast=CAST)

    def event(self, body: RobotBody, resident_id: UUID | None, after: timedelta) -> Event:
        event = Event(
            id=uuid4(),
            robot_id=UUID(int=9),
            boot_id=UUID(int=8),
            sequence=len(self.seen.events) + 1,
            resident_id=resident_id,
            occurred_at=START + after,
            body=body,
        )
        self.seen.events.append(event)
        return event

    def heard(self, who: UUID, transcript: str, intent: str, after: timedelta) -> None:
        heard = SpeechHeard(
            utterance_id="h",
            locale=Locale.NB_NO,
            transcript=transcript,
            intent=intent,
            confidence=1.0,
            was_robot_speaking=False,
        )
        self.event(heard, who, after)

    def announced(self, who: UUID, occurrence: UUID, attempt: int, after: timedelta) -> None:
        body = TaskAnnounced(occurrence_id=occurrence, item_id=occurrence, attempt=attempt)
        self.event(body, who, after)

    def reported(self, who: UUID, occurrence: UUID, outcome: Outcome, after: timedelta) -> None:
        body = TaskReported(
            occurrence_id=occurrence, item_id=occurrence, outcome=outcome, grade=SAID
        )
        self.seen.stored.add(self.event(body, who, after).id)

    def alert(self, who: UUID, code: str, severity: int, *, seen_s: float = 0.0) -> None:
        alert = AlertSeen(
            id=uuid4(),
            resident_id=who,
            code=code,
            severity=severity,
            raised_at=START,
            seen_s=seen_s,
        )
        self.seen.alerts[alert.id] = alert

    def spoke(self, line: str, who: UUID, text: str, after: timedelta, ended_s: float) -> None:
        self.seen.measures.append(
            ResidentSpoke(
                line=line,
                resident_id=str(who),
                text=text,
                began_at=START + after,
                ended_at=START + after + timedelta(seconds=1.5),
                began_s=ended_s - 1.6,
                ended_s=ended_s,
            )
        )


def taken(morning: Morning) -> None:
    minute, occurrence = timedelta(0), UUID(int=11)
    due = TaskDue(
        occurrence_id=occurrence,
        item_id=occurrence,
        due_at=START,
        window_closes_at=START + timedelta(hours=1),
    )
    morning.event(due, CAST.solveig, minute)
    morning.seen.measures.append(
        RobotSpoke(
            utterance_id="u1",
            resident_id=str(CAST.solveig),
            text="Har du tatt den?",
            loudest_dbfs=-20.0,
            began_at=START + timedelta(seconds=0.4),
            sounded_s=3.0,
        )
    )
    morning.announced(CAST.solveig, occurrence, 1, minute)
    morning.spoke(
        "solveig-taken", CAST.solveig, "ja, jeg har tatt den", timedelta(seconds=5), ended_s=100.0
    )
    morning.heard(CAST.solveig, "ja jeg har tatt den", "taken", timedelta(seconds=7))
    morning.reported(CAST.solveig, occurrence, Outcome.TAKEN, timedelta(seconds=7))
    morning.event(
        TurnTiming(
            utterance_id="h",
            is_closed_question=True,
            endpoint_s=0.45,
            decode_s=0.05,
            understand_s=0.01,
            reply_s=0.7,
        ),
        CAST.solveig,
        timedelta(seconds=8),
    )
    morning.seen.measures.append(TurnTaken(line="solveig-taken", is_closed=True, reply_s=0.8))


def later(morning: Morning) -> None:
    occurrence, due = UUID(int=12), timedelta(minutes=15)
    morning.announced(CAST.arne, occurrence, 1, due)
    morning.heard(CAST.arne, "om litt", "later", due)
    morning.reported(CAST.arne, occurrence, Outcome.LATER, due)
    morning.announced(CAST.arne, occurrence, 2, due + timedelta(minutes=10))
    morning.reported(CAST.arne, occurrence, Outcome.TAKEN, due + timedelta(minutes=10))


def worrying(morning: Morning) -> None:
    for question, answer, is_worrying in (("sleep", "feel_good", False), ("feel", "unwell", True)):
        body = CheckInAnswered(
            occurrence_id=UUID(int=13),
            item_id=UUID(int=13),
            question_id=question,
            answer=answer,
            transcript="jeg er svimmel",
            is_worrying=is_worrying,
            grade=SAID,
        )
        morning.event(body, CAST.ingrid, timedelta(minutes=40))
    morning.alert(CAST.ingrid, "5.1", 30)


def silence(morning: Morning) -> None:
    occurrence, due = UUID(int=14), timedelta(hours=1)
    for attempt in (1, 2, 3):
        morning.announced(CAST.arne, occurrence, attempt, due + timedelta(minutes=10 * attempt))
    ids = {"occurrence_id": occurrence, "item_id": occurrence}
    morning.event(TaskUnanswered(**ids, attempts=3), CAST.arne, due)
    morning.event(TaskEscalated(**ids, reason=EscalationReason.UNANSWERED), CAST.arne, due)
    morning.alert(CAST.arne, "1.4", 20)


def cry(morning: Morning) -> None:
    after = timedelta(hours=1, minutes=45)
    morning.spoke("cry", CAST.solveig, "hjelp, jeg har falt", after, ended_s=500.0)
    morning.event(
        SpeechSaid(
            utterance_id="u9",
            locale=Locale.NB_NO,
            text="I dag er det",
            stopped_by=StoppedBy.EMERGENCY,
            duration_s=3.1,
        ),
        CAST.solveig,
        after,
    )
    morning.heard(CAST.solveig, "hjelp jeg har falt", "fallen", after)
    morning.event(
        HelpRequested(
            cause=HelpCause.FALLEN, utterance_id="h9", transcript="hjelp jeg har falt", grade=SAID
        ),
        CAST.solveig,
        after,
    )
    morning.seen.measures.append(
        BargedIn(
            line="cry",
            utterance_id="u9",
            cry_s=1.6,
            silent_s=1.1,
            reply_s=1.9,
        )
    )
    morning.alert(CAST.solveig, "4.22", 40, seen_s=500.6)


def outage(morning: Morning) -> None:
    morning.event(SyncLost(reason="connection refused"), None, timedelta(minutes=16))
    morning.event(SyncCaughtUp(offline_s=600.0, uploaded=14), None, timedelta(minutes=26))
    morning.seen.outage = Outage(stopped_after=8, recorded_meanwhile=14, lasted_s=25.0)
    morning.seen.ledgers = Ledgers(in_outbox=60, acknowledged=60, missing=0, repeated=0)


PARTS: dict[int, Callable[[Morning], None]] = {
    1: taken,
    2: later,
    3: worrying,
    4: silence,
    5: cry,
    6: outage,
}


@pytest.fixture
def morning_without() -> Callable[..., Evidence]:
    """Return the evidence of a morning from which some steps are missing."""

    def build(*missing: int) -> Evidence:
        morning = Morning()
        for number, part in PARTS.items():
            if number not in missing:
                part(morning)
        return morning.seen

    return build


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: the other workers have the rest done meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
