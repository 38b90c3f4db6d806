import asyncio
from dataclasses import dataclass
from uuid import UUID

import pytest

from codebook.help import HelpCancelled, HelpCause
from codebook.speech import Modality
from robot_nodes.dialogue.conversations import HelpEnding, cause_of, help_call
from robot_nodes.ports import Priority, Understanding
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade
from tests.robot_nodes.dialogue.conversations.conftest import Room

CALL = UUID(int=77)


@dataclass
class Recorded:
    """Fulfils `robot_nodes.dialogue.conversations.HelpCall`."""

    event_id: UUID | None = CALL
    is_resumed: bool = False
    others_wait: bool = False


def call(
    room: Room, *said: str, locale: Locale = Locale.NB_NO, recorded: Recorded | None = None
) -> HelpEnding:
    room.answers(*said)
    return asyncio.run(help_call(room.scene(locale), recorded or Recorded()))


def test_it_is_answered_at_once_and_before_everything(room: Room) -> None:
    call(room)
    assert {manner.volume for manner in room.voice.manners} == {1.0}
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
    (cancelled,) = room.recorded
    assert isinstance(cancelled, HelpCancelled)
    assert cancelled.requested_event_id == CALL


def test_a_call_that_could_not_be_stored_is_never_said_to_be_on_its_way(room: Room) -> None:
    ending = call(room, recorded=Recorded(event_id=None))
    assert not ending.is_acknowledged
    assert room.voice.sentences[0] == "Jeg hører deg, Solveig."
    assert "73 00 00 00" in room.voice.sentences[1]
    assert "varsler" not in room.heard


def test_a_call_that_a_restart_broke_off_is_gone_on_with(room: Room) -> None:
    call(room, recorded=Recorded(is_resumed=True))
    assert room.voice.sentences[0] == "Jeg har startet på nytt, Solveig. Du ropte på hjelp."


def test_the_robot_does_not_stay_with_one_while_another_calls(room: Room) -> None:
    room.is_online = False
    call(room, recorded=Recorded(others_wait=True))
    assert len(room.ears.questions) == 1
    assert "73 00 00 00" in room.voice.sentences[-1]


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
