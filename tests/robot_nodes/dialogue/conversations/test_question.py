import asyncio
from datetime import timedelta

import pytest

from codebook.help import HelpCause
from robot_nodes.dialogue.conversations import DayFacts, DayItem, question
from robot_nodes.ports import Understanding
from schedules.outcome import EvidenceGrade, Outcome, Report
from tests.robot_nodes.dialogue.conversations.conftest import NOW, Room

TAKEN = Report(outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID, reported_at=NOW)
MORNING_DOSE = DayItem(
    kind="medication",
    title="Paracet, to tabletter",
    medicine="Paracet",
    dose="to tabletter",
    due_at=NOW,
    report=TAKEN,
)
LUNCH = DayItem(kind="activity", title="Lunsj", due_at=NOW + timedelta(hours=4, minutes=30))
EVENING_DOSE = DayItem(
    kind="medication",
    title="Zopiklon, en tablett",
    medicine="Zopiklon",
    dose="en tablett",
    due_at=NOW + timedelta(hours=13, minutes=15),
)
FACTS = DayFacts(items=(MORNING_DOSE, LUNCH, EVENING_DOSE), last_said="Har du tatt Paracet?")


def asked(
    room: Room, intent: str, *said: str, facts: DayFacts = FACTS, later: timedelta = timedelta(0)
) -> HelpCause | None:
    room.answers(*said)
    scene = room.scene(now=NOW + later)
    return asyncio.run(question(scene, Understanding(intent=intent, confidence=1.0), facts))


@pytest.mark.parametrize(
    ("intent", "sentence"),
    [
        ("ask_time", "Klokka er åtte."),
        ("ask_date", "I dag er det mandag 2. mars."),
        ("ask_taken", "Du sa klokka åtte at du hadde tatt Paracet."),
        ("who_are_you", "Jeg heter Nabo. Jeg er en robot fra hjemmetjenesten."),
        ("repeat", "Jeg sa: Har du tatt Paracet?"),
        ("call_family", "Jeg kan ikke ringe familien din. Jeg kan varsle hjemmetjenesten."),
        ("ask_visit", "Jeg vet ikke når noen kommer. Du kan ringe 73 00 00 00 og spørre."),
        ("louder", "Det kan jeg dessverre ikke ennå."),
    ],
)
def test_a_question_is_answered_from_what_is_known(room: Room, intent: str, sentence: str) -> None:
    asked(room, intent)
    assert room.voice.sentences == [sentence]


def test_the_next_medicine_is_the_next_that_is_due(room: Room) -> None:
    asked(room, "ask_next_medication", later=timedelta(minutes=5))
    assert room.voice.sentences == ["Neste medisin er Zopiklon, en tablett, klokka kvart over ni."]


def test_the_rest_of_the_day_is_told_in_order(room: Room) -> None:
    asked(room, "ask_today", later=timedelta(minutes=5))
    assert room.voice.sentences == [
        "I dag har du dette: Lunsj klokka halv ett, Zopiklon, en tablett klokka kvart over ni."
    ]


def test_nothing_reported_is_told_as_nothing_written_down(room: Room) -> None:
    facts = DayFacts(items=(DayItem(kind="medication", title="", medicine="A", due_at=NOW),))
    asked(room, "ask_taken", facts=facts)
    assert room.voice.sentences == ["Jeg har ikke skrevet opp at du har tatt A."]


@pytest.mark.parametrize("intent", ["unknown", "affirm", "deny", "stop"])
def test_what_was_not_said_to_the_robot_gets_no_reply(room: Room, intent: str) -> None:
    assert asked(room, intent) is None
    assert room.heard == ""


def test_someone_lonely_is_asked_whether_to_tell_the_nurse(room: Room) -> None:
    assert asked(room, "lonely", "ja") is HelpCause.CALL_NURSE
    assert asked(room, "lonely", "nei") is None
