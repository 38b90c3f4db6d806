import asyncio
from datetime import time, timedelta
from uuid import UUID

import pytest

from codebook.event import RobotBody
from codebook.help import HelpCause
from codebook.request import (
    CompanyRequested,
    ContactReason,
    ContactRequested,
    ErrandRequested,
)
from robot_nodes.dialogue.conversations import Asked, DayFacts, DayItem, is_question, question
from robot_nodes.ports import Understanding
from schedules.care_plan import Activity, Appointment, MedicationReminder
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade, Outcome, Report
from schedules.recurrence import DailyTimes
from tests.robot_nodes.dialogue.conversations.conftest import NOW, Room

RULE = DailyTimes(times=(time(8),))
TAKEN = Report(outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID, reported_at=NOW)


def dose(medicine: str, amount: str) -> MedicationReminder:
    return MedicationReminder(id=UUID(int=1), medicine=medicine, dose=amount, recurrence=RULE)


MORNING_DOSE = DayItem(item=dose("Paracet", "to tabletter"), at=NOW, report=TAKEN)
LUNCH = DayItem(
    item=Activity(id=UUID(int=2), title="Lunsj", message="Lunsj.", recurrence=RULE),
    at=NOW + timedelta(hours=4, minutes=30),
)
EVENING_DOSE = DayItem(
    item=dose("Zopiklon", "en tablett"), at=NOW + timedelta(hours=13, minutes=15)
)
VISIT = Appointment(id=UUID(int=3), title="Hjemmesykepleien kommer", recurrence=RULE)
FACTS = DayFacts(items=(MORNING_DOSE, LUNCH, EVENING_DOSE), last_said="Har du tatt Paracet?")
NOTHING = DayFacts()
CALL_AND_ASK = "Du kan ringe 73 00 00 00 og spørre."
REACHED = "Meldingen er kommet fram til hjemmetjenesten."


def asked(
    room: Room,
    intent: str,
    *said: str,
    facts: DayFacts = FACTS,
    later: timedelta = timedelta(0),
    slots: dict[str, str] | None = None,
    transcript: str = "",
) -> HelpCause | None:
    room.answers(*said)
    scene = room.scene(now=NOW + later)
    understanding = Understanding(intent=intent, slots=slots or {}, confidence=1.0)
    wish = Asked(understanding=understanding, utterance_id="u0", transcript=transcript)
    return asyncio.run(question(scene, wish, facts, room.discretion))


@pytest.mark.parametrize(
    ("intent", "sentence"),
    [
        ("ask_time", "Klokka er åtte."),
        ("ask_date", "I dag er det mandag 2. mars."),
        ("ask_taken", "Du sa klokka åtte at du hadde tatt Paracet."),
        ("who_are_you", "Jeg heter Nabo. Jeg er en robot fra hjemmetjenesten."),
        ("repeat", "Jeg sa: Har du tatt Paracet?"),
        (
            "ask_visit",
            f"Det står ikke på planen når noen kommer. {CALL_AND_ASK}",
        ),
        ("ask_municipality", f"Det vet jeg dessverre ikke. {CALL_AND_ASK}"),
        ("ask_activity", "På planen står det: Lunsj klokka halv ett."),
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


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (0, "På planen står det: Hjemmesykepleien kommer i dag klokka ni."),
        (1, "På planen står det: Hjemmesykepleien kommer tirsdag 3. mars, klokka ni."),
    ],
)
def test_who_comes_next_is_told_as_the_plan_has_it(room: Room, days: int, sentence: str) -> None:
    visit = DayItem(item=VISIT, at=NOW + timedelta(days=days, hours=1))
    asked(room, "ask_visit", facts=DayFacts(next_visit=visit))
    assert room.voice.sentences == [sentence]


def test_nothing_reported_is_told_as_nothing_written_down(room: Room) -> None:
    facts = DayFacts(items=(DayItem(item=dose("A", "en"), at=NOW),))
    asked(room, "ask_taken", facts=facts)
    assert room.voice.sentences == ["Jeg har ikke skrevet opp at du har tatt A."]


@pytest.mark.parametrize("intent", ["unknown", "affirm", "deny", "stop"])
def test_what_was_not_said_to_the_robot_is_no_question(intent: str) -> None:
    said = Asked(understanding=Understanding(intent=intent), transcript="han tok to poeng")
    assert not is_question(said, Locale.NB_NO)


def test_feeling_bad_is_asked_about_and_a_yes_calls_a_nurse(room: Room) -> None:
    assert asked(room, "feel_bad", "ja") is HelpCause.CALL_NURSE
    assert asked(room, "feel_bad", "nei") is None


@pytest.mark.parametrize(
    ("intent", "slots", "request_made"),
    [
        ("lonely", {}, CompanyRequested(utterance_id="u0", grade=EvidenceGrade.SAID)),
        ("ask_company", {}, CompanyRequested(utterance_id="u0", grade=EvidenceGrade.SAID)),
        (
            "ask_company",
            {"errand": "handle"},
            ErrandRequested(utterance_id="u0", grade=EvidenceGrade.SAID, errand="handle"),
        ),
        (
            "call_family",
            {"who": "dattera mi"},
            ContactRequested(
                utterance_id="u0",
                grade=EvidenceGrade.SAID,
                reason=ContactReason.FAMILY,
                who="dattera mi",
            ),
        ),
        (
            "ask_activity",
            {},
            ContactRequested(
                utterance_id="u0", grade=EvidenceGrade.SAID, reason=ContactReason.ACTIVITY
            ),
        ),
    ],
)
def test_a_wish_is_passed_on_after_a_clear_yes_and_nobody_is_promised(
    room: Room, intent: str, slots: dict[str, str], request_made: RobotBody
) -> None:
    asked(room, intent, "ja", slots=slots, facts=NOTHING)
    assert room.recorded == [request_made]
    assert room.voice.sentences[-2:] == [REACHED, "Jeg vet ikke når noen tar kontakt."]


@pytest.mark.parametrize("said", ["nei", "", "brumle", "kanskje"])
def test_nothing_but_a_clear_yes_passes_anything_on(room: Room, said: str) -> None:
    asked(room, "ask_company", said, said)
    assert room.recorded == []
    assert REACHED not in room.voice.sentences


def test_a_wish_that_did_not_get_through_is_said_so_with_the_number(room: Room) -> None:
    room.is_online = False
    asked(room, "call_family", "ja")
    assert "73 00 00 00" in room.voice.sentences[-1]


@pytest.mark.parametrize(
    ("transcript", "locale"),
    [
        ("kan jeg ta to tabletter", Locale.NB_NO),
        ("har den bivirkninger", Locale.NB_NO),
        ("kan eg ta ein til", Locale.NN_NO),
        ("can I take two", Locale.EN_GB),
        ("is it safe to stop taking the pills", Locale.EN_GB),
    ],
)
def test_a_question_about_medicine_wants_a_reply(transcript: str, locale: Locale) -> None:
    said = Asked(understanding=Understanding(intent="unknown"), transcript=transcript)
    assert is_question(said, locale)


def test_a_question_about_medicine_gets_no_advice_but_an_offer(room: Room) -> None:
    asked(room, "unknown", "nei", transcript="kan jeg ta to tabletter")
    assert room.voice.sentences == [
        "Det kan jeg ikke svare på. Jeg gir ikke råd om medisin.",
        "Det er i orden. Du kan ringe 73 00 00 00 og spørre.",
    ]


@pytest.mark.parametrize(
    ("intent", "done", "at_the_end"),
    [
        ("slower", "Nå snakker jeg saktere.", "Jeg kan ikke snakke saktere enn dette."),
        ("louder", "Nå snakker jeg høyere.", "Jeg kan ikke snakke høyere enn dette."),
        ("quieter", "Nå snakker jeg lavere.", "Jeg kan ikke snakke lavere enn dette."),
    ],
)
def test_the_manner_changes_step_by_step_to_its_end(
    room: Room, intent: str, done: str, at_the_end: str
) -> None:
    for _ in range(6):
        asked(room, intent)
    assert room.voice.sentences[0] == done
    assert room.voice.sentences[-1] == at_the_end
    assert 0 < len(room.wishes.utterances) < 6


def test_listening_stops_only_after_it_was_said_what_that_means_and_confirmed(room: Room) -> None:
    asked(room, "pause_listening", "ja", slots={"minutes": "30"})
    assert room.discretion.paused_until == NOW + timedelta(minutes=30)
    assert room.voice.sentences[0].endswith("hører jeg ikke om du roper på hjelp.")
    assert room.voice.sentences[1] == "Bruk trygghetsalarmen din hvis du trenger hjelp."
    assert room.ears.questions == ["Skal jeg slutte å lytte i en halv time?"]


@pytest.mark.parametrize("said", ["nei", "", "brumle"])
def test_without_a_clear_yes_it_listens_on(room: Room, said: str) -> None:
    asked(room, "pause_listening", said, said)
    assert room.discretion.paused_until is None
    assert room.voice.sentences[-1] == "Det er i orden. Jeg lytter som før."


def test_the_longest_pause_is_eight_hours(room: Room) -> None:
    asked(room, "pause_listening", "ja", slots={"minutes": "6000"})
    assert room.discretion.paused_until == NOW + timedelta(hours=8)


def test_forgetting_says_what_is_forgotten_and_what_is_not(room: Room) -> None:
    asked(room, "forget")
    asked(room, "forget")
    assert room.voice.sentences == [
        "Jeg sletter ordene du sa sist, her og hos hjemmetjenesten.",
        "Svar om medisin, og at du har bedt om hjelp, blir stående.",
        "Jeg har ingen ord å slette.",
    ]


@pytest.mark.parametrize("second", range(3))
def test_small_talk_stays_harmless(room: Room, second: int) -> None:
    asked(room, "small_talk", later=timedelta(seconds=second))
    assert len(room.voice.sentences) == 1
