import asyncio
import gc
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from codebook.help import HelpCause, HelpClarified, HelpRequested
from codebook.plan import RobotPlans
from codebook.robot import RobotFault
from codebook.speech import Modality
from codebook.task import TaskReported
from robot_nodes.adapters.checksum import checksum
from robot_nodes.ports import Manner, Said
from robot_nodes.signals import Doing
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import Intention, Stage
from tests.robot_nodes.care.morning import (
    INTERPRETER,
    MORNING,
    EndlessVoice,
    Home,
    StumblingEars,
    activity,
    check_in,
    meant,
    medicine,
    morning,
    plans_with,
)
from tests.robot_nodes.fakes.ears import SILENCE, ScriptedEars
from tests.robot_nodes.fakes.voice import FakeVoice

AT_ONCE = timedelta(0)
ARNE = UUID(int=201)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_a_reminder_that_was_answered_is_stored_and_closed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine(), answers=("ja, jeg har tatt den",)) as home:
            await home.at(AT_ONCE)

            assert home.kinds() == [
                "task.due",
                "task.announced",
                "task.heard",
                "task.reported",
                "task.closed",
            ]
            report = next(e.body for e in home.events() if isinstance(e.body, TaskReported))
            assert (report.outcome, report.grade) == (Outcome.TAKEN, EvidenceGrade.SAID)

    asyncio.run(scenario())


def test_what_was_put_off_is_asked_about_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        answers = ("om litt", "ja, nå har jeg tatt den")
        async with morning(tmp_path, medicine(), answers=answers) as home:
            await home.at(AT_ONCE)
            assert home.alarms[-1] == MORNING + minutes(10)
            await home.at(minutes(10))

            assert home.task().stage is Stage.CLOSED
            assert home.kinds().count("task.reported") == 2

    asyncio.run(scenario())


def test_silence_climbs_the_ladder_to_a_nurse(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine()) as home:
            for after in (0, 10, 20, 30):
                await home.at(minutes(after))

            assert home.kinds().count("task.announced") == 3
            assert home.kinds()[-2:] == ["task.unanswered", "task.escalated"]
            await home.at(minutes(60))
            assert home.kinds()[-2:] == ["task.missed", "task.closed"]

    asyncio.run(scenario())


def test_the_state_is_busy_until_everything_of_the_moment_is_done(tmp_path: Path) -> None:
    async def scenario() -> None:
        items = (medicine(), activity())
        async with morning(tmp_path, *items, answers=("ja, jeg har tatt den",)) as home:
            await home.at(AT_ONCE)

            doing = [state.conversation for state in home.states]
            assert [state.is_busy for state in home.states][:-1] == [True] * (len(doing) - 1)
            assert {Doing.REMINDER, Doing.ANNOUNCEMENT} <= set(doing)
            assert not home.states[-1].is_busy
            assert home.states[-1].next_event_at == MORNING + timedelta(days=1)

    asyncio.run(scenario())


def test_a_check_in_is_closed_with_its_last_answer(tmp_path: Path) -> None:
    async def scenario() -> None:
        answers = ("jeg har sovet godt", "jeg er svimmel")
        async with morning(tmp_path, check_in(), answers=answers) as home:
            await home.at(AT_ONCE)

            kinds = home.kinds()
            assert kinds.count("checkin.answered") == 2
            assert kinds[-2:] == ["task.reported", "task.closed"]

    asyncio.run(scenario())


def test_a_cry_for_help_stops_the_robot_mid_sentence(tmp_path: Path) -> None:
    async def scenario() -> None:
        voice = EndlessVoice("sang i stua")
        async with morning(tmp_path, activity(), voice=voice) as home:
            await home.at(AT_ONCE)
            home.caretaker.heard(meant("fallen", is_emergency=True))
            doing = [state.conversation for state in home.states]
            assert doing[-2:] == [Doing.ANNOUNCEMENT, Doing.HELP]
            await _heard_out(home)

            assert voice.stopped
            assert "help.requested" in home.kinds()
            assert voice.sentences[1].startswith("Jeg hører deg, Solveig")

    asyncio.run(scenario())


def test_the_help_button_is_a_cry_that_was_touched(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            pressed = replace(meant("help", is_emergency=True), modality=Modality.TOUCH)
            home.caretaker.heard(pressed)
            await _heard_out(home)

            (cry,) = (e.body for e in home.events() if isinstance(e.body, HelpRequested))
            assert cry.grade is EvidenceGrade.TOUCHED

    asyncio.run(scenario())


def test_nothing_planned_is_said_soon_after_a_cry(tmp_path: Path) -> None:
    async def scenario() -> None:
        voice = EndlessVoice("sang i stua")
        async with morning(tmp_path, activity(), voice=voice) as home:
            await home.at(AT_ONCE)
            home.caretaker.heard(meant("fallen", is_emergency=True))
            await _heard_out(home)
            assert "sang i stua" not in voice.sentences[1:], "taken up where the cry broke in"
            count = len(voice.sentences)
            assert home.clock.now() + minutes(9) < home.alarm <= home.clock.now() + minutes(10)
            await home.at(minutes(5))
            assert len(voice.sentences) == count
            await home.at(minutes(15))
            assert "sang i stua" in voice.sentences[-1]

    asyncio.run(scenario())


def test_one_cry_is_one_call_however_often_it_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine()) as home:
            cry = meant("help", is_emergency=True)
            home.caretaker.heard(cry)
            home.caretaker.heard(cry)
            await _heard_out(home)
            home.caretaker.heard(meant("help"))
            await home.settle()

            assert home.kinds().count("help.requested") == 1

    asyncio.run(scenario())


def test_a_doubtful_cry_is_asked_about_and_a_clear_no_ends_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine(), answers=("nei",)) as home:
            home.caretaker.heard(meant("help", is_emergency=True, is_doubted=True))
            await home.settle()

            assert home.kinds().count("help.requested") == 0

    asyncio.run(scenario())


@pytest.mark.parametrize("answers", [(), ("ja",), ("hjelp meg",), ("jeg vet da ikke",)])
def test_a_doubtful_cry_without_a_clear_no_is_a_call(
    tmp_path: Path, answers: tuple[str, ...]
) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine(), answers=answers) as home:
            home.caretaker.heard(meant("help", is_emergency=True, is_doubted=True))
            await home.settle()

            assert home.kinds().count("help.requested") == 1

    asyncio.run(scenario())


COMPLAINTS = ["jeg har vondt i foten", "jeg er kvalm", "jeg vil snakke med en sykepleier"]


def _half_heard(said: str, reply: str) -> ScriptedEars:
    ears = ScriptedEars(INTERPRETER, (said, reply))
    ears.doubted = frozenset({said})
    return ears


@pytest.mark.parametrize("before", [(), ("nei",)])
@pytest.mark.parametrize("said", COMPLAINTS)
def test_a_doubtful_complaint_in_a_reminder_is_asked_about_and_a_clear_no_ends_it(
    tmp_path: Path, said: str, before: tuple[str, ...]
) -> None:
    async def scenario() -> None:
        ears = _half_heard(said, "nei")
        ears.answers[:0] = before
        async with morning(tmp_path, medicine(), ears=ears) as home:
            await home.at(AT_ONCE)

            assert ears.questions[-1] == "Trenger du hjelp, Solveig?"
            assert "help.requested" not in home.kinds()
            assert not home.task().stage.is_over, "the dose is asked about again"

    asyncio.run(scenario())


@pytest.mark.parametrize("reply", ["ja", SILENCE])
@pytest.mark.parametrize("said", COMPLAINTS)
def test_a_doubtful_complaint_in_a_reminder_without_a_clear_no_is_a_call(
    tmp_path: Path, said: str, reply: str
) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine(), ears=_half_heard(said, reply)) as home:
            await home.at(AT_ONCE)
            await _heard_out(home)

            assert home.kinds().count("help.requested") == 1

    asyncio.run(scenario())


def test_a_cry_that_turns_out_to_be_a_fall_is_told_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine()) as home:
            home.caretaker.heard(meant("help", is_emergency=True))
            for _ in range(2):
                home.caretaker.heard(meant("fallen", is_emergency=True))
            await _heard_out(home)

            assert home.kinds().count("help.requested") == 1
            told = [e.body for e in home.events() if isinstance(e.body, HelpClarified)]
            assert [body.cause for body in told] == [HelpCause.FALLEN]

    asyncio.run(scenario())


def test_what_is_cried_further_belongs_to_the_call_under_way(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, activity()) as home:
            home.clock.advance(-minutes(5))
            home.caretaker.heard(meant("help", "u1", is_emergency=True))
            home.caretaker.heard(meant("help", "u2", is_emergency=True))
            home.caretaker.heard(meant("fallen", "u3", is_emergency=True))
            await _heard_out(home)

            assert home.kinds().count("help.requested") == 1
            told = [e.body for e in home.events() if isinstance(e.body, HelpClarified)]
            assert [(body.utterance_id, body.cause) for body in told] == [("u1", HelpCause.FALLEN)]

    asyncio.run(scenario())


def test_a_cry_after_one_was_taken_back_is_a_call_of_its_own(tmp_path: Path) -> None:
    async def scenario() -> None:
        voice = EndlessVoice("at det var en feil")
        answers = ("nei, avbryt, jeg trenger ikke hjelp",)
        async with morning(tmp_path, activity(), answers=answers, voice=voice) as home:
            home.clock.advance(-minutes(5))
            home.caretaker.heard(meant("help", "u1", is_emergency=True))
            await home.settle()
            assert home.kinds()[-1] == "help.cancelled"
            home.caretaker.heard(meant("help", "u2", is_emergency=True))
            await _heard_out(home)

            assert home.kinds().count("help.requested") == 2

    asyncio.run(scenario())


def test_a_cry_that_could_not_be_stored_is_stored_later(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, activity()) as home:
            home.clock.advance(-minutes(5))
            with sqlite3.connect(tmp_path / "robot.sqlite", isolation_level=None) as other:
                other.execute(
                    "CREATE TRIGGER full BEFORE INSERT ON outbox"
                    " BEGIN SELECT RAISE(ABORT, 'full'); END"
                )
                home.caretaker.heard(meant("fallen", is_emergency=True))
                await _heard_out(home)
                assert home.kinds() == []
                other.execute("DROP TRIGGER full")
            other.close()
            assert home.alarm <= home.clock.now() + minutes(1)
            home.clock.advance(minutes(1))
            home.caretaker.look()

            assert home.kinds().count("help.requested") == 1

    asyncio.run(scenario())


def test_an_answer_that_a_cry_broke_into_is_not_asked_for_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        voice = EndlessVoice("ti minutter")
        answers = ("om ti minutter", "nei, avbryt, jeg trenger ikke hjelp")
        async with morning(tmp_path, medicine(), answers=answers, voice=voice) as home:
            await home.at(AT_ONCE)
            assert voice.sentences[-1].count("ti minutter") == 1, "put off, and being told so"
            home.caretaker.heard(meant("help", is_emergency=True))
            await _heard_out(home)

            assert "help.cancelled" in home.kinds()
            assert home.kinds().count("task.announced") == 1
            assert home.alarm > home.clock.now()

    asyncio.run(scenario())


def test_a_wish_for_the_nurse_that_comes_of_a_question_ends_without_a_mistake(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        mistakes: list[object] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: mistakes.append(context))
        async with morning(tmp_path, activity(), answers=("ja takk",)) as home:
            home.clock.advance(-minutes(5))
            home.caretaker.heard(meant("feel_bad"))
            await _heard_out(home)
            gc.collect()

            assert "help.requested" in home.kinds()
            assert mistakes == []

    asyncio.run(scenario())


def test_new_plans_that_cannot_be_read_yet_are_read_later(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine()) as home:
            with home.store.transaction() as step:
                step.save_plans('"2"', plans_with(version=2))
            with sqlite3.connect(tmp_path / "robot.sqlite", isolation_level=None) as other:
                kept = other.execute("SELECT json, crc FROM plans").fetchone()
                other.execute("UPDATE plans SET json = '{}', crc = ?", (checksum("{}"),))
                home.caretaker.new_plans()
                other.execute("UPDATE plans SET json = ?, crc = ?", kept)
            other.close()
            await home.at(minutes(2))

            assert home.kinds() == []

    asyncio.run(scenario())


def test_a_question_is_answered_when_nothing_else_goes_on(tmp_path: Path) -> None:
    async def scenario() -> None:
        voice = FakeVoice()
        async with morning(tmp_path, medicine(), voice=voice) as home:
            home.clock.advance(-minutes(5))
            home.caretaker.heard(meant("who_are_you"))
            await home.settle()

            assert len(voice.sentences) == 1

    asyncio.run(scenario())


def test_mumbling_is_met_with_silence(tmp_path: Path) -> None:
    async def scenario() -> None:
        voice = FakeVoice()
        async with morning(tmp_path, medicine(), voice=voice) as home:
            home.caretaker.heard(meant("unknown"))
            await home.settle()

            assert voice.sentences == []
            assert not any(state.is_busy for state in home.states)

    asyncio.run(scenario())


def test_what_fell_due_while_the_robot_was_off_is_spoken_about_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine()) as home:
            await home.at(minutes(25))

            assert home.kinds() == ["task.due", "task.announced"]

    asyncio.run(scenario())


def test_a_mistake_in_a_conversation_reaches_a_nurse_and_quotes_nobody(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine(), ears=StumblingEars()) as home:
            await home.at(AT_ONCE)

            fault = next(e.body for e in home.events() if isinstance(e.body, RobotFault))
            assert "private" not in fault.detail
            assert "task.escalated" in home.kinds()
            assert not home.states[-1].is_busy

    asyncio.run(scenario())


def test_a_new_plan_replaces_what_had_not_come_yet(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine()) as home:
            with home.store.transaction() as step:
                step.save_plans('"2"', plans_with(version=2))
            home.caretaker.new_plans()
            await home.at(minutes(30))

            assert home.kinds() == []
            assert home.alarm - home.clock.now() > timedelta(days=1), "the plan's lease alone"

    asyncio.run(scenario())


def test_a_plan_that_drops_an_open_task_silences_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine()) as home:
            await home.at(AT_ONCE)
            with home.store.transaction() as step:
                step.save_plans('"2"', plans_with(version=2))
            home.caretaker.new_plans()
            await home.at(minutes(10))

            assert home.kinds().count("task.announced") == 1
            assert home.alarm - home.clock.now() > timedelta(days=1), "the plan's lease alone"

    asyncio.run(scenario())


def test_a_resident_who_is_gone_from_the_plans_hears_nothing_more(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, medicine()) as home:
            await home.at(AT_ONCE)
            _save(home, plans_with().model_copy(update={"residents": ()}))
            await home.at(minutes(40))

            assert home.kinds().count("task.announced") == 1
            assert "task.withdrawn" in home.kinds()
            assert "task.escalated" not in home.kinds()

    asyncio.run(scenario())


def test_a_robot_given_to_somebody_else_takes_their_cry_for_theirs(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, activity()) as home:
            await home.at(AT_ONCE)  # Solveig is visited
            arne = plans_with().residents[0].model_copy(update={"resident_id": ARNE})
            _save(home, plans_with().model_copy(update={"residents": (arne,)}))
            cry = replace(meant("fallen", is_emergency=True), resident_id=None)
            home.caretaker.heard(cry)
            await _heard_out(home)

            calls = [each for each in home.events() if each.kind == "help.requested"]
            assert [each.resident_id for each in calls] == [ARNE]

    asyncio.run(scenario())


def test_a_robot_that_nobody_is_left_to_passes_a_cry_on_for_whom_it_visited_last(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, activity()) as home:
            await home.at(AT_ONCE)
            _save(home, plans_with().model_copy(update={"residents": ()}))
            home.caretaker.heard(meant("fallen", is_emergency=True))
            await _heard_out(home)

            assert "help.requested" in home.kinds()

    asyncio.run(scenario())


def _save(home: Home, plans: RobotPlans) -> None:
    """Let other plans come on board."""
    with home.store.transaction() as step:
        step.save_plans('"2"', plans)
    home.caretaker.new_plans()


async def _heard_out(home: Home) -> None:
    """Let the call for help come to its end, real seconds included."""
    async with asyncio.timeout(20):
        while home.states[-1].is_busy:
            await asyncio.sleep(0.02)
            home.clock.advance(timedelta(seconds=1))


class WatchfulVoice(FakeVoice):
    """Remembers what the store says is about to be spoken, at each sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.home: Home | None = None
        self.intentions: list[Intention | None] = []

    async def say(self, text: str, manner: Manner) -> Said:
        """See `Voice.say`."""
        assert self.home is not None
        self.intentions.append(self.home.task().intends)
        return await super().say(text, manner)


def test_what_is_about_to_be_said_is_stored_before_the_first_word_and_until_it_has_sounded(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        voice = WatchfulVoice()
        async with morning(tmp_path, medicine(), voice=voice, answers=("ja",)) as home:
            voice.home = home
            await home.at(AT_ONCE)
            await home.at(minutes(10))

            first, *later = voice.intentions
            assert first == Intention(rung=1, since=MORNING)
            assert later[0] is None, "the reminder has sounded: what follows is the talk"

    asyncio.run(scenario())
