"""A robot that cannot speak beside its open screen: the day goes on, the log claims no word."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from codebook.check_in import CheckInAnswered
from codebook.speech import Modality
from codebook.task import TaskAnnounced, TaskReported
from schedules.care_plan import PlanItem
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import Stage
from tests.robot_nodes.care.morning import (
    INTERPRETER,
    activity,
    check_in,
    medicine,
    morning,
)
from tests.robot_nodes.fakes.ears import ScriptedEars
from tests.robot_nodes.fakes.voice import FakeVoice


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def mute() -> FakeVoice:
    voice = FakeVoice()
    voice.is_mute = True
    return voice


def fingers(*answers: str) -> ScriptedEars:
    ears = ScriptedEars(INTERPRETER, answers)
    ears.modality = Modality.TOUCH
    return ears


@pytest.mark.parametrize(
    "items", [(medicine(),), (medicine(), medicine(item=2)), (check_in(),), (activity(),)]
)
def test_what_is_shown_and_not_spoken_is_said_so_in_the_log(
    tmp_path: Path, items: tuple[PlanItem, ...]
) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, *items, voice=mute()) as home:
            await home.at(minutes(0))

            announced = [e.body for e in home.events() if isinstance(e.body, TaskAnnounced)]
            assert [body.is_spoken for body in announced] == [False] * len(items)

    asyncio.run(scenario())


def test_an_answer_by_button_to_a_question_that_was_only_shown_is_a_report_by_touch(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine(), voice=mute(), ears=fingers("ja")) as home:
            await home.at(minutes(0))

            report = next(e.body for e in home.events() if isinstance(e.body, TaskReported))
            assert (report.outcome, report.grade) == (Outcome.TAKEN, EvidenceGrade.TOUCHED)
            assert home.task().stage is Stage.CLOSED

    asyncio.run(scenario())


def test_a_check_in_is_answered_by_buttons(tmp_path: Path) -> None:
    async def scenario() -> None:
        ears = fingers("bra", "ikke så bra")
        async with morning(tmp_path, check_in(), voice=mute(), ears=ears) as home:
            await home.at(minutes(0))

            answers = [e.body for e in home.events() if isinstance(e.body, CheckInAnswered)]
            assert [body.grade for body in answers] == [EvidenceGrade.TOUCHED] * 2
            assert [body.answer for body in answers] == ["feel_good", "feel_bad"]

    asyncio.run(scenario())


def test_who_touches_nothing_is_with_a_nurse_as_soon_as_who_answers_nothing(
    tmp_path: Path,
) -> None:
    async def ladder(folder: Path, voice: FakeVoice) -> list[tuple[str, timedelta]]:
        async with morning(folder, medicine(), voice=voice) as home:
            began_at = home.clock.now()
            for after in range(0, 61, 5):
                await home.at(minutes(after))
            return [(event.kind, event.occurred_at - began_at) for event in home.events()]

    for name in ("spoken", "shown"):
        (tmp_path / name).mkdir()

    async def scenario() -> None:
        spoken = await ladder(tmp_path / "spoken", FakeVoice())
        shown = await ladder(tmp_path / "shown", mute())

        assert shown == spoken
        assert ("task.escalated", minutes(30)) in shown

    asyncio.run(scenario())


def test_the_next_reminder_is_spoken_once_the_loudspeaker_is_back(tmp_path: Path) -> None:
    async def scenario() -> None:
        voice = mute()
        async with morning(tmp_path, medicine(), voice=voice) as home:
            await home.at(minutes(0))
            voice.is_mute = False
            await home.at(minutes(10))

            announced = [e.body for e in home.events() if isinstance(e.body, TaskAnnounced)]
            assert [body.is_spoken for body in announced] == [False, True]

    asyncio.run(scenario())
