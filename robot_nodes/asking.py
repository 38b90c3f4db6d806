"""Asks one question at a time and waits for its answer, as long as the resident needs."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from robot_nodes.floor import Floor, Turn
from robot_nodes.ports import Answer, AnswerCode, Asking, Priority, Said, Voice
from robot_nodes.signals import AskGoal, AskResult, Expected, Meant
from robot_nodes.waiting import is_any_set
from schedules.clock import Clock

GRACE = timedelta(seconds=0.5)
"""After somebody stopped speaking, the transcript may take this long."""
_LOOK_AGAIN_S = 0.1
"""A simulated clock may run at another speed than the machine's."""


@dataclass(slots=True, kw_only=True)
class _Question:
    """The question that waits for its answer."""

    number: int
    """Counts the questions of one run, from 1."""
    asking: Asking
    resident_id: UUID | None
    """Whom it is for."""
    is_critical: bool
    """Asked in a call for help, where another cry is an answer."""
    answer: Answer | None = None


class Asker:
    """Used on the conversation loop only."""

    def __init__(
        self,
        voice: Voice,
        clock: Clock,
        expect: Callable[[Expected], None],
        longest: timedelta,
    ) -> None:
        """Ask nothing yet.

        Args:
            voice: Speaks the question.
            clock: The robot's, in which patience counts.
            expect: Told what is waited for, and when nothing is any more.
            longest: When a question ends for certain, even while somebody is still talking.
        """
        self._voice = voice
        self._clock = clock
        self._expect = expect
        self._longest = longest
        self._floor = Floor()
        self._question: _Question | None = None
        self._count = 0
        self.is_resident_speaking = False
        """Whether a voice is heard just now."""
        self._news = asyncio.Event()
        self.end_silence_s = 0.0
        """Of the resident visited; 0 where none is known."""

    @property
    def waiting(self) -> Asking | None:
        """What is being waited for."""
        return self._question.asking if self._question else None

    def is_asking(self, number: int) -> bool:
        """Return whether that question is the one that waits for its answer."""
        return self._question is not None and self._question.number == number

    def speaking(self, is_speaking: bool) -> None:  # noqa: FBT001 - a plain callback
        """Take note that the resident began or ended to speak."""
        self.is_resident_speaking = is_speaking
        self._news.set()

    def heard(self, meant: Meant) -> None:
        """Take note of an utterance.

        A cry for help answers no question, but for those of a call for help: it ends the
        conversation. Nor does what somebody else said, to whom the robot spoke before.
        """
        question = self._question
        if question is None or _is_of_another(question.resident_id, meant.resident_id):
            return
        wanted = question.asking.intents
        is_wanted = meant.understanding.intent in wanted or not wanted
        if meant.is_emergency and not question.is_critical:
            return
        question.answer = Answer(
            code=AnswerCode.ANSWERED if is_wanted else AnswerCode.UNCLEAR,
            understanding=meant.understanding,
            transcript=meant.transcript,
            utterance_id=meant.utterance_id,
            modality=meant.modality,
        )
        self._news.set()

    async def ask(self, goal: AskGoal, cancelled: asyncio.Event) -> AskResult:
        """Speak the question and return what came back on it."""
        async with self._floor.turn(goal.sentence.manner.priority) as turn:
            await is_any_set(turn.granted, cancelled)
            if cancelled.is_set():
                return AskResult(answer=None, is_cancelled=True)
            manner = goal.sentence.manner
            self._count += 1
            self._question = _Question(
                number=self._count,
                asking=goal.asking,
                resident_id=manner.resident_id,
                is_critical=manner.priority >= Priority.CRITICAL,
            )
            self._expect(
                Expected(
                    question=self._count,
                    is_waiting=True,
                    intents=goal.asking.intents,
                    is_closed=goal.asking.is_closed,
                    end_silence_s=self.end_silence_s,
                )
            )
            try:
                return await self._asked(goal, self._question, turn, cancelled)
            finally:
                self._question = None
                self._expect(Expected(end_silence_s=self.end_silence_s))

    async def _asked(
        self, goal: AskGoal, question: _Question, turn: Turn, cancelled: asyncio.Event
    ) -> AskResult:
        stops = (cancelled, turn.interrupted)
        said = await self._spoken(goal, question, stops)
        if question.answer is not None:
            return AskResult(answer=question.answer)
        if any(stop.is_set() for stop in stops):
            return AskResult(answer=None, is_cancelled=True)
        if said is None or not (said.is_complete or said.is_shown):
            reason = "not asked" if said is None else said.stopped_by.value
            return AskResult(answer=None, error=f"the question was not spoken: {reason}")
        return await self._answered(question, stops)

    async def _spoken(
        self, goal: AskGoal, question: _Question, stops: tuple[asyncio.Event, ...]
    ) -> Said | None:
        """Speak the question; an answer into it, or one of `stops`, ends it."""
        manner = goal.sentence.manner
        saying = asyncio.ensure_future(self._voice.say(goal.sentence.text, manner))
        saying.add_done_callback(lambda _: self._news.set())
        try:
            while not saying.done():
                self._news.clear()
                await is_any_set(self._news, *stops)
                if any(stop.is_set() for stop in stops) or _is_answered(question):
                    return None
            return saying.result()
        finally:
            if not saying.done():
                saying.cancel()
                await asyncio.wait([saying])

    async def _answered(self, question: _Question, stops: tuple[asyncio.Event, ...]) -> AskResult:
        began_at = self._clock.now()
        until = began_at + question.asking.patience
        while question.answer is None:
            now = self._clock.now()
            if any(stop.is_set() for stop in stops):
                return AskResult(answer=None, is_cancelled=True)
            if self.is_resident_speaking:
                until = max(until, now + GRACE)
            if now >= min(until, began_at + self._longest + question.asking.patience):
                return AskResult(answer=Answer(code=AnswerCode.SILENCE))
            self._news.clear()
            await is_any_set(self._news, *stops, within_s=_LOOK_AGAIN_S)
        return AskResult(answer=question.answer)


def _is_of_another(asked: UUID | None, speaker: UUID | None) -> bool:
    """Return whether both are known and are not the same."""
    return asked is not None and speaker is not None and asked != speaker


def _is_answered(question: _Question) -> bool:
    """Return whether what was said into the question answers it; what does not is forgotten."""
    if question.answer is not None and question.answer.code is not AnswerCode.ANSWERED:
        question.answer = None
    return question.answer is not None
