import asyncio

import pytest

from codebook.help import HelpCancelled, HelpCause, HelpRequested
from codebook.speech import Modality
from robot_nodes.dialogue.conversations import Cry, HelpEnding, cause_of, help_call
from robot_nodes.ports import Priority, Understanding
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade
from tests.robot_nodes.dialogue.conversations.conftest import Room

CRY = Cry(cause=HelpCause.FALLEN, utterance_id="u0", transcript="hjelp jeg har falt")


def call(room: Room, *said: str, locale: Locale = Locale.NB_NO) -> HelpEnding:
    room.answers(*said)
    return asyncio.run(help_call(room.scene(locale), CRY, room.acknowledged))


def test_the_call_is_recorded_before_the_first_word_is_spoken(room: Room) -> None:
    call(room)
    assert isinstance(room.recorded[0], HelpRequested)
    assert room.spoken_when_recorded[0] == 0
    assert room.voice.sentences[0] == "Jeg hører deg, Solveig. Jeg varsler hjemmetjenesten nå."
    assert room.voice.manners[0].priority is Priority.CRITICAL


def test_an_alert_that_arrived_is_said_to_have_arrived(room: Room) -> None:
    ending = call(room)
    assert ending.is_acknowledged
    assert (
        "Varselet er kommet fram til hjemmetjenesten. Jeg vet ikke ennå når noen svarer."
        in room.voice.sentences
    )


def test_an_alert_that_did_not_arrive_is_never_said_to_have_arrived(room: Room) -> None:
    room.is_online = False
    ending = call(room)
    assert not ending.is_acknowledged
    assert "kommet fram" not in room.heard
    assert "73 00 00 00" in room.voice.sentences[1]


def test_a_call_taken_back_by_button_is_touched_and_no_chime_goes_before_help(room: Room) -> None:
    room.ears.modality = Modality.TOUCH
    call(room, "det var en feil")
    (cancelled,) = (body for body in room.recorded if isinstance(body, HelpCancelled))
    assert cancelled.grade is EvidenceGrade.TOUCHED
    assert not any(manner.has_chime for manner in room.voice.manners)


def test_the_robot_tells_when_the_alert_arrives_late(room: Room) -> None:
    room.online_after = 2
    assert call(room).is_acknowledged
    assert room.voice.sentences[-1].startswith("Varselet er kommet fram")


@pytest.mark.parametrize("locale", Locale)
def test_help_is_never_promised(room: Room, locale: Locale) -> None:
    room.online_after = 3
    call(room, locale=locale)
    promises = ("hjelp er på vei", "hjelp kjem", "kommer snart", "help is coming", "on the way")
    assert not any(promise in room.heard.lower() for promise in promises)


def test_a_clear_word_cancels_and_the_call_stays_recorded(room: Room) -> None:
    ending = call(room, "nei det var en feil")
    assert ending.is_cancelled
    assert [type(body) for body in room.recorded] == [HelpRequested, HelpCancelled]
    cancelled = room.recorded[1]
    assert isinstance(cancelled, HelpCancelled)
    assert cancelled.requested_event_id == ending.event_id


@pytest.mark.parametrize("said", ["", "hjelp meg", "brumle", "nei", "ja"])
def test_nothing_but_a_clear_word_cancels(room: Room, said: str) -> None:
    assert not call(room, said).is_cancelled


def test_the_cancel_offer_does_not_hold_words_that_would_cancel(room: Room) -> None:
    call(room)
    for locale in Locale:
        offer = room.scene(locale).phrases.templates
        text = next(t for line, t in offer.items() if line == "help.cancel_offer")
        understood = room.ears.interpreter.understand(text, locale, ("cancel_help",))
        assert understood.intent != "cancel_help"


def test_a_cause_is_what_was_called() -> None:
    assert cause_of(Understanding(intent="pain")) is HelpCause.PAIN
    assert cause_of(Understanding(intent="greet")) is None
