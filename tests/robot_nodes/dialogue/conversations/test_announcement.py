import asyncio
from datetime import time
from uuid import UUID

from codebook.speech import StoppedBy
from robot_nodes.dialogue.conversations import announcement
from schedules.care_plan import Activity
from schedules.recurrence import DailyTimes
from tests.robot_nodes.dialogue.conversations.conftest import Room

TRIM = Activity(
    id=UUID(int=6),
    title="Trim",
    message="I dag er det trim i stua klokka elleve.",
    recurrence=DailyTimes(times=(time(9, 45),)),
)


def test_the_nurses_message_is_said_as_she_wrote_it(room: Room) -> None:
    assert asyncio.run(announcement(room.scene(), TRIM, room.announced))
    assert room.voice.sentences == [TRIM.message]
    assert room.announcements == 1


def test_a_message_cut_short_by_an_emergency_is_not_announced(room: Room) -> None:
    room.voice.stops["trim"] = StoppedBy.EMERGENCY
    assert not asyncio.run(announcement(room.scene(), TRIM, room.announced))
    assert room.announcements == 0
