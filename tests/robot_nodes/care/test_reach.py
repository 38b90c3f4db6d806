import asyncio
from uuid import UUID

import pytest

from robot_nodes.care.reach import Reach
from schedules.task import Announced, Approach, CaptionShown
from tests.robot_nodes.fakes.reach import FakeCaptions, FakeNavigator

OCCURRENCE = UUID(int=1)
SOLVEIG = UUID(int=200)
QUIET = Announced(rung=1, volume=0.7)
LOUD = Announced(
    rung=2, volume=0.85, approach=Approach.UNAVAILABLE, caption=CaptionShown.UNAVAILABLE
)
"""As a rung asks for it, before anybody has tried."""


def carried_out(reach: Reach, way: Announced) -> Announced:
    return asyncio.run(reach.carried_out(way, OCCURRENCE, SOLVEIG, "Paracet, to tabletter"))


@pytest.mark.parametrize("outcome", [Approach.ARRIVED, Approach.FAILED, Approach.UNAVAILABLE])
def test_what_came_of_coming_closer_is_told_and_nothing_else(outcome: Approach) -> None:
    navigator = FakeNavigator(outcome)
    assert carried_out(Reach(navigator), LOUD).approach is outcome
    assert navigator.went_to == [SOLVEIG]


def test_a_rung_that_asks_for_neither_moves_and_shows_nothing() -> None:
    navigator, captions = FakeNavigator(Approach.ARRIVED), FakeCaptions(CaptionShown.SHOWN)
    assert carried_out(Reach(navigator, captions), QUIET) == QUIET
    assert (navigator.went_to, captions.lines) == ([], [])


def test_a_robot_without_wheels_or_screen_says_so() -> None:
    way = carried_out(Reach(), LOUD)
    assert (way.approach, way.caption) == (Approach.UNAVAILABLE, CaptionShown.UNAVAILABLE)


def test_a_caption_stays_until_its_task_needs_no_answer() -> None:
    captions = FakeCaptions(CaptionShown.SHOWN)
    reach = Reach(None, captions)
    assert carried_out(reach, LOUD).caption is CaptionShown.SHOWN
    reach.tidy(lambda _: True)
    assert captions.lines == ["Paracet, to tabletter"]
    reach.tidy(lambda _: False)
    reach.tidy(lambda _: False)
    assert captions.lines == ["Paracet, to tabletter", ""]
