"""A robot that does not hear says so, once, where no screen shows it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from codebook.robot import Component, RobotFault
from tests.robot_nodes.care.morning import INTERPRETER, Home, home, morning, opened
from tests.robot_nodes.fakes.ears import ScriptedEars
from tests.robot_nodes.fakes.voice import FakeVoice

DEAF = "Jeg kan ikke høre deg nå, Solveig. Ring en en tre hvis du trenger hjelp."
REACHED = "Meldingen om det er kommet fram til hjemmetjenesten."
AT_ONCE, SOON, LATER = timedelta(seconds=1), timedelta(seconds=40), timedelta(minutes=10)


def record(home: Home, code: str, *, is_resolved: bool = False) -> None:
    component = Component.MICROPHONE if code == "no_microphone" else Component.RECOGNISER
    fault = RobotFault(component=component, code=code, detail="Look.", is_resolved=is_resolved)
    home.store.record(fault, resident_id=None, at=home.clock.now())


def test_it_is_said_once_and_again_only_when_it_comes_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            record(home, "no_microphone")
            await home.at(AT_ONCE)
            assert home.voice.sentences == []
            assert home.alarm <= home.clock.now() + timedelta(seconds=30)
            await home.at(SOON)
            await home.at(LATER)
            assert home.voice.sentences == [DEAF, REACHED]

            record(home, "no_microphone", is_resolved=True)
            await home.at(LATER + AT_ONCE)
            record(home, "no_microphone")
            await home.at(LATER + SOON)
            assert home.voice.sentences == [DEAF, REACHED] * 2

    asyncio.run(scenario())


def test_what_the_server_does_not_have_is_not_said_to_have_arrived(tmp_path: Path) -> None:
    async def scenario() -> None:
        with opened(tmp_path) as store:
            alone = home(store, FakeVoice(), ScriptedEars(INTERPRETER, ()), takes_all=False)
            record(alone, "no_microphone")
            await alone.at(SOON)
            assert alone.voice.sentences == [DEAF]

    asyncio.run(scenario())


def test_an_open_screen_shows_it_instead(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, has_screen=True) as home:
            record(home, "no_microphone")
            await home.at(SOON)
            assert home.voice.sentences == []

    asyncio.run(scenario())


@pytest.mark.parametrize("code", ["model_replaced_nb_NO", "model_unusable_en_GB"])
def test_who_is_heard_all_the_same_is_told_nothing(tmp_path: Path, code: str) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            record(home, code)
            await home.at(SOON)
            assert home.voice.sentences == []

    asyncio.run(scenario())
