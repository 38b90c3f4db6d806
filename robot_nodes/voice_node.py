"""The voice: serves skill/say, and plays on audio/out or on the machine's loudspeaker."""

import asyncio
from collections.abc import Callable
from typing import Any

from std_msgs.msg import Bool

from codebook.robot import RobotFault
from codebook.speech import SpeechSaid
from robot_nodes import parameters, skill_wire, speech_wire, wire
from robot_nodes.actions import ActionHost, Goal
from robot_nodes.adapters.audio_device import AudioDeviceMissing
from robot_nodes.adapters.loudspeaker import Loudspeaker
from robot_nodes.bridge import ConversationLoop
from robot_nodes.diagnostics import Health, report_health
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import EventLog
from robot_nodes.ros import AUDIO, CONVERSATION, LATCHED, Membership, RobotNode
from robot_nodes.ros_parameters import SetUpFailed
from robot_nodes.signals import Chunk, SayCode, SayResult, Sentence
from robot_nodes.speech.synthesiser import Delivery, Synthesiser, SynthesisFailed
from robot_nodes.voice.playback import Pace, Playback, Sink
from robot_nodes.voice.speaker import Speaker, Speaking
from schedules.locale import Locale


class VoiceNode(RobotNode):
    """Says what it is asked to, the most important first."""

    def __init__(
        self,
        membership: Membership,
        loop: ConversationLoop,
        log: EventLog,
        synthesiser: Synthesiser,
    ) -> None:
        """Declare parameters; `configure` makes the rest."""
        super().__init__("voice", parameters.VOICE, membership)
        self._loop = loop
        self._log = LogKeeper(log, self)
        self._synthesiser = synthesiser
        self._loudspeaker: Loudspeaker | None = None
        self._speaker: Speaker | None = None
        self._quiet_at: asyncio.TimerHandle | None = None
        self._sentences = 0

    def configure(self) -> None:
        """Try the synthesiser, open the loudspeaker, offer the action."""
        try:
            self._synthesiser.synthesise("Hei.", Delivery(locale=Locale.NB_NO))
        except SynthesisFailed as fault:
            raise SetUpFailed(f"no voice: {fault}; `nabo doctor` says more") from fault
        self._captions = self.publication(wire.Caption, "closed_captions", CONVERSATION)
        self._speaking = self.publication(Bool, "robot_speaking", LATCHED)
        pace = Pace(chunk_s=self.value(parameters.CHUNK), lead_s=self.value(parameters.LEAD))
        speaking = Speaking(
            rate_wpm=self.value(parameters.RATE_WPM),
            synthesis_deadline_s=self.value(parameters.SYNTHESIS_DEADLINE),
        )
        playback = Playback(self._sink(), self, pace)
        self._speaker = Speaker(self._synthesiser, playback, self, speaking)
        self.subscribe(wire.Intent, "intents", self._on_intent, CONVERSATION)
        ActionHost(
            self,
            self._loop,
            self._serve,
            kind=wire.Say,
            name="skill/say",
            is_welcome=self._is_welcome,
        )
        report_health(self, self._health)

    def start(self) -> None:
        """Say that it is quiet."""
        self._speaking.publish(Bool(data=False))

    def close(self) -> None:
        """Let go of loudspeaker and synthesiser."""
        if self._loudspeaker is not None:
            self._loudspeaker.close()
        self._synthesiser.close()

    def about_to_say(self, sentence: Sentence, utterance_id: str) -> None:
        """Show the sentence as text."""
        manner = sentence.manner
        self._captions.publish(
            speech_wire.caption_message(
                sentence.text, manner.locale, utterance_id, manner.resident_id, self.now()
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

    def record(self, body: SpeechSaid | RobotFault, sentence: Sentence) -> None:
        """Write it into the robot's log."""
        self._log.keep(body, sentence.manner.resident_id)

    def _on_intent(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        """Fall silent at a cry, without waiting for the care node to take the word away."""
        if message.is_emergency and self._speaker is not None:
            self._loop.post(self._speaker.cried)

    def _is_welcome(self) -> bool:
        return self._speaker is not None and self._speaker.waiting < self.value(
            parameters.MOST_WAITING
        )

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
        if self.value(parameters.AUDIO) == "topics":
            return _TopicSink(self)
        self._loudspeaker = Loudspeaker()
        try:
            self._loudspeaker.start()
        except AudioDeviceMissing as fault:
            raise SetUpFailed(str(fault)) from fault
        return _DeviceSink(self._loudspeaker)

    def _health(self) -> Health:
        waiting = 0 if self._speaker is None else self._speaker.waiting
        return Health(
            trouble=self._log.trouble,
            figures={"sentences": str(self._sentences), "waiting": str(waiting)},
        )


class _TopicSink:
    """Publishes sound on audio/out."""

    def __init__(self, node: RobotNode) -> None:
        self._out = node.publication(wire.AudioChunk, "audio/out", AUDIO)

    def play(self, chunk: Chunk) -> None:
        """Publish the chunk."""
        self._out.publish(speech_wire.chunk_message(chunk))

    def stop(self) -> None:
        """Nothing is held back here: whoever listens has at most the lead."""


class _DeviceSink:
    """Plays sound on the machine's loudspeaker."""

    def __init__(self, loudspeaker: Loudspeaker) -> None:
        self._loudspeaker = loudspeaker

    def play(self, chunk: Chunk) -> None:
        """Queue the chunk."""
        self._loudspeaker.play(chunk.samples, chunk.sample_rate_hz)

    def stop(self) -> None:
        """Drop what is queued."""
        self._loudspeaker.stop()


def _teller(goal: Goal) -> Callable[[str], None]:
    def tell(words: str) -> None:
        goal.tell(wire.Say.Feedback(words_spoken=words))

    return tell
