from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from robot_nodes.dialogue.conversations.named_time import named_time
from robot_nodes.ports import Answer, AnswerCode, Understanding

OSLO = ZoneInfo("Europe/Oslo")


def named(hour: int, **slots: str) -> str:
    """Return what an answer at `hour` on 2 March names, as day and wall clock."""
    understanding = Understanding(intent="later", slots=slots, confidence=1.0)
    answer = Answer(code=AnswerCode.ANSWERED, understanding=understanding)
    moment = named_time(answer, datetime(2026, 3, 2, hour, 0, tzinfo=OSLO))
    return f"{moment:%d %H:%M}" if moment else ""


@pytest.mark.parametrize(
    ("hour", "spoken", "meant"),
    [
        (8, "10:00", "02 10:00"),
        (19, "10:00", "02 22:00"),
        (23, "10:00", "03 10:00"),
        (8, "10:30", "02 10:30"),
        (10, "12:00", "02 12:00"),
        (13, "12:00", "03 00:00"),
        (8, "20:15", "02 20:15"),
        (21, "20:15", "03 20:15"),
    ],
)
def test_a_time_is_the_next_one_that_a_clock_shows(hour: int, spoken: str, meant: str) -> None:
    assert named(hour, time=spoken) == meant


@pytest.mark.parametrize(
    ("hour", "part", "meant"),
    [(9, "evening", "02 19:00"), (9, "morning", "03 08:00"), (20, "night", "02 22:00")],
)
def test_a_part_of_the_day_is_the_next_one(hour: int, part: str, meant: str) -> None:
    assert named(hour, part_of_day=part) == meant


@pytest.mark.parametrize("slots", [{}, {"time": "soon"}, {"part_of_day": "dusk"}])
def test_what_names_no_time_names_none(slots: dict[str, str]) -> None:
    assert named(9, **slots) == ""


def test_silence_names_none() -> None:
    silence = Answer(code=AnswerCode.SILENCE)
    assert named_time(silence, datetime(2026, 3, 2, 9, 0, tzinfo=OSLO)) is None
