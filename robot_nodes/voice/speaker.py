"""Speaks sentences one at a time, the more important ones at once."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import replace

from codebook.robot import Component
from codebook.speech import SpeechSaid, StoppedBy
from robot_nodes.dialogue.aloud.reading import aloud
from robot_nodes.floor import Floor
from robot_nodes.ports import Manner, Priority
from robot_nodes.short_id import short_id
from robot_nodes.signals import SayCode, SayResult, Sentence
from robot_nodes.speech.audio import at_volume
from robot_nodes.speech.synthesiser import Speech, Synthesiser, SynthesisFailed, SynthesisLate
from robot_nodes.troubles import Troubles
from robot_nodes.voice.chime import prelude
from robot_nodes.voice.playback import Playback
from robot_nodes.voice.stage import Speaking, Stage
from robot_nodes.voice.stops import CRITICAL_FROM, Stops, code_of
from robot_nodes.voice.words import Progress, spoken_words
from robot_nodes.waiting import is_any_set
from schedules.locale import Locale

SILENT_FOR_S = 4.0
"""So long after the last sound a sentence may begin a conversation, and a chime goes before it."""
ESTIMATE_MARGIN_S = 0.4
"""By how much a voice that tells no word times may be behind what is worked out."""
_WORD = "hei"
_WHOLE_S = 0.02
"""A sentence that lacks less than this was spoken whole."""
_PATIENCE_S = 0.25
"""How long synthesis may go on after something more important came: longer, and it hangs."""


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
            stops = Stops(turn=turn, cancelled=cancelled, cried=cried, talked=talked)
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
        """Drop what matters least where too much waits: never what is about an emergency."""
        if self._floor.waiting > self._speaking.most_waiting:
            if self._floor.drop_least(below=CRITICAL_FROM) is None:
                return
            detail = f"more than {self._speaking.most_waiting} sentences waited: one was dropped"
            self.troubles.came(Component.CONVERSATION, "sentences_dropped", detail)
        elif not self._floor.waiting:
            self.troubles.went("sentences_dropped", "no sentence waits any more")

    async def _spoken(
        self, sentence: Sentence, stops: Stops, progress: Callable[[str], None]
    ) -> SayResult:
        utterance_id = short_id()
        began_s = asyncio.get_running_loop().time()
        try:
            speech = await self._synthesised_at_last(sentence, stops)
        except SynthesisFailed as fault:
            if stops.any_set:
                return SayResult(code=code_of(stops.reason), utterance_id=utterance_id)
            self.troubles.came(Component.SYNTHESISER, "synthesis_failed", str(fault))
            return await self._shown_only(sentence, utterance_id, str(fault), stops)
        synthesise_s = asyncio.get_running_loop().time() - began_s
        self.troubles.went("synthesis_failed", "a sentence came out again")
        lost = await self._playback.ready()
        self._note_loudspeaker(lost)
        if lost:
            return await self._shown_only(sentence, utterance_id, lost, stops)
        if stops.any_set:
            return SayResult(code=code_of(stops.reason), utterance_id=utterance_id)
        self._stage.about_to_say(sentence, utterance_id, synthesise_s)
        return await self._played(sentence, speech, utterance_id, stops, progress)

    async def _synthesised_at_last(self, sentence: Sentence, stops: Stops) -> Speech:
        """Return the sound of a sentence; a reminder or what is about a cry gets a second try.

        Raises:
            SynthesisFailed: As `_synthesised` does.
        """
        try:
            return await self._synthesised(sentence, stops)
        except SynthesisLate:
            if stops.any_set or sentence.manner.priority < Priority.REMINDER:
                raise
            return await self._synthesised(sentence, stops)

    async def _synthesised(self, sentence: Sentence, stops: Stops) -> Speech:
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
        stops: Stops,
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
        result = SayResult(
            code=code_of(stopped_by),
            spoken_text=text,
            utterance_id=utterance_id,
            error=played.lost,
        )
        return await self._read(sentence, result, stops) if played.lost else result

    async def _shown_only(
        self, sentence: Sentence, utterance_id: str, reason: str, stops: Stops
    ) -> SayResult:
        """Show what cannot sound: who reads the screen can still know."""
        self._stage.about_to_say(sentence, utterance_id, None)
        return await self._read(
            sentence, SayResult(code=SayCode.FAILED, utterance_id=utterance_id, error=reason), stops
        )

    async def _read(self, sentence: Sentence, unsaid: SayResult, stops: Stops) -> SayResult:
        """Return what came of a sentence that stands on the screen, once it can have been read."""
        if not self._stage.is_read:
            return unsaid
        reading_s = self._speaking.reading_s(sentence.text)
        is_stopped = await is_any_set(*stops.events, within_s=reading_s)
        if is_stopped and stops.reason is not StoppedBy.RESIDENT:
            return replace(unsaid, code=code_of(stops.reason))
        return replace(unsaid, code=SayCode.SHOWN)

    def _note_loudspeaker(self, lost: str) -> None:
        if lost:
            self.troubles.came(Component.LOUDSPEAKER, "loudspeaker_lost", lost)
        else:
            self.troubles.went("loudspeaker_lost", "the loudspeaker plays again")
