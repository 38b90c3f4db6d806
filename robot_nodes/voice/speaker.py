"""Speaks sentences one at a time, the more important ones at once."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from codebook.robot import Component, RobotFault
from codebook.speech import SpeechSaid, StoppedBy
from robot_nodes.dialogue.aloud.reading import aloud
from robot_nodes.floor import Floor, Turn
from robot_nodes.ports import Manner
from robot_nodes.short_id import short_id
from robot_nodes.signals import SayCode, SayResult, Sentence
from robot_nodes.speech.audio import at_volume
from robot_nodes.speech.synthesiser import Delivery, Speech, Synthesiser, SynthesisFailed
from robot_nodes.troubles import Troubles
from robot_nodes.voice.chime import prelude
from robot_nodes.voice.playback import Playback
from robot_nodes.voice.words import Progress, spoken_words
from robot_nodes.waiting import is_any_set
from schedules.locale import Locale

CRITICAL_FROM = 200
"""From this priority on an interruption is an emergency."""
SLOWEST_WPM, FASTEST_WPM = 80, 450
SILENT_FOR_S = 4.0
"""So long after the last sound a sentence may begin a conversation, and a chime goes before it."""
ESTIMATE_MARGIN_S = 0.4
"""By how much a voice that tells no word times may be behind what is worked out."""
_WORD = "hei"
_WHOLE_S = 0.02
"""A sentence that lacks less than this was spoken whole."""
_PATIENCE_S = 0.25
"""How long synthesis may go on after something more important came: longer, and it hangs."""


class Stage(Protocol):
    """Who is told what the speaker does."""

    def about_to_say(
        self, sentence: Sentence, utterance_id: str, synthesise_s: float | None
    ) -> None:
        """Hear of a sentence just before its first sample, or instead of it.

        Args:
            sentence: What will sound.
            utterance_id: The robot's.
            synthesise_s: What its sound took, seconds; None where it cannot sound.
        """
        ...

    def speaking(self, *, is_speaking: bool) -> None:
        """Hear of each beginning and end of sound."""
        ...

    def record(self, body: SpeechSaid | RobotFault, resident_id: UUID | None) -> None:
        """Write it into the robot's log."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """How the voice speaks."""

    rate_wpm: int = 150
    """Words a minute at rate 1.0."""
    synthesis_deadline_s: float = 4.0
    most_waiting: int = 8
    """Sentences that may wait; beyond, the least important one is dropped."""

    def delivery(self, manner: Manner) -> Delivery:
        """Return how a sentence in this manner is synthesised."""
        wpm = round(self.rate_wpm * manner.rate)
        return Delivery(
            locale=manner.locale,
            rate_wpm=min(max(wpm, SLOWEST_WPM), FASTEST_WPM),
            volume=min(max(manner.volume, 0.0), 1.0),
        )


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
        self.troubles = Troubles(lambda fault: stage.record(fault, None))
        self._silent_since_s = -math.inf
        self._cried_into: asyncio.Event | None = None
        """Stops the sentence that sounds, unless it is itself about an emergency."""
        self._talked_into: asyncio.Event | None = None
        """Stops the sentence that sounds, where it may be talked into."""

    def cried(self) -> None:
        """Fall silent: the resident calls for help. What is said about it sounds on."""
        if self._cried_into is not None:
            self._cried_into.set()

    def talked_into(self) -> None:
        """Fall silent: the resident speaks. What may not be interrupted sounds on."""
        if self._talked_into is not None:
            self._talked_into.set()

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
            self._make_room()
            await is_any_set(turn.granted, turn.dropped, cancelled)
            if cancelled.is_set():
                return SayResult(code=SayCode.CANCELLED)
            if turn.dropped.is_set():
                return SayResult(code=SayCode.FAILED, error="too many sentences wait: dropped")
            cried, talked = asyncio.Event(), asyncio.Event()
            stops = _Stops(turn=turn, cancelled=cancelled, cried=cried, talked=talked)
            self._cried_into = cried if sentence.manner.priority < CRITICAL_FROM else None
            self._talked_into = talked if sentence.manner.is_interruptible else None
            try:
                return await self._spoken(sentence, stops, progress)
            finally:
                self._cried_into = self._talked_into = None

    async def wake(self) -> None:
        """Speak a word unheard in each language: processes run from now on, faults are known."""
        for locale in Locale:
            delivery = self._speaking.delivery(Manner(locale=locale))
            try:
                await asyncio.to_thread(self._synthesiser.synthesise, _WORD, delivery)
            except SynthesisFailed as fault:
                self.troubles.came(Component.SYNTHESISER, "synthesis_failed", str(fault))

    async def look_after_loudspeaker(self) -> None:
        """Find out whether sound can be played, and tell what has changed."""
        self._note_loudspeaker(await self._playback.ready())

    def _make_room(self) -> None:
        """Drop what matters least where too much waits: never something critical for less."""
        if self._floor.waiting > self._speaking.most_waiting:
            self._floor.drop_least()
            detail = f"more than {self._speaking.most_waiting} sentences waited: one was dropped"
            self.troubles.came(Component.CONVERSATION, "sentences_dropped", detail)
        elif not self._floor.waiting:
            self.troubles.went("sentences_dropped", "no sentence waits any more")

    async def _spoken(
        self, sentence: Sentence, stops: "_Stops", progress: Callable[[str], None]
    ) -> SayResult:
        utterance_id = short_id()
        began_s = asyncio.get_running_loop().time()
        try:
            speech = await self._synthesised(sentence, stops)
        except SynthesisFailed as fault:
            if stops.any_set:
                return SayResult(code=_code(stops.reason), utterance_id=utterance_id)
            self.troubles.came(Component.SYNTHESISER, "synthesis_failed", str(fault))
            return self._shown_only(sentence, utterance_id, str(fault))
        synthesise_s = asyncio.get_running_loop().time() - began_s
        self.troubles.went("synthesis_failed", "a sentence came out again")
        lost = await self._playback.ready()
        self._note_loudspeaker(lost)
        if lost:
            return self._shown_only(sentence, utterance_id, lost)
        if stops.any_set:
            return SayResult(code=_code(stops.reason), utterance_id=utterance_id)
        self._stage.about_to_say(sentence, utterance_id, synthesise_s)
        return await self._played(sentence, speech, utterance_id, stops, progress)

    async def _synthesised(self, sentence: Sentence, stops: "_Stops") -> Speech:
        """Return the sound of a sentence, with a chime where it begins a conversation.

        Raises:
            SynthesisFailed: There is none, or one of `stops` was set meanwhile.
        """
        manner = sentence.manner
        working = asyncio.ensure_future(
            asyncio.to_thread(
                self._synthesiser.synthesise,
                aloud(sentence.text, manner.locale),
                self._speaking.delivery(manner),
                self._speaking.synthesis_deadline_s,
            )
        )
        stopped = asyncio.ensure_future(is_any_set(*stops.events))
        try:
            await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                await asyncio.wait({working}, timeout=_PATIENCE_S)
            if not working.done():
                self._synthesiser.give_up()
            speech = await working
        finally:
            stopped.cancel()
        is_opening = manner.has_chime and manner.priority < CRITICAL_FROM and self._is_silent()
        if not is_opening:
            return speech
        chime = at_volume(prelude(speech.sample_rate_hz), manner.volume)
        return speech.after(chime)

    def _is_silent(self) -> bool:
        return asyncio.get_running_loop().time() - self._silent_since_s >= SILENT_FOR_S

    async def _played(
        self,
        sentence: Sentence,
        speech: Speech,
        utterance_id: str,
        stops: "_Stops",
        progress: Callable[[str], None],
    ) -> SayResult:
        self._stage.speaking(is_speaking=True)
        try:
            played = await self._playback.play(
                speech, utterance_id, stops.events, Progress(speech.words, progress)
            )
        finally:
            self._stage.speaking(is_speaking=False)
            self._silent_since_s = asyncio.get_running_loop().time()
        self._note_loudspeaker(played.lost)
        is_whole = not played.lost and played.sounded_s >= speech.duration_s - _WHOLE_S
        if played.lost:
            stopped_by = StoppedBy.FAULT
        else:
            stopped_by = StoppedBy.COMPLETED if is_whole else stops.reason
        margin_s = ESTIMATE_MARGIN_S if speech.is_estimated else 0.0
        text = sentence.text if is_whole else spoken_words(speech.words, played.sounded_s, margin_s)
        said = SpeechSaid(
            utterance_id=utterance_id,
            locale=sentence.manner.locale,
            text=text,
            stopped_by=stopped_by,
            duration_s=played.sounded_s,
        )
        self._stage.record(said, sentence.manner.resident_id)
        return SayResult(
            code=_code(stopped_by),
            spoken_text=text,
            utterance_id=utterance_id,
            error=played.lost,
        )

    def _shown_only(self, sentence: Sentence, utterance_id: str, reason: str) -> SayResult:
        """Show what cannot sound: who reads the screen can still know."""
        self._stage.about_to_say(sentence, utterance_id, None)
        return SayResult(code=SayCode.FAILED, utterance_id=utterance_id, error=reason)

    def _note_loudspeaker(self, lost: str) -> None:
        if lost:
            self.troubles.came(Component.LOUDSPEAKER, "loudspeaker_lost", lost)
        else:
            self.troubles.went("loudspeaker_lost", "the loudspeaker plays again")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stops:
    """What can end a sentence before its end."""

    turn: Turn
    cancelled: asyncio.Event
    cried: asyncio.Event
    talked: asyncio.Event

    @property
    def events(self) -> tuple[asyncio.Event, ...]:
        return self.turn.interrupted, self.cancelled, self.cried, self.talked

    @property
    def any_set(self) -> bool:
        return any(event.is_set() for event in self.events)

    @property
    def reason(self) -> StoppedBy:
        if self.cried.is_set():
            return StoppedBy.EMERGENCY
        if self.talked.is_set() and not self.turn.interrupted.is_set():
            return StoppedBy.RESIDENT
        if self.cancelled.is_set() or self.turn.interrupted_by is None:
            return StoppedBy.CANCELLED
        is_emergency = self.turn.interrupted_by >= CRITICAL_FROM
        return StoppedBy.EMERGENCY if is_emergency else StoppedBy.PRIORITY


def _code(stopped_by: StoppedBy) -> SayCode:
    match stopped_by:
        case StoppedBy.COMPLETED | StoppedBy.RESIDENT:
            return SayCode.COMPLETED  # whoever talks into a sentence knows what it is about
        case StoppedBy.PRIORITY | StoppedBy.EMERGENCY:
            return SayCode.INTERRUPTED
        case StoppedBy.CANCELLED:
            return SayCode.CANCELLED
        case StoppedBy.FAULT:
            return SayCode.FAILED
