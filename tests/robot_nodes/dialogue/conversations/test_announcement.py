import asyncio
from datetime import time, timedelta
from uuid import UUID

import pytest

from codebook.speech import StoppedBy
from robot_nodes.dialogue.conversations import announcement
from schedules.care_plan import Activity, Appointment, Hydration
from schedules.recurrence import DailyTimes
from tests.robot_nodes.dialogue.conversations.conftest import NOW, Room

TRIM = Activity(
    id=UUID(int=6),
    title="Trim",
    message="I dag er det trim i stua klokka elleve.",
    recurrence=DailyTimes(times=(time(9, 45),)),
)


def test_the_nurses_message_is_said_as_she_wrote_it(room: Room) -> None:
    assert asyncio.run(announcement(room.scene(), TRIM, NOW, room.announced))
    assert room.voice.sentences == [TRIM.message]
    assert room.announcements == 1


def test_a_message_cut_short_by_an_emergency_is_not_announced(room: Room) -> None:
    room.voice.stops["trim"] = StoppedBy.EMERGENCY
    assert not asyncio.run(announcement(room.scene(), TRIM, NOW, room.announced))
    assert room.announcements == 0


@pytest.mark.parametrize(
    ("is_visit", "sentence"),
    [
        (True, "Solveig, hjemmesykepleien kommer klokka halv ni."),
        (False, "Solveig, du har hjemmesykepleien klokka halv ni."),
    ],
)
def test_an_appointment_is_told_of_with_the_time_of_its_beginning(
    room: Room, *, is_visit: bool, sentence: str
) -> None:
    visit = Appointment(
        id=UUID(int=7),
        title="hjemmesykepleien",
        recurrence=DailyTimes(times=(time(8, 30),)),
        is_visit=is_visit,
        notice=timedelta(minutes=30),
    )
    assert asyncio.run(announcement(room.scene(), visit, NOW, room.announced))
    assert room.voice.sentences == [sentence]


def test_a_drink_is_suggested_and_nothing_is_asked(room: Room) -> None:
    water = Hydration(
        id=UUID(int=8), drink="et glass vann", recurrence=DailyTimes(times=(time(8),))
    )
    assert asyncio.run(announcement(room.scene(), water, NOW, room.announced))
    assert room.voice.sentences == ["Solveig, nå passer det fint med et glass vann."]
    assert not room.ears.questions
