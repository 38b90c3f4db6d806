import asyncio
import os
import signal
import threading
import time
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest

from codebook.robot import RobotFault
from codebook.speech import SpeechSaid, StoppedBy
from robot_nodes.ports import Manner, Priority
from robot_nodes.signals import Chunk, SayCode, SayResult, Sentence
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.synthesiser import (
    Delivery,
    Speech,
    SpokenWord,
    Synthesiser,
    SynthesisFailed,
)
from robot_nodes.voice.chime import prelude
from robot_nodes.voice.playback import Pace, Playback, SinkLost
from robot_nodes.voice.speaker import Speaker
from robot_nodes.voice.stage import Speaking
from robot_nodes.voice.words import spoken_words
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
    synthesise_s: list[float | None] = field(default_factory=list)
    """Of each caption."""
    stops: int = 0
    latency_s: float = 0.0
    lost: str = ""
    """Why nothing can be played; empty while it can."""
    lost_after: int = 10_000
    """Chunks until the loudspeaker is unplugged."""
    is_read: bool = False
    """Whether a screen is open."""

    def open(self) -> None:
        if self.lost:
            raise SinkLost(self.lost)

    def play(self, chunk: Chunk) -> None:
        if len(self.chunks) >= self.lost_after:
            raise SinkLost("no loudspeaker: it is gone")
        self.chunks.append(chunk)

    def stop(self) -> None:
        self.stops += 1

    def about_to_say(
        self, sentence: Sentence, utterance_id: str, synthesise_s: float | None
    ) -> None:
        assert utterance_id
        self.synthesise_s.append(synthesise_s)
        self.captions.append(sentence.text)

    def speaking(self, *, is_speaking: bool) -> None:
        self.changes.append(is_speaking)

    def record(self, body: SpeechSaid | RobotFault, resident_id: UUID | None) -> None:
        assert resident_id is None
        self.records.append(body)

    @property
    def faults(self) -> list[tuple[str, bool]]:
        return [(b.code, b.is_resolved) for b in self.records if isinstance(b, RobotFault)]


class NoSynthesiser:
    """Never speaks, until it is healed."""

    def __init__(self) -> None:
        self.is_healed = False

    def synthesise(self, text: str, delivery: Delivery, deadline_s: float = 5.0) -> Speech:
        if not self.is_healed:
            raise SynthesisFailed("the synthesiser failed twice")
        return FakeSynthesiser().synthesise(text, delivery, deadline_s)

    def give_up(self) -> None:
        pass

    def close(self) -> None:
        pass


class HangingSynthesiser(FakeSynthesiser):
    """Hangs on the long sentence until it is given up."""

    def __init__(self) -> None:
        self.given_up = threading.Event()

    def synthesise(self, text: str, delivery: Delivery, deadline_s: float = 5.0) -> Speech:
        if text == LONG:
            self.given_up.wait(20)
            raise SynthesisFailed("given up")
        return super().synthesise(text, delivery, deadline_s)

    def give_up(self) -> None:
        self.given_up.set()


def speaker(
    room: Room, synthesiser: Synthesiser | None = None, *, most_waiting: int = 8
) -> Speaker:
    playback = Playback(room, SystemClock(), Pace())
    speaking = Speaking(most_waiting=most_waiting)
    return Speaker(synthesiser or FakeSynthesiser(), playback, room, speaking)


def sentence(
    text: str, priority: Priority = Priority.NORMAL, *, has_chime: bool = False
) -> Sentence:
    manner = Manner(locale=Locale.NB_NO, priority=priority, has_chime=has_chime)
    return Sentence(text=text, manner=manner)


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


@pytest.mark.parametrize("is_interruptible", [True, False])
def test_whoever_talks_into_a_sentence_has_the_word_unless_it_must_be_heard(
    *, is_interruptible: bool
) -> None:
    async def scenario() -> tuple[SayResult, float]:
        voice = speaker(room)
        said = sentence(LONG, Priority.NORMAL)
        said = replace(said, manner=replace(said.manner, is_interruptible=is_interruptible))
        saying = asyncio.create_task(voice.say(said, asyncio.Event(), ignore))
        await asyncio.sleep(0.3)
        began_s = time.monotonic()
        voice.talked_into()
        return await saying, time.monotonic() - began_s

    room = Room()
    result, after_s = asyncio.run(scenario())

    assert result.code is SayCode.COMPLETED
    (logged,) = (said for said in room.records if isinstance(said, SpeechSaid))
    if is_interruptible:
        assert after_s < 0.3
        assert logged.stopped_by is StoppedBy.RESIDENT
        assert len(logged.text) < len(LONG)
    else:
        assert (logged.stopped_by, logged.text) == (StoppedBy.COMPLETED, LONG)


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


def test_a_voice_that_cannot_be_woken_is_a_fault_before_the_first_sentence() -> None:
    room = Room()
    asyncio.run(speaker(room, NoSynthesiser()).wake())
    assert room.faults == [("synthesis_failed", False)]


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
    assert room.faults == [("synthesis_failed", False), ("synthesis_failed", True)]
    assert room.captions == [SHORT] * 3, "what cannot sound is shown"


def test_a_word_counts_once_the_next_has_begun() -> None:
    words = (SpokenWord("en", 0.0), SpokenWord("to", 0.5), SpokenWord("tre", 1.0))

    assert spoken_words(words, 0.4) == ""
    assert spoken_words(words, 0.5) == "en"
    assert spoken_words(words, 1.2) == "en to"


def test_an_estimated_beginning_counts_later() -> None:
    words = (SpokenWord("en", 0.0), SpokenWord("to", 0.5), SpokenWord("tre", 1.0))
    assert spoken_words(words, 1.2, margin_s=0.4) == "en"


def test_something_critical_is_spoken_however_many_wait_and_the_least_is_dropped() -> None:
    async def scenario() -> list[SayResult]:
        voice = speaker(room, most_waiting=2)
        wanted = (LONG, "vent en"), ("pjatt", "vent to"), (SHORT,)
        priorities = Priority.NORMAL, Priority.SMALL_TALK, Priority.CRITICAL
        tasks = []
        for texts, priority in zip(wanted, priorities, strict=True):
            for text in texts:
                saying = voice.say(sentence(text, priority), asyncio.Event(), ignore)
                tasks.append(asyncio.create_task(saying))
                await asyncio.sleep(0.05)
        return await asyncio.gather(*tasks)

    room = Room()
    talk, waiting, chat, dropped, critical = asyncio.run(scenario())

    assert critical.code is SayCode.COMPLETED
    assert talk.code is SayCode.INTERRUPTED
    assert waiting.code is SayCode.COMPLETED
    assert (chat.code, dropped.code) == (SayCode.FAILED, SayCode.FAILED)
    assert "dropped" in dropped.error
    assert room.faults[0] == ("sentences_dropped", False)


def test_nothing_critical_is_refused_however_much_that_is_critical_waits() -> None:
    async def scenario() -> list[SayResult]:
        voice = speaker(room, most_waiting=1)
        cries = [sentence("hei", Priority.CRITICAL) for _ in range(4)]
        return await asyncio.gather(*(voice.say(cry, asyncio.Event(), ignore) for cry in cries))

    room = Room()
    assert [result.code for result in asyncio.run(scenario())] == [SayCode.COMPLETED] * 4
    assert room.faults == []


def test_a_chime_goes_before_what_begins_out_of_silence_and_before_nothing_else() -> None:
    async def scenario() -> None:
        voice = speaker(room)
        for has_chime in (True, True, False):
            await voice.say(sentence(SHORT, has_chime=has_chime), asyncio.Event(), words.append)

    room = Room()
    words: list[str] = []
    asyncio.run(scenario())

    chime = len(prelude(16_000))
    lengths = [said.duration_s for said in room.records if isinstance(said, SpeechSaid)]
    assert lengths == pytest.approx([0.5 + chime / 16_000, 0.5, 0.5], abs=0.05)
    assert sum(len(chunk.samples) for chunk in room.chunks) == chime + 3 * 8000


def test_no_chime_goes_before_the_answer_to_a_cry() -> None:
    room = Room()
    urgent = sentence(SHORT, Priority.CRITICAL, has_chime=True)
    asyncio.run(speaker(room).say(urgent, asyncio.Event(), ignore))
    assert sum(len(chunk.samples) for chunk in room.chunks) == 8000


def test_who_is_interrupted_in_the_chime_has_said_nothing() -> None:
    async def scenario() -> SayResult:
        cancelled = asyncio.Event()
        opening = sentence(LONG, has_chime=True)
        saying = asyncio.create_task(speaker(room).say(opening, cancelled, ignore))
        await asyncio.sleep(0.7)
        cancelled.set()
        return await saying

    room = Room()
    assert asyncio.run(scenario()).spoken_text == ""


@pytest.mark.parametrize(
    ("priority", "code"),
    [
        (Priority.CRITICAL, SayCode.COMPLETED),
        (Priority.REMINDER, SayCode.COMPLETED),
        (Priority.NORMAL, SayCode.FAILED),
    ],
)
def test_what_matters_is_tried_once_more_after_the_synthesiser_hung(
    priority: Priority, code: SayCode
) -> None:
    room = Room()
    synthesiser = Pyttsx3Synthesiser()
    synthesiser.start()
    assert synthesiser.child_pid is not None
    os.kill(synthesiser.child_pid, signal.SIGSTOP)
    playback = Playback(room, SystemClock(), Pace())
    voice = Speaker(synthesiser, playback, room, Speaking(synthesis_deadline_s=2.0))

    said = asyncio.run(voice.say(sentence(SHORT, priority), asyncio.Event(), ignore))

    synthesiser.close()
    assert said.code is code


def test_a_synthesiser_that_hangs_does_not_hold_up_something_critical() -> None:
    async def scenario() -> tuple[SayResult, SayResult, float]:
        voice = speaker(room, HangingSynthesiser())
        hanging = asyncio.create_task(voice.say(sentence(LONG), asyncio.Event(), ignore))
        await asyncio.sleep(0.1)
        began_s = asyncio.get_running_loop().time()
        urgent = sentence(SHORT, Priority.CRITICAL)
        critical = await voice.say(urgent, asyncio.Event(), ignore)
        return await hanging, critical, asyncio.get_running_loop().time() - began_s

    room = Room()
    hanging, critical, took_s = asyncio.run(scenario())

    assert (hanging.code, critical.code) == (SayCode.INTERRUPTED, SayCode.COMPLETED)
    assert took_s < 1.5
    assert room.captions == [SHORT]


def test_a_lost_loudspeaker_is_told_once_shown_and_got_over() -> None:
    async def scenario() -> list[SayResult]:
        voice = speaker(room)
        room.lost = "no loudspeaker: plug one in"
        results = [await voice.say(sentence(SHORT), asyncio.Event(), ignore) for _ in "ab"]
        room.lost = ""
        await voice.look_after_loudspeaker()
        return [*results, await voice.say(sentence(SHORT), asyncio.Event(), ignore)]

    room = Room()
    results = asyncio.run(scenario())

    assert [r.code for r in results] == [SayCode.FAILED, SayCode.FAILED, SayCode.COMPLETED]
    assert "plug one in" in results[0].error
    assert room.faults == [("loudspeaker_lost", False), ("loudspeaker_lost", True)]
    assert room.captions == [SHORT] * 3
    assert [took is None for took in room.synthesise_s] == [True, True, False]


def test_a_loudspeaker_unplugged_mid_sentence_ends_it_with_what_sounded() -> None:
    room = Room(lost_after=20)
    result = asyncio.run(speaker(room).say(sentence(LONG), asyncio.Event(), ignore))

    assert (result.code, result.spoken_text) == (SayCode.FAILED, "en to")
    said = room.records[-1]
    assert isinstance(said, SpeechSaid)
    assert (said.text, said.stopped_by) == ("en to", StoppedBy.FAULT)
    assert room.faults == [("loudspeaker_lost", False)]


def test_what_a_slow_loudspeaker_still_holds_was_not_said() -> None:
    async def scenario() -> SayResult:
        cancelled = asyncio.Event()
        saying = asyncio.create_task(speaker(room).say(sentence(LONG), cancelled, ignore))
        await asyncio.sleep(0.8)
        cancelled.set()
        return await saying

    room = Room(latency_s=0.4)
    assert asyncio.run(scenario()).spoken_text == "en"


QUICK = Speaking(words_read_a_second=20.0, shortest_look_s=0.1)


def beside_a_screen(room: Room, synthesiser: Synthesiser | None = None) -> Speaker:
    room.is_read = True
    playback = Playback(room, SystemClock(), Pace())
    return Speaker(synthesiser or FakeSynthesiser(), playback, room, QUICK)


@pytest.mark.parametrize("synthesiser", [FakeSynthesiser(), NoSynthesiser()])
def test_what_cannot_sound_stands_on_an_open_screen_as_long_as_reading_takes(
    synthesiser: Synthesiser,
) -> None:
    async def scenario() -> tuple[SayResult, float]:
        began_s = asyncio.get_running_loop().time()
        result = await voice.say(sentence(LONG), asyncio.Event(), ignore)
        return result, asyncio.get_running_loop().time() - began_s

    room = Room(lost="no loudspeaker: plug one in")
    voice = beside_a_screen(room, synthesiser)
    result, took_s = asyncio.run(scenario())

    assert (result.code, result.spoken_text) == (SayCode.SHOWN, "")
    assert result.error
    assert took_s >= QUICK.reading_s(LONG) == 0.5
    assert room.captions == [LONG]
    assert not any(isinstance(body, SpeechSaid) for body in room.records), "it was not said"


def test_what_a_lost_loudspeaker_left_unsaid_is_shown_and_the_log_says_what_sounded() -> None:
    room = Room(lost_after=20)
    result = asyncio.run(beside_a_screen(room).say(sentence(LONG), asyncio.Event(), ignore))

    assert (result.code, result.spoken_text) == (SayCode.SHOWN, "en to")
    said = room.records[-1]
    assert isinstance(said, SpeechSaid)
    assert (said.text, said.stopped_by) == ("en to", StoppedBy.FAULT)


@pytest.mark.parametrize(
    ("is_answered", "code"), [(True, SayCode.SHOWN), (False, SayCode.CANCELLED)]
)
def test_whoever_speaks_has_read_what_is_shown_and_a_cancelled_sentence_counts_as_neither(
    is_answered: bool,  # noqa: FBT001 - a parameter of the test
    code: SayCode,
) -> None:
    async def scenario() -> SayResult:
        cancelled = asyncio.Event()
        saying = asyncio.create_task(voice.say(sentence(LONG), cancelled, ignore))
        await asyncio.sleep(0.2)
        if is_answered:
            voice.talked_into()
        else:
            cancelled.set()
        return await saying

    room = Room(lost="no loudspeaker: plug one in")
    voice = beside_a_screen(room)

    assert asyncio.run(scenario()).code is code
