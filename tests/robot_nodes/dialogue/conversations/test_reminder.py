import asyncio
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest

from codebook.manner import Hearing
from codebook.request import ContactReason, ContactRequested
from codebook.speech import Modality, StoppedBy
from robot_nodes.dialogue.conversations import ReminderAnswer, SoFar, reminder
from robot_nodes.ports import Priority
from schedules.care_plan import MedicationReminder
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade, Outcome, Report
from schedules.recurrence import DailyTimes
from tests.robot_nodes.dialogue.conversations.conftest import NOW, Room

OCCURRENCE = UUID(int=5)
PARACET = MedicationReminder(
    id=UUID(int=3),
    medicine="Paracet",
    dose="to tabletter",
    recurrence=DailyTimes(times=(time(8),)),
)


def remind(
    room: Room,
    *said: str,
    locale: Locale = Locale.NB_NO,
    **fared: Any,  # noqa: ANN401 - the fields of SoFar
) -> ReminderAnswer:
    room.answers(*said)
    noted: list[ReminderAnswer] = []
    scene = room.scene(locale)
    so_far = SoFar(occurrence_id=OCCURRENCE, **fared)
    answer = asyncio.run(reminder(scene, PARACET, so_far, room.announced, noted.append))
    assert noted == ([answer] if answer.heard else []), "stored once, if anything was answered"
    return answer


def test_the_reminder_greets_by_name_and_says_medicine_and_dose(room: Room) -> None:
    remind(room, "ja")
    assert room.voice.sentences[0].startswith("God morgen, Solveig.")
    assert "Paracet, to tabletter" in room.voice.sentences[0]
    assert room.announcements == 1


@pytest.mark.parametrize("said", ["ja", "ja, jeg har tatt den", "det har jeg"])
def test_a_clear_yes_is_taken_as_said(room: Room, said: str) -> None:
    answer = remind(room, said)
    assert (answer.outcome, answer.grade) == (Outcome.TAKEN, EvidenceGrade.SAID)
    assert answer.utterance_id == "u1"
    assert "du har sagt at du har tatt Paracet" in room.voice.sentences[-1]


def test_a_yes_by_button_is_touched_and_no_more(room: Room) -> None:
    room.ears.modality = Modality.TOUCH
    answer = remind(room, "ja")
    assert (answer.outcome, answer.grade) == (Outcome.TAKEN, EvidenceGrade.TOUCHED)


def test_a_chime_goes_before_the_first_sentence_only(room: Room) -> None:
    remind(room, "ja")
    assert [manner.has_chime for manner in room.voice.manners] == [True, False]


def test_a_loose_yes_is_asked_again_before_it_counts(room: Room) -> None:
    assert remind(room, "greit", "ja").outcome is Outcome.TAKEN
    assert room.ears.questions[1] == "Har du allerede tatt Paracet? Svar ja eller nei."


def test_a_loose_yes_thrice_is_unclear(room: Room) -> None:
    answer = remind(room, "greit", "okei", "greit")
    assert (answer.outcome, answer.grade) == (Outcome.UNCLEAR, EvidenceGrade.HEARD)


def test_later_waits_as_long_as_was_said(room: Room) -> None:
    answer = remind(room, "om ti minutter")
    assert (answer.outcome, answer.wait) == (Outcome.LATER, timedelta(minutes=10))
    assert "om ti minutter" in room.voice.sentences[-1]


def test_later_waits_until_the_time_that_was_named(room: Room) -> None:
    answer = remind(room, "minn meg på det klokka ti", latest_at=NOW + timedelta(hours=3))
    assert (answer.outcome, answer.wait) == (Outcome.LATER, timedelta(hours=2))
    assert "klokka ti" in room.voice.sentences[-1]


@pytest.mark.parametrize("said", ["i kveld", "om tre timer"])
def test_what_is_put_off_beyond_its_window_is_told_plainly(room: Room, said: str) -> None:
    answer = remind(room, said, latest_at=NOW + timedelta(hours=1))
    assert answer.outcome is Outcome.LATER
    told = "Så lenge kan jeg ikke vente. Jeg minner deg på det klokka ni."
    assert room.voice.sentences[-1] == told


@pytest.mark.parametrize("said", [("om litt",), ("om ti minutter",), ("nei", "ja")])
def test_once_no_time_is_left_the_robot_promises_no_reminder(
    room: Room, said: tuple[str, ...]
) -> None:
    answer = remind(room, *said, latest_at=NOW)
    assert answer.outcome is Outcome.LATER
    assert room.voice.sentences[-1] == "Det er i orden. Da lar jeg det være nå."


def test_an_offered_wait_ends_inside_the_window(room: Room) -> None:
    remind(room, "nei", "ja", latest_at=NOW + timedelta(minutes=4))
    assert room.voice.sentences[-1].endswith("Jeg minner deg på det klokka fire over åtte.")


def test_later_without_a_time_leaves_the_wait_to_the_plan(room: Room) -> None:
    answer = remind(room, "om litt")
    assert (answer.outcome, answer.wait) == (Outcome.LATER, None)


def test_a_no_is_offered_ten_minutes(room: Room) -> None:
    answer = remind(room, "nei", "ja takk")
    assert (answer.outcome, answer.wait) == (Outcome.LATER, timedelta(minutes=10))


@pytest.mark.parametrize("reply", ["nei takk", ""])
def test_a_no_that_wants_no_reminder_is_not_taken(room: Room, reply: str) -> None:
    assert remind(room, "nei, ikke ennå", reply).outcome is Outcome.NOT_TAKEN


def test_a_refusal_is_accepted_politely(room: Room) -> None:
    assert remind(room, "jeg vil ikke ha den").outcome is Outcome.REFUSED
    assert "Jeg skriver det opp til hjemmetjenesten" in room.voice.sentences[-1]


def test_silence_is_asked_once_more_gently_and_then_left(room: Room) -> None:
    answer = remind(room)
    assert (answer.outcome, answer.heard) == (None, False)
    assert len(room.ears.questions) == 2


def test_a_muddle_is_asked_again_then_more_simply_and_then_handed_to_a_human(room: Room) -> None:
    answer = remind(room, "mumle brumle", "sprutle grutle", "brumle")
    assert (answer.outcome, answer.grade) == (Outcome.UNCLEAR, EvidenceGrade.HEARD)
    assert room.ears.questions == [
        "Har du tatt Paracet?",
        "Jeg forsto ikke helt. Har du tatt Paracet?",
        "Har du tatt Paracet? Svar bare ja eller nei.",
    ]
    (request,) = (body for body in room.recorded if isinstance(body, ContactRequested))
    assert (request.reason, request.occurrence_id) == (ContactReason.NOT_UNDERSTOOD, OCCURRENCE)
    assert "Meldingen er kommet fram til hjemmetjenesten." in room.voice.sentences


def test_with_a_screen_the_third_misunderstanding_leads_there_first(room: Room) -> None:
    room.has_screen = True
    assert remind(room, "mumle", "brumle", "grutle", "ja").outcome is Outcome.TAKEN
    assert room.ears.questions[3].startswith("Du kan også trykke på skjermen.")


def test_a_question_about_medicine_gets_no_advice_and_is_no_yes(room: Room) -> None:
    answer = remind(room, "ja kan jeg ta to", "ja", "nei", "nei")
    assert "Det kan jeg ikke svare på. Jeg gir ikke råd om medisin." in room.voice.sentences
    assert room.ears.questions[1] == "Skal jeg be hjemmetjenesten ta kontakt med deg?"
    (request,) = (body for body in room.recorded if isinstance(body, ContactRequested))
    assert request.reason is ContactReason.MEDICINE_QUESTION
    assert answer.outcome is Outcome.NOT_TAKEN


def test_slower_is_done_at_once_and_the_question_asked_again(room: Room) -> None:
    assert remind(room, "snakk saktere", "ja").outcome is Outcome.TAKEN
    assert "Nå snakker jeg saktere." in room.voice.sentences
    assert room.ears.questions == ["Har du tatt Paracet?"] * 2
    assert room.wishes.utterances == ["u1"]
    rates = {text: m.rate for text, m in zip(room.voice.sentences, room.voice.manners, strict=True)}
    assert rates["Nå snakker jeg saktere."] == 0.85


def test_stop_ends_the_talk_without_a_report_that_closes_it(room: Room) -> None:
    assert remind(room, "stopp").outcome is Outcome.UNCLEAR
    assert len(room.ears.questions) == 1


def test_what_was_interrupted_is_gone_on_with_and_not_announced_again(room: Room) -> None:
    assert remind(room, "ja", is_interrupted=True).outcome is Outcome.TAKEN
    assert room.voice.sentences[0] == "Vi ble avbrutt, Solveig. Nå fortsetter vi."
    assert room.announcements == 0


def test_whoever_hears_badly_is_spoken_to_louder_and_slower_and_asked_once_more(room: Room) -> None:
    room.hearing = Hearing.REDUCED
    assert remind(room).outcome is None
    assert len(room.ears.questions) == 3
    assert {(m.rate, m.volume) for m in room.voice.manners} == {(0.9, 0.95)}


def test_a_question_whether_it_was_taken_is_answered_from_the_report(room: Room) -> None:
    report = Report(outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID, reported_at=NOW)
    remind(room, "har jeg tatt den", "ja", report=report)
    assert "Du sa klokka åtte at du hadde tatt Paracet." in room.voice.sentences


def test_pain_in_place_of_an_answer_is_handed_on(room: Room) -> None:
    answer = remind(room, "jeg har så vondt i magen")
    assert answer.aside is not None
    assert answer.aside.transcript == "jeg har så vondt i magen"
    assert answer.outcome is Outcome.UNCLEAR


def test_a_reminder_that_never_sounded_is_not_announced(room: Room) -> None:
    room.voice.stops["Nå er det tid"] = StoppedBy.FAULT
    answer = remind(room, "ja")
    assert (answer.outcome, room.announcements, room.ears.questions) == (None, 0, [])


def test_it_is_as_loud_as_its_rung_says_and_interrupts_small_talk(room: Room) -> None:
    remind(room, "ja", times_as_loud=1.1)
    assert {manner.volume for manner in room.voice.manners} == {0.88}
    assert {manner.priority for manner in room.voice.manners} == {Priority.REMINDER}


def test_a_snoozed_reminder_says_that_it_was_asked_for(room: Room) -> None:
    report = Report(outcome=Outcome.LATER, grade=EvidenceGrade.SAID, reported_at=NOW)
    remind(room, "ja", attempt=2, report=report)
    assert "du ba meg minne deg på Paracet" in room.voice.sentences[0]


def test_a_wish_to_hear_it_again_repeats_the_question(room: Room) -> None:
    assert remind(room, "hva sa du", "ja").outcome is Outcome.TAKEN
    assert room.ears.questions == ["Har du tatt Paracet?"] * 2


@pytest.mark.parametrize(
    ("locale", "said"), [(Locale.NN_NO, "ja, eg har teke han"), (Locale.EN_GB, "yes I've had it")]
)
def test_it_is_led_in_every_locale(room: Room, locale: Locale, said: str) -> None:
    assert remind(room, said, locale=locale).outcome is Outcome.TAKEN


@pytest.mark.parametrize("said", ["", "nei", "ja", "om litt", "jeg vil ikke ha den", "brumle"])
def test_the_robot_never_advises(room: Room, said: str) -> None:
    remind(room, said, said)
    assert not any(word in room.heard.lower() for word in ("ta to", "ta den", "du bør", "du må"))
