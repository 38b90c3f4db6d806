"""What residents wish of the robot, and what it remembers of it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from codebook.manner import MannerChanged
from codebook.privacy import ListeningPaused, ListeningResumed, ResumeReason, WordsForgotten
from codebook.readership import Readership
from codebook.speech import Modality, SpeechHeard
from schedules.locale import Locale
from tests.robot_nodes.care.morning import (
    INTERPRETER,
    MORNING,
    SOLVEIG,
    Home,
    check_in,
    home,
    meant,
    medicine,
    morning,
    opened,
    plans_with,
)
from tests.robot_nodes.fakes.care_server import FakeCareServer
from tests.robot_nodes.fakes.clock import HandMovedClock
from tests.robot_nodes.fakes.ears import ScriptedEars
from tests.robot_nodes.fakes.voice import FakeVoice

AN_HOUR = timedelta(hours=1)
BEFORE = timedelta(minutes=-30)


async def said(home: Home, intent: str, utterance_id: str = "u1") -> None:
    home.caretaker.heard(meant(intent, utterance_id))
    await home.settle()


def rates(home: Home) -> list[float]:
    return [manner.rate for manner in getattr(home.voice, "manners", [])]


def test_slower_is_remembered_through_a_restart_and_told_to_the_server(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            await said(home, "slower")
            assert rates(home) == [0.85]
            (changed,) = (e.body for e in home.recorded if isinstance(e.body, MannerChanged))
            assert (changed.rate, changed.utterance_id) == (0.85, "u1")
        async with morning(tmp_path) as again:
            await said(again, "ask_time")
            assert rates(again) == [0.85]

    asyncio.run(scenario())


def test_what_a_nurse_sets_afterwards_counts(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            await said(home, "slower")
            plans = plans_with(version=2)
            solveig = plans.residents[0].model_copy(update={"speech_rate": 1.2})
            with home.store.transaction() as step:
                step.save_plans('"2"', plans.model_copy(update={"residents": (solveig,)}))
            home.caretaker.new_plans()
            await said(home, "ask_time", "u2")
            assert rates(home)[-1] == 1.2

    asyncio.run(scenario())


def test_listening_pauses_for_an_hour_and_comes_back_by_itself(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, answers=("ja",)) as home:
            home.caretaker.look()
            await said(home, "pause_listening")
            assert home.listening[-1] is False
            (paused,) = (e.body for e in home.recorded if isinstance(e.body, ListeningPaused))
            assert paused.until == MORNING + AN_HOUR
            assert home.alarm == MORNING + AN_HOUR
            await home.at(AN_HOUR)
            assert home.listening[-1] is True
            (resumed,) = (e.body for e in home.recorded if isinstance(e.body, ListeningResumed))
            assert resumed.reason is ResumeReason.TIME_PASSED
            assert home.voice.sentences[-1] == "Nå lytter jeg igjen."

    asyncio.run(scenario())


def test_the_ears_stay_closed_through_a_restart_and_open_by_the_button(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, answers=("ja",)) as home:
            await said(home, "pause_listening")
        async with morning(tmp_path) as again:
            again.caretaker._memory.privacy.show()  # noqa: SLF001 - as the node does at its start
            assert again.listening == [False]
            pressed = replace(meant("resume_listening", "u9"), modality=Modality.TOUCH)
            again.caretaker.heard(pressed)
            await again.settle()
            assert again.listening[-1] is True
            (resumed,) = (e.body for e in again.recorded if isinstance(e.body, ListeningResumed))
            assert resumed.reason is ResumeReason.ASKED

    asyncio.run(scenario())


def test_only_a_question_about_medicine_opens_closed_ears(tmp_path: Path) -> None:
    async def scenario() -> None:
        items = (check_in(), medicine())
        async with morning(tmp_path, *items, answers=("ja", "ja")) as home:
            home.clock.advance(BEFORE)
            await said(home, "pause_listening")
            await home.at(timedelta(0))
            assert home.listening[-3:] == [False, True, False]
            assert "task.reported" in home.kinds()
            assert "checkin.answered" not in home.kinds()
            await home.at(timedelta(minutes=31))
            assert any("hvordan du har det" in sentence for sentence in home.voice.sentences)

    asyncio.run(scenario())


def test_the_help_button_works_while_nothing_is_heard_and_opens_the_ears(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, answers=("ja",)) as home:
            await said(home, "pause_listening")
            pressed = replace(meant("help", "u9", is_emergency=True), modality=Modality.TOUCH)
            home.caretaker.heard(pressed)
            await home.settle()
            assert "help.requested" in home.kinds()
            assert home.listening[-2:] == [True, False]

    asyncio.run(scenario())


def test_the_last_words_are_erased_here_and_the_server_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            await said(home, "small_talk", "u1")
            await said(home, "forget", "u2")
            (forgotten,) = (e.body for e in home.recorded if isinstance(e.body, WordsForgotten))
            assert forgotten.utterance_id == "u1"
            await said(home, "forget", "u3")
            assert home.kinds().count("privacy.forgotten") == 1
            assert home.voice.sentences[-1] == "Jeg har ingen ord å slette."

    asyncio.run(scenario())


def test_words_that_were_never_sent_are_erased_in_the_outbox(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            home.store._watchers = ()  # noqa: SLF001 - the server that takes all at once is gone
            heard = SpeechHeard(
                utterance_id="u1",
                locale=Locale.NB_NO,
                transcript="en hemmelighet",
                intent="small_talk",
                confidence=1.0,
                was_robot_speaking=False,
            )
            home.store.record(heard, resident_id=SOLVEIG, at=MORNING)
            await said(home, "small_talk", "u1")
            await said(home, "forget", "u2")
            bodies = [event.body for event in home.store.pending(100)]
            (kept,) = (body for body in bodies if isinstance(body, SpeechHeard))
            assert (kept.transcript, kept.is_erased, kept.intent) == ("", True, "unknown")

    asyncio.run(scenario())


def test_words_on_their_way_are_left_to_the_server_to_erase(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            home.store._watchers = ()  # noqa: SLF001 - as above
            heard = SpeechHeard(
                utterance_id="u1",
                locale=Locale.NB_NO,
                transcript="en hemmelighet",
                intent="small_talk",
                confidence=1.0,
                was_robot_speaking=False,
            )
            home.store.record(heard, resident_id=SOLVEIG, at=MORNING)
            sent = home.store.pending(100)
            await said(home, "small_talk", "u1")
            await said(home, "forget", "u2")
            assert home.store.pending(100)[: len(sent)] == sent
            assert home.store.pending(100)[-1].kind == "privacy.forgotten"

    asyncio.run(scenario())


def test_whoever_speaks_of_the_open_dose_by_themselves_is_asked_about_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine()) as home:
            await home.at(timedelta(0))
            assert "task.reported" not in home.kinds()
            home.caretaker.heard(meant("taken", "u5"))
            await home.settle()
            assert home.kinds().count("task.announced") == 2

    asyncio.run(scenario())


def test_a_wish_for_privacy_in_the_midst_of_a_talk_has_its_turn_afterwards(tmp_path: Path) -> None:
    async def scenario() -> None:
        answers = ("hvem lytter", "ja")
        async with morning(tmp_path, medicine(), answers=answers) as home:
            home.caretaker.look()
            home.caretaker.heard(meant("who_listens", "u7"))
            await home.settle()
            assert home.voice.sentences[-1].startswith("Spør meg hvis du vil vite hvem")
            assert "task.closed" in home.kinds()

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("is_reachable", "said"),
    [
        (True, ["Kari Moen har lest om deg de siste sju dagene, sist i dag klokka åtte."]),
        (
            False,
            [
                "Det kan jeg ikke finne ut nå, for jeg får ikke svar fra hjemmetjenesten.",
                "Det står på din egen side. Be en ansatt om å vise deg den.",
            ],
        ),
    ],
)
def test_who_has_read_is_asked_of_the_server_when_the_resident_asks_and_not_before(
    tmp_path: Path, *, is_reachable: bool, said: list[str]
) -> None:
    asked_for: list[UUID] = []

    async def scenario() -> None:
        server = FakeCareServer(HandMovedClock(MORNING))
        server.readers["Kari Moen"] = MORNING
        server.is_reachable = is_reachable

        async def readership(resident_id: UUID) -> Readership:
            asked_for.append(resident_id)
            return await server.readership(resident_id)

        with opened(tmp_path) as store:
            here = home(store, FakeVoice(), ScriptedEars(INTERPRETER), readership=readership)
            here.caretaker.look()
            await here.settle()
            assert asked_for == []
            here.caretaker.heard(meant("who_has_read", "u9"))
            await here.settle()
            assert here.voice.sentences == said
            assert asked_for == [SOLVEIG]

    asyncio.run(scenario())
