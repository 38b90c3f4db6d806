import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from codebook.speech import StoppedBy
from robot_nodes.asking import Asker
from robot_nodes.ports import Answer, AnswerCode, Asking, Manner, Priority, Said, Understanding
from robot_nodes.signals import AskGoal, AskResult, Expected, Meant, Sentence
from schedules.locale import Locale
from tests.robot_nodes.fakes.clock import HandMovedClock
from tests.robot_nodes.fakes.voice import FakeVoice

MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
YES_NO = Asking(intents=("affirm", "deny"), patience=timedelta(seconds=10))


class SlowVoice:
    """Speaks until it is told that the sentence is over."""

    def __init__(self) -> None:
        self.is_over = asyncio.Event()
        self.was_stopped = False

    async def say(self, text: str, manner: Manner) -> Said:
        assert manner.locale is Locale.NB_NO
        try:
            await self.is_over.wait()
        except asyncio.CancelledError:
            self.was_stopped = True
            raise
        return Said(text=text, stopped_by=StoppedBy.COMPLETED)


class Bench:
    """An asker with its surroundings."""

    def __init__(self, voice: FakeVoice | SlowVoice) -> None:
        self.clock = HandMovedClock(MORNING)
        self.expected: list[Expected] = []
        self.asker = Asker(voice, self.clock, self.expected.append, timedelta(seconds=60))
        self.cancelled = asyncio.Event()

    def ask(
        self,
        asking: Asking = YES_NO,
        priority: Priority = Priority.NORMAL,
        resident_id: UUID | None = None,
    ) -> "asyncio.Task[AskResult]":
        manner = Manner(locale=Locale.NB_NO, priority=priority, resident_id=resident_id)
        goal = AskGoal(sentence=Sentence(text="Har du sovet godt?", manner=manner), asking=asking)
        return asyncio.create_task(self.asker.ask(goal, self.cancelled))

    async def pass_by(self, seconds: float) -> None:
        """Let everybody come to rest, then move the clock and let them notice."""
        await asyncio.sleep(0.05)
        self.clock.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0.12)


def meant(intent: str, *, is_emergency: bool = False, resident_id: UUID | None = None) -> Meant:
    return Meant(
        at=MORNING,
        utterance_id="u1",
        resident_id=resident_id,
        locale=Locale.NB_NO,
        understanding=Understanding(intent=intent, confidence=1.0),
        transcript=intent,
        is_emergency=is_emergency,
        speech_ended_at=MORNING,
    )


def answer_of(result: AskResult) -> Answer:
    assert result.answer is not None
    return result.answer


def test_an_expected_answer_answers() -> None:
    async def scenario() -> AskResult:
        bench = Bench(FakeVoice())
        asked = bench.ask()
        await bench.pass_by(1)
        bench.asker.heard(meant("affirm"))
        return await asked

    assert answer_of(asyncio.run(scenario())).code is AnswerCode.ANSWERED


def test_what_one_resident_says_late_does_not_answer_for_the_next() -> None:
    async def scenario() -> AskResult:
        solveig, arne = UUID(int=1), UUID(int=2)
        bench = Bench(FakeVoice())
        asked = bench.ask(resident_id=arne)
        await bench.pass_by(1)
        bench.asker.heard(meant("affirm", resident_id=solveig))
        await bench.pass_by(1)
        assert not asked.done()
        bench.asker.heard(meant("deny", resident_id=arne))
        return await asked

    understanding = answer_of(asyncio.run(scenario())).understanding
    assert understanding is not None
    assert understanding.intent == "deny"


def test_something_else_is_unclear_and_kept() -> None:
    async def scenario() -> AskResult:
        bench = Bench(FakeVoice())
        asked = bench.ask()
        await bench.pass_by(1)
        bench.asker.heard(meant("ask_time"))
        return await asked

    answer = answer_of(asyncio.run(scenario()))
    assert answer.code is AnswerCode.UNCLEAR
    assert answer.understanding is not None
    assert answer.understanding.intent == "ask_time"


def test_silence_lasts_until_patience_ends() -> None:
    async def scenario() -> tuple[bool, AskResult]:
        bench = Bench(FakeVoice())
        asked = bench.ask()
        await bench.pass_by(9)
        was_done = asked.done()
        await bench.pass_by(2)
        return was_done, await asked

    was_done, result = asyncio.run(scenario())
    assert not was_done
    assert answer_of(result).code is AnswerCode.SILENCE


def test_patience_does_not_run_out_while_the_resident_speaks() -> None:
    async def scenario() -> AskResult:
        bench = Bench(FakeVoice())
        asked = bench.ask()
        await bench.pass_by(9)
        bench.asker.speaking(True)  # noqa: FBT003 - a plain callback
        await bench.pass_by(20)
        assert not asked.done()
        bench.asker.heard(meant("deny"))
        return await asked

    assert answer_of(asyncio.run(scenario())).code is AnswerCode.ANSWERED


def test_a_voice_that_never_ends_does_not_hold_the_robot_for_ever() -> None:
    async def scenario() -> AskResult:
        bench = Bench(FakeVoice())
        asked = bench.ask()
        await bench.pass_by(0)
        bench.asker.speaking(True)  # noqa: FBT003 - a plain callback
        await bench.pass_by(71)
        return await asked

    assert answer_of(asyncio.run(scenario())).code is AnswerCode.SILENCE


def test_an_answer_into_the_question_ends_the_question() -> None:
    async def scenario() -> tuple[AskResult, bool]:
        voice = SlowVoice()
        bench = Bench(voice)
        asked = bench.ask()
        await bench.pass_by(1)
        bench.asker.heard(meant("affirm"))
        return await asked, voice.was_stopped

    result, was_stopped = asyncio.run(scenario())
    assert was_stopped
    assert answer_of(result).code is AnswerCode.ANSWERED


def test_a_muddle_into_the_question_is_forgotten() -> None:
    async def scenario() -> AskResult:
        voice = SlowVoice()
        bench = Bench(voice)
        asked = bench.ask()
        await bench.pass_by(1)
        bench.asker.heard(meant("unknown"))
        await bench.pass_by(1)
        voice.is_over.set()
        await bench.pass_by(1)
        bench.asker.heard(meant("deny"))
        return await asked

    assert answer_of(asyncio.run(scenario())).code is AnswerCode.ANSWERED


def test_a_cry_for_help_answers_no_question() -> None:
    async def scenario() -> AskResult:
        bench = Bench(FakeVoice())
        asked = bench.ask(Asking(intents=()))
        await bench.pass_by(1)
        bench.asker.heard(meant("help", is_emergency=True))
        await bench.pass_by(1)
        assert not asked.done()
        bench.cancelled.set()
        return await asked

    assert asyncio.run(scenario()).is_cancelled


def test_another_cry_in_a_call_for_help_is_heard() -> None:
    async def scenario() -> AskResult:
        bench = Bench(FakeVoice())
        asked = bench.ask(Asking(intents=("cancel_help",)), Priority.CRITICAL)
        await bench.pass_by(1)
        bench.asker.heard(meant("help", is_emergency=True))
        return await asked

    assert answer_of(asyncio.run(scenario())).code is AnswerCode.UNCLEAR


def test_the_ears_are_told_what_to_expect_and_when_it_is_over() -> None:
    async def scenario() -> list[Expected]:
        bench = Bench(FakeVoice())
        bench.asker.end_silence_s = 2.0
        asked = bench.ask()
        await bench.pass_by(1)
        bench.asker.heard(meant("affirm"))
        await asked
        return bench.expected

    begun, over = asyncio.run(scenario())
    assert begun == Expected(
        question=1, is_waiting=True, intents=("affirm", "deny"), is_closed=True, end_silence_s=2.0
    )
    assert over == Expected(end_silence_s=2.0)


def test_an_open_question_never_ends_early() -> None:
    async def scenario() -> list[Expected]:
        bench = Bench(FakeVoice())
        asked = bench.ask(Asking(intents=("feel_good",), is_closed=False))
        await bench.pass_by(1)
        bench.cancelled.set()
        await asked
        return bench.expected

    expected = asyncio.run(scenario())[0]
    assert expected.intents == ("feel_good",)
    assert not expected.is_closed


def test_a_question_that_was_not_spoken_has_no_answer() -> None:
    async def scenario() -> AskResult:
        voice = FakeVoice()
        voice.stops["sovet"] = StoppedBy.FAULT
        return await Bench(voice).ask()

    result = asyncio.run(scenario())
    assert result.answer is None
    assert "fault" in result.error
