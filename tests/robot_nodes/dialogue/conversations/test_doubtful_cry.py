import asyncio

import pytest

from robot_nodes.dialogue.conversations.doubtful_cry import is_call
from robot_nodes.ports import Priority
from schedules.locale import Locale
from tests.robot_nodes.dialogue.conversations.conftest import Room

QUESTIONS = {
    Locale.NB_NO: "Trenger du hjelp, Solveig?",
    Locale.NN_NO: "Treng du hjelp, Solveig?",
    Locale.EN_GB: "Do you need help, Solveig?",
}


def asked(room: Room, *said: str, locale: Locale = Locale.NB_NO) -> bool:
    room.answers(*said)
    return asyncio.run(is_call(room.scene(locale)))


@pytest.mark.parametrize("locale", Locale)
def test_it_is_asked_once_and_above_everything_else(room: Room, locale: Locale) -> None:
    asked(room, locale=locale)
    assert room.ears.questions == [QUESTIONS[locale]]
    assert room.ears.priorities == [Priority.CRITICAL]


@pytest.mark.parametrize("said", ["nei", "nei takk", "jeg trenger ikke hjelp"])
def test_a_clear_no_is_no_call(room: Room, said: str) -> None:
    assert not asked(room, said)


@pytest.mark.parametrize("said", ["ja", "hjelp", "jeg har falt", "hva er klokka", "mm kanskje"])
def test_whatever_is_no_clear_no_is_a_call(room: Room, said: str) -> None:
    assert asked(room, said)


def test_silence_is_a_call(room: Room) -> None:
    assert asked(room)


def test_a_no_that_one_decoder_has_heard_is_no_clear_no(room: Room) -> None:
    room.ears.is_doubted = True
    assert asked(room, "nei")
