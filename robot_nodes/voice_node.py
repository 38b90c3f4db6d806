"""The voice: serves skill/say, and plays on audio/out or on the machine's loudspeaker."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from std_msgs.msg import Bool, Empty

from codebook.robot import RobotFault
from codebook.speech import SpeechSaid
from robot_nodes import parameters, skill_wire, speech_wire, wire
from robot_nodes.actions import ActionHost, Goal
from robot_nodes.adapters.loudspeaker import Loudspeaker
from robot_nodes.bridge import ConversationLoop
from robot_nodes.diagnostics import Health, report_health
from robot_nodes.dialogue.aloud.reading import aloud
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import EventLog
from robot_nodes.ros import AUDIO, CONVERSATION, LATCHED, Membership, RobotNode
from robot_nodes.signals import Chunk, SayCode, SayResult, Sentence, Shown
from robot_nodes.speech.remembering_synthesiser import RememberingSynthesiser
from robot_nodes.speech.synthesiser import Synthesiser
from robot_nodes.voice.playback import Pace, Playback, Sink
from robot_nodes.voice.rehearsal import Rehearsal
from robot_nodes.voice.sinks import DeviceSink, TopicSink
from robot_nodes.voice.speaker import Speaker
from robot_nodes.voice.stage import Speaking
from schedules.locale import Locale

_LOG = logging.getLogger(__name__)
_LOOK_AFTER = timedelta(seconds=5)
"""How often a loudspeaker that is lost is looked for."""


class VoiceNode(RobotNode):
    """Says what it is asked to, the most important first."""

    def __init__(
        self,
        membership: Membership,
        loop: ConversationLoop,
        log: EventLog,
        synthesiser: Synthesiser,
        has_screen: Callable[[], bool] = lambda: False,
    ) -> None:
        """Declare parameters; `configure` makes the rest.

        Args:
            membership: Where the node belongs.
            loop: Where sentences are spoken.
            log: The robot's.
            synthesiser: Makes sound of them.
            has_screen: Whether the resident can read them just now.
        """
        super().__init__("voice", parameters.VOICE, membership)
        self._has_screen = has_screen
        self._loop = loop
        self._log = LogKeeper(log, self)
        self._synthesiser = RememberingSynthesiser(synthesiser)
        self._rehearsal = Rehearsal(self._synthesiser, _fixed_sentences)
        self._manner = Speaking()
        self._loudspeaker: Loudspeaker | None = None
        self._speaker: Speaker | None = None
        self._quiet_at: asyncio.TimerHandle | None = None
        self._sentences = 0

    def configure(self) -> None:
        """Offer the action. What cannot sound yet is a fault and no reason to stay away."""
        self._captions = self.publication(wire.Caption, "closed_captions", CONVERSATION)
        self._speaking = self.publication(Bool, "robot_speaking", LATCHED)
        pace = Pace(chunk_s=self.value(parameters.CHUNK), lead_s=self.value(parameters.LEAD))
        self._manner = Speaking(
            rate_wpm=self.value(parameters.RATE_WPM),
            synthesis_deadline_s=self.value(parameters.SYNTHESIS_DEADLINE),
            most_waiting=self.value(parameters.MOST_WAITING),
        )
        playback = Playback(self._sink(), self, pace)
        self._speaker = Speaker(self._synthesiser, playback, self, self._manner)
        self.subscribe(Empty, "talked_into", self._on_talked_into, CONVERSATION)
        self.subscribe(wire.Intent, "intents", self._on_intent, CONVERSATION)
        ActionHost(
            self,
            self._loop,
            self._serve,
            kind=wire.Say,
            name="skill/say",
            is_welcome=lambda: not self.is_resting,
        )
        self.every(_LOOK_AFTER, self._look_after_loudspeaker)
        report_health(self, self._health)

    def malformed(self, topic: str, *, is_over: bool) -> None:
        """Record it, once when it begins and once when it is over."""
        self._log.keep_malformed(topic, is_over=is_over)

    def start(self) -> None:
        """Say that it is quiet, and wake the voices."""
        self._speaking.publish(Bool(data=False))
        self._look_after_loudspeaker()
        if self._speaker is not None:
            self._loop.start(self._speaker.wake())

    def close(self) -> None:
        """Let go of loudspeaker and synthesiser."""
        if self._loudspeaker is not None:
            self._loudspeaker.close()
        self._synthesiser.close()

    @property
    def is_read(self) -> bool:
        """See `Stage.is_read`."""
        return self._has_screen()

    def about_to_say(
        self, sentence: Sentence, utterance_id: str, synthesise_s: float | None
    ) -> None:
        """Show the sentence as text; what follows it may well be a fixed one."""
        manner = sentence.manner
        self._loop.start(self._rehearsal.of(self._manner.delivery(manner)))
        self._captions.publish(
            speech_wire.caption_message(
                Shown(
                    at=self.now(),
                    utterance_id=utterance_id,
                    resident_id=manner.resident_id,
                    locale=manner.locale,
                    text=sentence.text,
                    synthesise_s=synthesise_s,
                )
            )
        )

    def speaking(self, *, is_speaking: bool) -> None:
        """Publish at once that it speaks, and a little later that it no longer does."""
        if self._quiet_at is not None:
            self._quiet_at.cancel()
            self._quiet_at = None
        if is_speaking:
            self._sentences += 1
            self._speaking.publish(Bool(data=True))
            return
        self._quiet_at = asyncio.get_running_loop().call_later(
            self.value(parameters.TAIL), self._speaking.publish, Bool(data=False)
        )

    def record(self, body: SpeechSaid | RobotFault, resident_id: UUID | None) -> None:
        """Write it into the robot's log; a fault on the terminal too."""
        self._log.keep(body, resident_id)
        if isinstance(body, RobotFault):
            _LOG.warning("%s: %s", body.component, body.detail)

    def _on_talked_into(self, _: Empty) -> None:
        if self._speaker is not None:
            self._loop.post(self._speaker.talked_into)

    def _on_intent(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        """Fall silent at a cry, without waiting for the care node to take the word away."""
        if message.is_emergency and self._speaker is not None:
            self._loop.post(self._speaker.cried)

    def _look_after_loudspeaker(self) -> None:
        if self._speaker is not None and not self.is_resting:
            self._loop.start(self._speaker.look_after_loudspeaker())

    async def _serve(self, goal: Goal) -> Any:  # noqa: ANN401 - a generated message
        if self._speaker is None:
            return None
        try:
            sentence = skill_wire.sentence(goal.request)
        except ValueError as fault:
            refused = SayResult(code=SayCode.FAILED, error=str(fault))
            return skill_wire.say_result_message(refused)
        result = await self._speaker.say(sentence, goal.cancelled, _teller(goal))
        return skill_wire.say_result_message(result)

    def _sink(self) -> Sink:
        out = self.publication(wire.AudioChunk, "audio/out", AUDIO)

        def publish(chunk: Chunk) -> None:
            out.publish(speech_wire.chunk_message(chunk))

        if self.value(parameters.AUDIO) == "topics":
            return TopicSink(publish)
        self._loudspeaker = Loudspeaker(self.value(parameters.LOUDSPEAKER) or None)
        return DeviceSink(self._loudspeaker, publish)

    def _health(self) -> Health:
        speaker = self._speaker
        waiting, trouble = (speaker.waiting, speaker.troubles.present) if speaker else (0, "")
        return Health(
            trouble=trouble or self._log.trouble,
            figures={"sentences": str(self._sentences), "waiting": str(waiting)},
        )


def _teller(goal: Goal) -> Callable[[str], None]:
    def tell(words: str) -> None:
        goal.tell(wire.Say.Feedback(words_spoken=words))

    return tell


@cache
def _fixed_sentences(locale: Locale) -> tuple[str, ...]:
    """Return what is always the same in a language, calls for help first, as it is read aloud."""
    fixed = Phrases.load(locale).fixed
    urgent_first = sorted(fixed, key=lambda line: not line.startswith("help."))
    return tuple(aloud(fixed[line], locale) for line in urgent_first)
