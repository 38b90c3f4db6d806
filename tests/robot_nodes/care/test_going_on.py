"""Talks and calls that are interrupted, by something graver or by a restart."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from codebook.check_in import CheckInAnswered
from codebook.event import Event
from codebook.robot import RobotFault
from codebook.task import TaskReported
from robot_nodes.ports import Answer, Asking, Manner
from schedules.outcome import Outcome
from tests.robot_nodes.care.morning import (
    ARNE,
    INTERPRETER,
    EndlessVoice,
    Home,
    arne,
    check_in,
    meant,
    medicine,
    morning,
)
from tests.robot_nodes.fakes.ears import ScriptedEars

AT_ONCE = timedelta(0)


class WaitingEars(ScriptedEars):
    """Answers from its script, and then waits for ever."""

    async def ask(self, text: str, manner: Manner, asking: Asking) -> Answer:
        """See `Ears.ask`."""
        if not self.answers:
            self.questions.append(text)
            await asyncio.Event().wait()
        return await super().ask(text, manner, asking)


def waiting(*answers: str) -> WaitingEars:
    return WaitingEars(INTERPRETER, answers)


def answered(events: list[Event]) -> list[str]:
    return [e.body.question_id for e in events if isinstance(e.body, CheckInAnswered)]


def test_a_check_in_goes_on_after_a_restart_where_it_was(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, check_in(), ears=waiting("godt")) as home:
            await home.at(AT_ONCE)
            assert answered(home.recorded) == ["sleep"]
        async with morning(tmp_path, check_in(), answers=("bare bra",)) as again:
            await again.at(timedelta(minutes=1))
            assert answered(again.recorded) == ["feeling"]
            assert again.voice.sentences[0] == "Vi ble avbrutt, Solveig. Nå fortsetter vi."
            assert again.kinds()[-1] == "task.closed"
            assert not again.store.notes("check_in")

    asyncio.run(scenario())


def test_a_reminder_goes_on_after_a_restart_without_a_second_announcement(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine(), ears=waiting()) as home:
            await home.at(AT_ONCE)
            assert home.kinds().count("task.announced") == 1
        async with morning(tmp_path, medicine(), answers=("ja",)) as again:
            await again.at(timedelta(minutes=1))
            assert again.voice.sentences[0] == "Vi ble avbrutt, Solveig. Nå fortsetter vi."
            assert "task.announced" not in again.kinds()
            (report,) = (e.body for e in again.recorded if isinstance(e.body, TaskReported))
            assert report.outcome is Outcome.TAKEN
            assert not again.store.notes("talk")

    asyncio.run(scenario())


def test_a_reminder_that_broke_off_long_ago_is_left_to_its_ladder(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine(), ears=waiting()) as home:
            await home.at(AT_ONCE)
        async with morning(tmp_path, medicine(), answers=("ja",)) as again:
            await again.at(timedelta(minutes=15))
            assert again.voice.sentences[0].startswith("Solveig, jeg minner deg på Paracet igjen")

    asyncio.run(scenario())


def test_a_call_for_help_goes_on_after_a_restart_and_is_recorded_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, ears=waiting()) as home:
            home.caretaker.heard(meant("help", is_emergency=True))
            await home.settle()
            assert home.kinds() == ["help.requested"]
        async with morning(tmp_path, answers=("det var en feil",)) as again:
            await again.at(timedelta(minutes=1))
            await heard_out(again)
            assert again.voice.sentences[0] == (
                "Jeg har startet på nytt, Solveig. Du ropte på hjelp."
            )
            assert again.kinds() == ["help.cancelled"]
            assert not again.store.notes("call")

    asyncio.run(scenario())


def test_a_second_residents_cry_is_recorded_while_the_first_ones_call_goes_on(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, ears=waiting(), others=(arne(),)) as home:
            home.caretaker.heard(meant("help", "u1", is_emergency=True))
            await home.settle()
            home.caretaker.heard(meant("fallen", "u2", is_emergency=True, by=ARNE))
            assert [e.resident_id for e in home.recorded if e.kind == "help.requested"][1] == ARNE
            assert not any("Arne" in sentence for sentence in home.voice.sentences)

    asyncio.run(scenario())


def test_a_mistake_of_ours_reaches_a_nurse_once_and_the_robot_goes_on(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine(), answers=("ja",)) as home:
            book = home.caretaker._book  # noqa: SLF001 - nothing of ours is known to fail
            sound = book.bring_up_to_date

            def stumble(now: datetime) -> None:
                raise ZeroDivisionError(now)

            book.bring_up_to_date = stumble  # type: ignore[method-assign]  # as above
            await home.at(AT_ONCE)
            await home.at(timedelta(minutes=1))
            (fault,) = (e.body for e in home.recorded if isinstance(e.body, RobotFault))
            assert (fault.code, "ZeroDivisionError" in fault.detail) == ("care_failed", True)
            assert home.alarm == home.clock.now() + timedelta(minutes=1)

            book.bring_up_to_date = sound  # type: ignore[method-assign]  # mended
            await home.at(timedelta(minutes=2))
            assert "task.reported" in home.kinds()

    asyncio.run(scenario())


def test_what_small_talk_is_cut_short_by_comes_first_and_the_small_talk_is_dropped(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        voice = EndlessVoice("Klokka er")
        async with morning(tmp_path, medicine(), answers=("ja",), voice=voice) as home:
            home.clock.advance(-timedelta(minutes=5))
            home.caretaker.heard(meant("ask_time"))
            await home.settle()
            await home.at(AT_ONCE)
            assert voice.stopped
            assert home.kinds()[-1] == "task.closed"
            assert voice.sentences.count(voice.stopped[0]) == 1

    asyncio.run(scenario())


async def heard_out(home: Home) -> None:
    for _ in range(5):
        await home.settle()


def test_notes_that_this_release_cannot_read_stop_nobody(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine()) as home:
            with home.store.transaction() as step:
                for name in ("manner ", "talk ", "call ", "check_in "):
                    step.keep_note(f"{name}{ARNE}", '{"from": "another release"}')
                step.keep_note("privacy", "[]")
        async with morning(tmp_path, medicine(), answers=("ja",)) as again:
            await again.at(AT_ONCE)
            assert again.kinds()[-1] == "task.closed"
            assert "robot.fault" not in again.kinds()

    asyncio.run(scenario())
