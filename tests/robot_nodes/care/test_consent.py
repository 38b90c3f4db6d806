"""What follows when consent to a robot that listens is refused, taken back and given again."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from uuid import UUID

from codebook.event import Event
from codebook.plan import RobotPlans
from codebook.privacy import ListeningResumed, ListeningStopped, ResumeReason
from codebook.speech import Modality
from robot_nodes.adapters.store_sqlite import SqliteStore
from schedules.care_plan import PlanItem
from schedules.quiet_hours import QuietHours
from tests.robot_nodes.care import morning as mornings
from tests.robot_nodes.care.morning import (
    ARNE,
    MORNING,
    SOLVEIG,
    Home,
    arne,
    check_in,
    home,
    meant,
    medicine,
    morning,
    opened,
    plans_with,
)
from tests.robot_nodes.fakes.ears import ScriptedEars
from tests.robot_nodes.fakes.voice import FakeVoice

STOPPED = "Solveig, jeg har fått beskjed om ikke å lytte lenger. Nå har jeg sluttet."
GIVEN = "Solveig, jeg har fått beskjed om at jeg kan lytte igjen."
ON_TIME = timedelta(0)
AN_HOUR = timedelta(hours=1)
LONG_AFTER = timedelta(hours=14)


def save(store: SqliteStore, plans: RobotPlans) -> None:
    with store.transaction() as step:
        step.save_plans('"2"', plans)


async def take(home: Home, plans: RobotPlans) -> None:
    save(home.store, plans)
    home.caretaker.new_plans()
    await home.settle()


def refused(*items: PlanItem, by: UUID = SOLVEIG) -> RobotPlans:
    return plans_with(*items).model_copy(update={"listening_refused_by": (by,)})


def of_kind(home: Home, kind: type) -> list[Event]:
    return [event for event in home.recorded if isinstance(event.body, kind)]


def test_the_ears_close_as_soon_as_consent_is_taken_back_and_it_is_said_once(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            await take(home, refused())
            assert home.listening[-1] is False
            assert [event.resident_id for event in of_kind(home, ListeningStopped)] == [SOLVEIG]
            assert home.voice.sentences == [
                STOPPED,
                "Når jeg ikke lytter, hører jeg ikke om du roper på hjelp.",
                "Bruk trygghetsalarmen din hvis du trenger hjelp.",
                "Jeg hører bare svaret ditt når jeg spør om medisin.",
                "Si fra til hjemmetjenesten hvis du vil at jeg skal lytte igjen.",
            ]
            await home.at(AN_HOUR)
            await take(home, refused(check_in()))
            assert home.voice.sentences.count(STOPPED) == 1
            assert len(of_kind(home, ListeningStopped)) == 1

    asyncio.run(scenario())


def test_a_restart_without_network_keeps_the_ears_closed_and_says_nothing_again(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        with opened(tmp_path) as store:
            await take(home(store, FakeVoice(), ScriptedEars(mornings.INTERPRETER)), refused())
        again = SqliteStore.open(
            tmp_path / "robot.sqlite", robot_id=mornings.ROBOT, software_version="0.1", at=MORNING
        )
        restarted = home(again, FakeVoice(), ScriptedEars(mornings.INTERPRETER))
        restarted.caretaker._memory.privacy.show()  # noqa: SLF001 - as the node does at its start
        assert restarted.listening == [False]
        await restarted.at(ON_TIME)
        assert set(restarted.listening) == {False}
        assert restarted.voice.sentences == []
        assert of_kind(restarted, ListeningStopped) == []
        again.close()

    asyncio.run(scenario())


def test_what_was_cut_short_by_a_restart_is_said_by_the_next_run(tmp_path: Path) -> None:
    async def scenario() -> None:
        with opened(tmp_path) as store:
            before = home(store, FakeVoice(), ScriptedEars(mornings.INTERPRETER))
            save(store, refused())
            before.caretaker.new_plans()  # and the power goes before a word has sounded
        again = SqliteStore.open(
            tmp_path / "robot.sqlite", robot_id=mornings.ROBOT, software_version="0.1", at=MORNING
        )
        restarted = home(again, FakeVoice(), ScriptedEars(mornings.INTERPRETER))
        await restarted.at(ON_TIME)
        assert restarted.voice.sentences[0] == STOPPED
        again.close()

    asyncio.run(scenario())


def test_consent_given_again_opens_the_ears_and_is_said(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            await take(home, refused())
            await take(home, plans_with())
            assert home.listening[-1] is True
            (resumed,) = of_kind(home, ListeningResumed)
            assert resumed.body == ListeningResumed(reason=ResumeReason.CONSENTED)
            assert home.voice.sentences[-2:] == [GIVEN, "Nå lytter jeg igjen."]

    asyncio.run(scenario())


def test_a_button_does_not_open_the_ears_against_the_decision(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            await take(home, refused())
            pressed = replace(meant("resume_listening", "u9"), modality=Modality.TOUCH)
            home.caretaker.heard(pressed)
            await home.settle()
            assert True not in home.listening
            assert home.voice.sentences[-1].startswith("Si fra til hjemmetjenesten")

    asyncio.run(scenario())


def test_the_end_of_a_pause_does_not_open_the_ears_either(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, answers=("ja",)) as home:
            home.caretaker.look()
            home.caretaker.heard(meant("pause_listening"))
            await home.settle()
            await take(home, refused())
            opened = home.listening.count(True)
            await home.at(2 * AN_HOUR)
            assert home.listening[-1] is False
            assert home.listening.count(True) == opened
            assert "Nå lytter jeg igjen." not in home.voice.sentences

    asyncio.run(scenario())


def test_the_answer_about_medicine_is_heard_and_a_check_in_is_left_to_a_nurse(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        items = (check_in(), medicine())
        async with morning(tmp_path, *items, answers=("ja", "ja")) as home:
            home.clock.advance(timedelta(minutes=-30))
            await take(home, refused(*items))
            await home.at(ON_TIME)
            assert home.listening[-3:] == [False, True, False]
            assert home.kinds().count("task.reported") == 1
            for hours in range(1, 13):
                await home.at(hours * AN_HOUR)
            assert "checkin.answered" not in home.kinds()
            assert home.kinds().count("task.missed") == 1

    asyncio.run(scenario())


def test_a_check_in_is_held_with_closed_ears_where_buttons_can_answer_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, check_in(), has_screen=True) as home:
            home.clock.advance(timedelta(minutes=-30))
            await take(home, refused(check_in()))
            assert "Knappen på skjermen virker fortsatt." in home.voice.sentences
            await home.at(ON_TIME)
            assert "task.announced" in home.kinds()
            assert True not in home.listening

    asyncio.run(scenario())


def test_the_help_button_opens_the_ears_for_the_call(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            await take(home, refused())
            pressed = replace(meant("help", "u9", is_emergency=True), modality=Modality.TOUCH)
            home.caretaker.heard(pressed)
            await home.settle()
            assert "help.requested" in home.kinds()
            assert home.listening[-2:] == [True, False]

    asyncio.run(scenario())


def test_one_residents_refusal_closes_the_ears_for_all_and_each_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, check_in(), answers=("godt", "bra"), others=(arne(),)) as home:
            plans = plans_with(check_in(), others=(arne(),))
            home.clock.advance(timedelta(minutes=-30))
            await take(home, plans.model_copy(update={"listening_refused_by": (ARNE,)}))
            assert [event.resident_id for event in of_kind(home, ListeningStopped)] == [ARNE]
            assert STOPPED in home.voice.sentences
            assert STOPPED.replace("Solveig", "Arne") in home.voice.sentences
            await home.at(ON_TIME)
            assert home.kinds().count("checkin.answered") == 2, "Solveig has agreed to be asked"
            assert home.listening[-1] is False

    asyncio.run(scenario())


def test_who_refused_and_has_no_plan_is_not_heard_either(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            await take(home, refused(by=ARNE))
            assert home.listening[-1] is False
            await take(home, plans_with())
            assert home.listening[-1] is True
            assert of_kind(home, ListeningResumed) == [], "no longer ours: nobody has consented"

    asyncio.run(scenario())


def test_nobody_is_woken_to_be_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            plans = refused()
            night = QuietHours(starts_at=time(7), ends_at=time(10))
            (solveig,) = plans.residents
            quiet = replace(solveig.plan, quiet_hours=(night,))
            solveig = solveig.model_copy(update={"plan": quiet})
            await take(home, plans.model_copy(update={"residents": (solveig,)}))
            assert home.listening[-1] is False
            assert home.voice.sentences == []
            assert home.alarm == MORNING + 2 * AN_HOUR
            await home.at(2 * AN_HOUR)
            assert home.voice.sentences[0] == STOPPED

    asyncio.run(scenario())
