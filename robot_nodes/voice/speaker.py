"""Speaks sentences one at a time, the more important ones at once."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from codebook.robot import Component, RobotFault
from codebook.speech import SpeechSaid, StoppedBy
from robot_nodes.floor import Floor, Turn
from robot_nodes.short_id import short_id
from robot_nodes.signals import SayCode, SayResult, Sentence
from robot_nodes.speech.synthesiser import (
    Delivery,
    Speech,
    SpokenWord,
    Synthesiser,
    SynthesisFailed,
)
from robot_nodes.voice.playback import Playback
from robot_nodes.waiting import is_any_set

CRITICAL_FROM = 200
"""From this priority on an interruption is an emergency."""
SLOWEST_WPM, FASTEST_WPM = 80, 450
_WHOLE_S = 0.02
"""A sentence that lacks less than this was spoken whole."""


class Stage(Protocol):
    """Who is told what the speaker does."""

    def about_to_say(self, sentence: Sentence, utterance_id: str) -> None:
        """Hear of a sentence just before its first sample."""
        ...

    def speaking(self, *, is_speaking: bool) -> None:
        """Hear of each beginning and end of sound."""
        ...

    def record(self, body: SpeechSaid | RobotFault, sentence: Sentence) -> None:
        """Write it into the robot's log."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """How the voice speaks."""

    rate_wpm: int = 150
    """Words a minute at rate 1.0."""
    synthesis_deadline_s: float = 5.0


class Speaker:
    """Takes sentences from anywhere; used on the conversation loop."""

    def __init__(
        self, synthesiser: Synthesiser, playback: Playback, stage: Stage, speaking: Speaking
    ) -> None:
        """Say nothing yet."""
        self._synthesiser = synthesiser
        self._playback = playback
        self._stage = stage
        self._speaking = speaking
        self._floor = Floor()
        self._is_faulty = False
        self._cried_into: asyncio.Event | None = None
        """Stops the sentence that sounds, unless it is itself about an emergency."""

    def cried(self) -> None:
        """Fall silent: the resident calls for help. What is said about it sounds on."""
        if self._cried_into is not None:
            self._cried_into.set()

    @property
    def waiting(self) -> int:
        """How many sentences wait for their turn."""
        return self._floor.waiting

    async def say(
        self, sentence: Sentence, cancelled: asyncio.Event, progress: Callable[[str], None]
    ) -> SayResult:
        """Speak the sentence when its turn comes.

        Args:
            sentence: What to say.
            cancelled: Ends it, also while it waits.
            progress: Called with the words so far as they begin to sound.
        """
        async with self._floor.turn(sentence.manner.priority) as turn:
            await is_any_set(turn.granted, cancelled)
            if cancelled.is_set():
                return SayResult(code=SayCode.CANCELLED)
            try:
                speech = await self._synthesised(sentence)
            except SynthesisFailed as fault:
                return self._failed(sentence, str(fault))
            self._recovered(sentence)
            return await self._played(sentence, speech, turn, cancelled, progress)

    async def _synthesised(self, sentence: Sentence) -> Speech:
        manner = sentence.manner
        wpm = round(self._speaking.rate_wpm * manner.rate)
        delivery = Delivery(
            locale=manner.locale,
            rate_wpm=min(max(wpm, SLOWEST_WPM), FASTEST_WPM),
            volume=min(max(manner.volume, 0.0), 1.0),
        )
        return await asyncio.to_thread(
            self._synthesiser.synthesise,
            sentence.text,
            delivery,
            self._speaking.synthesis_deadline_s,
        )

    async def _played(
        self,
        sentence: Sentence,
        speech: Speech,
        turn: Turn,
        cancelled: asyncio.Event,
        progress: Callable[[str], None],
    ) -> SayResult:
        utterance_id = short_id()
        cried = asyncio.Event()
        stops = (turn.interrupted, cancelled, cried)
        if any(stop.is_set() for stop in stops):
            reason = _stopped_by(turn, cancelled, cried)
            return SayResult(code=_code(reason), utterance_id=utterance_id)
        self._cried_into = cried if sentence.manner.priority < CRITICAL_FROM else None
        self._stage.about_to_say(sentence, utterance_id)
        self._stage.speaking(is_speaking=True)
        try:
            sounded_s = await self._playback.play(
                speech, utterance_id, stops, _Progress(speech.words, progress)
            )
        finally:
            self._cried_into = None
            self._stage.speaking(is_speaking=False)
        is_whole = sounded_s >= speech.duration_s - _WHOLE_S
        stopped_by = StoppedBy.COMPLETED if is_whole else _stopped_by(turn, cancelled, cried)
        text = sentence.text if is_whole else spoken_words(speech.words, sounded_s)
        said = SpeechSaid(
            utterance_id=utterance_id,
            locale=sentence.manner.locale,
            text=text,
            stopped_by=stopped_by,
            duration_s=max(0.0, sounded_s),
        )
        self._stage.record(said, sentence)
        return SayResult(code=_code(stopped_by), spoken_text=text, utterance_id=utterance_id)

    def _failed(self, sentence: Sentence, reason: str) -> SayResult:
        if not self._is_faulty:
            self._is_faulty = True
            self._stage.record(_fault(reason, is_resolved=False), sentence)
        return SayResult(code=SayCode.FAILED, error=reason)

    def _recovered(self, sentence: Sentence) -> None:
        if self._is_faulty:
            self._is_faulty = False
            self._stage.record(_fault("a sentence came out again", is_resolved=True), sentence)


def spoken_words(words: tuple[SpokenWord, ...], sounded_s: float) -> str:
    """Return the words that sounded to their end in the first `sounded_s` seconds."""
    ends = [word.starts_at_s for word in words[1:]]
    whole = [word.text for word, end in zip(words, ends, strict=False) if end <= sounded_s]
    return " ".join(whole)


class _Progress:
    """Tells of each word as it begins."""

    def __init__(self, words: tuple[SpokenWord, ...], tell: Callable[[str], None]) -> None:
        self._words = words
        self._tell = tell
        self._told = 0

    def __call__(self, reached_s: float) -> None:
        begun = [word.text for word in self._words if word.starts_at_s <= reached_s]
        if len(begun) > self._told:
            self._told = len(begun)
            self._tell(" ".join(begun))


def _stopped_by(turn: Turn, cancelled: asyncio.Event, cried: asyncio.Event) -> StoppedBy:
    if cried.is_set():
        return StoppedBy.EMERGENCY
    if cancelled.is_set() or turn.interrupted_by is None:
        return StoppedBy.CANCELLED
    is_emergency = turn.interrupted_by >= CRITICAL_FROM
    return StoppedBy.EMERGENCY if is_emergency else StoppedBy.PRIORITY


def _code(stopped_by: StoppedBy) -> SayCode:
    match stopped_by:
        case StoppedBy.COMPLETED:
            return SayCode.COMPLETED
        case StoppedBy.PRIORITY | StoppedBy.EMERGENCY:
            return SayCode.INTERRUPTED
        case StoppedBy.CANCELLED | StoppedBy.RESIDENT:
            return SayCode.CANCELLED
        case StoppedBy.FAULT:
            return SayCode.FAILED


def _fault(detail: str, *, is_resolved: bool) -> RobotFault:
    return RobotFault(
        component=Component.SYNTHESISER,
        code="synthesis_failed",
        detail=detail,
        is_resolved=is_resolved,
    )
