import asyncio
from dataclasses import dataclass, field

import pytest

from codebook.robot import RobotFault
from codebook.speech import SpeechSaid, StoppedBy
from robot_nodes.ports import Manner, Priority
from robot_nodes.signals import Chunk, SayCode, SayResult, Sentence
from robot_nodes.speech.synthesiser import Delivery, Speech, SpokenWord, SynthesisFailed
from robot_nodes.voice.playback import Pace, Playback
from robot_nodes.voice.speaker import Speaker, Speaking, spoken_words
from schedules.clock import SystemClock
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import FakeSynthesiser

SHORT = "Hei Solveig"
LONG = "en to tre fire fem seks sju åtte ni ti"


@dataclass
class Room:
    """Hears everything, and holds the stage and the sink."""

    chunks: list[Chunk] = field(default_factory=list)
    changes: list[bool] = field(default_factory=list)
    records: list[SpeechSaid | RobotFault] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    stops: int = 0

    def play(self, chunk: Chunk) -> None:
        self.chunks.append(chunk)

    def stop(self) -> None:
        self.stops += 1

    def about_to_say(self, sentence: Sentence, utterance_id: str) -> None:
        assert utterance_id
        self.captions.append(sentence.text)

    def speaking(self, *, is_speaking: bool) -> None:
        self.changes.append(is_speaking)

    def record(self, body: SpeechSaid | RobotFault, sentence: Sentence) -> None:
        assert sentence.text in self.captions or isinstance(body, RobotFault)
        self.records.append(body)


class NoSynthesiser:
    """Never speaks, until it is healed."""

    def __init__(self) -> None:
        self.is_healed = False

    def synthesise(self, text: str, delivery: Delivery, deadline_s: float = 5.0) -> Speech:
        if not self.is_healed:
            raise SynthesisFailed("the synthesiser failed twice")
        return FakeSynthesiser().synthesise(text, delivery, deadline_s)

    def close(self) -> None:
        pass


def speaker(room: Room, synthesiser: FakeSynthesiser | NoSynthesiser | None = None) -> Speaker:
    playback = Playback(room, SystemClock(), Pace())
    return Speaker(synthesiser or FakeSynthesiser(), playback, room, Speaking())


def sentence(text: str, priority: Priority = Priority.NORMAL) -> Sentence:
    return Sentence(text=text, manner=Manner(locale=Locale.NB_NO, priority=priority))


def ignore(_: str) -> None:
    return


def test_a_sentence_sounds_whole_and_is_recorded() -> None:
    room = Room()
    words: list[str] = []

    result = asyncio.run(speaker(room).say(sentence(SHORT), asyncio.Event(), words.append))

    assert (result.code, result.spoken_text) == (SayCode.COMPLETED, SHORT)
    assert sum(len(chunk.samples) for chunk in room.chunks) == 8000
    assert [chunk.sequence for chunk in room.chunks] == list(range(len(room.chunks)))
    assert (room.captions, room.changes) == ([SHORT], [True, False])
    assert words == ["Hei", "Hei Solveig"]
    (said,) = room.records
    assert isinstance(said, SpeechSaid)
    assert (said.text, said.stopped_by) == (SHORT, StoppedBy.COMPLETED)
    assert said.duration_s == pytest.approx(0.5, abs=0.1)


def test_a_cancelled_sentence_is_silent_soon_and_says_what_sounded() -> None:
    async def scenario() -> tuple[SayResult, float]:
        loop = asyncio.get_running_loop()
        cancelled = asyncio.Event()
        saying = asyncio.create_task(speaker(room).say(sentence(LONG), cancelled, ignore))
        await asyncio.sleep(0.6)
        cancelled.set()
        cancelled_s = loop.time()
        result = await saying
        return result, loop.time() - cancelled_s

    room = Room()
    result, took_s = asyncio.run(scenario())

    assert took_s < 0.3
    assert result.code is SayCode.CANCELLED
    assert result.spoken_text == "en to"
    assert room.stops == 1


def test_a_cry_interrupts_at_once_and_is_heard_first() -> None:
    async def scenario() -> tuple[SayResult, SayResult, SayResult]:
        voice = speaker(room)
        talk = asyncio.create_task(voice.say(sentence(LONG), asyncio.Event(), ignore))
        await asyncio.sleep(0.3)
        waiting = asyncio.create_task(voice.say(sentence("nok et"), asyncio.Event(), ignore))
        cry = voice.say(sentence(SHORT, Priority.CRITICAL), asyncio.Event(), ignore)
        return await asyncio.gather(talk, cry, waiting)

    room = Room()
    talk, cry, waiting = asyncio.run(scenario())

    assert talk.code is SayCode.INTERRUPTED
    assert (cry.code, waiting.code) == (SayCode.COMPLETED, SayCode.COMPLETED)
    assert room.captions == [LONG, SHORT, "nok et"]
    first = room.records[0]
    assert isinstance(first, SpeechSaid)
    assert first.stopped_by is StoppedBy.EMERGENCY


def test_a_cry_silences_what_is_said_but_not_the_answer_to_it() -> None:
    async def scenario() -> list[SayResult]:
        voice = speaker(room)
        results = []
        for priority in (Priority.NORMAL, Priority.CRITICAL):
            saying = asyncio.create_task(
                voice.say(sentence(LONG, priority), asyncio.Event(), ignore)
            )
            await asyncio.sleep(0.3)
            voice.cried()
            results.append(await saying)
        return results

    room = Room()
    talk, answer = asyncio.run(scenario())

    assert (talk.code, answer.code) == (SayCode.INTERRUPTED, SayCode.COMPLETED)
    assert [said.stopped_by for said in room.records if isinstance(said, SpeechSaid)] == [
        StoppedBy.EMERGENCY,
        StoppedBy.COMPLETED,
    ]


def test_what_was_cancelled_while_it_waited_is_never_heard() -> None:
    async def scenario() -> SayResult:
        voice = speaker(room)
        talk = asyncio.create_task(voice.say(sentence(SHORT), asyncio.Event(), ignore))
        await asyncio.sleep(0.05)
        cancelled = asyncio.Event()
        waiting = asyncio.create_task(voice.say(sentence("nok et"), cancelled, ignore))
        await asyncio.sleep(0.05)
        cancelled.set()
        result = await waiting
        await talk
        return result

    room = Room()
    assert asyncio.run(scenario()).code is SayCode.CANCELLED
    assert room.captions == [SHORT]


def test_a_failing_synthesiser_is_one_fault_until_it_recovers() -> None:
    async def scenario() -> list[SayCode]:
        voice = speaker(room, synthesiser)
        codes = [(await voice.say(sentence(SHORT), asyncio.Event(), ignore)).code for _ in "ab"]
        synthesiser.is_healed = True
        codes.append((await voice.say(sentence(SHORT), asyncio.Event(), ignore)).code)
        return codes

    room = Room()
    synthesiser = NoSynthesiser()
    codes = asyncio.run(scenario())

    assert codes == [SayCode.FAILED, SayCode.FAILED, SayCode.COMPLETED]
    faults = [body.is_resolved for body in room.records if isinstance(body, RobotFault)]
    assert faults == [False, True]


def test_a_word_counts_once_the_next_has_begun() -> None:
    words = (SpokenWord("en", 0.0), SpokenWord("to", 0.5), SpokenWord("tre", 1.0))

    assert spoken_words(words, 0.4) == ""
    assert spoken_words(words, 0.5) == "en"
    assert spoken_words(words, 1.2) == "en to"
