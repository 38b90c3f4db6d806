"""The ears: sound in, live speech out, in whichever language the resident visited speaks."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from std_msgs.msg import Bool

from codebook.robot import RobotFault
from robot_nodes import parameters, speech_wire, wire
from robot_nodes.adapters.microphone import BLOCK_S, Microphone
from robot_nodes.diagnostics import Health, report_health
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.ears.audio_watch import AudioWatch
from robot_nodes.ears.hearing import Hearing
from robot_nodes.ears.languages import Languages
from robot_nodes.ears.model_settings import model_settings
from robot_nodes.ears.models import Loaders, OnceLoaded
from robot_nodes.ears.upkeep import Upkeep
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import EventLog
from robot_nodes.ros import AUDIO, CONVERSATION, LATCHED, Membership, RobotNode
from robot_nodes.ros_apart import Apart
from robot_nodes.signals import Chunk, Expected, Live
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.echo import OwnVoice
from robot_nodes.speech.endpoint import EndpointSettings
from robot_nodes.speech.listener import Expectation, IsCompleteAnswer
from robot_nodes.speech.vosk_recogniser import VoskModel
from robot_nodes.speech.webrtc_echo import WebRtcEchoCanceller
from robot_nodes.speech.whisper_recogniser import WhisperModel
from robot_nodes.troubles import Troubles
from schedules.locale import Locale

_WATCH_PERIOD = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ears:
    """What `configure` makes."""

    watch: AudioWatch
    hearing: Hearing
    languages: Languages


class EarsNode(RobotNode):
    """Listens all the time, also while the robot speaks: a cry for help must get through."""

    def __init__(
        self,
        membership: Membership,
        log: EventLog,
        interpreter: Interpreter,
        *,
        is_listening: bool = True,
    ) -> None:
        """Declare parameters; `configure` makes the rest.

        Args:
            membership: Where the node belongs.
            log: The robot's.
            interpreter: Tells a complete answer.
            is_listening: Whether the ears are open until the care node says so.
        """
        super().__init__("ears", parameters.EARS, membership)
        self._log = LogKeeper(log, self)
        self._troubles = Troubles(self._tell)
        self._interpreter = interpreter
        self._microphone: Microphone | None = None
        self._audio_in: Apart | None = None
        self._ears: _Ears | None = None
        self._locale = Locale.NB_NO
        self._expected = Expected()
        self.is_listening = is_listening
        """Whether the ears are open: a resident may want them closed, or not have agreed."""

    def configure(self) -> None:
        """Load the speech models, listen to the microphone. What fails here is tried again."""
        self._locale = Locale(self.value(parameters.LOCALE))
        voice = f"humans/voices/{self.value(parameters.VOICE_ID)}"
        self._speech = self.publication(wire.LiveSpeech, f"{voice}/speech", CONVERSATION)
        self._is_speaking = self.publication(Bool, f"{voice}/is_speaking", LATCHED)
        vosk, whisper = OnceLoaded(VoskModel), OnceLoaded(WhisperModel)
        loaders = Loaders(
            vosk=vosk, whisper=lambda folder, locale: whisper(folder).recogniser(locale)
        )
        languages = Languages(model_settings(self.value), self._interpreter, loaders)
        own_voice = OwnVoice(WebRtcEchoCanceller())
        hearing = Hearing(languages.listeners(), self, self._on_speaking, self._on_heard, own_voice)
        watch = AudioWatch(self.value(parameters.NO_AUDIO_AFTER))
        self._ears = _Ears(watch=watch, hearing=hearing, languages=languages)
        if self.value(parameters.AUDIO) == "topics":
            self._audio_in = self.subscribe_apart(
                wire.AudioChunk, "audio/in", self._on_audio, AUDIO
            )
        else:
            self._microphone = Microphone(self._on_block, self.value(parameters.MICROPHONE) or None)
        self._upkeep = Upkeep(
            watch, hearing, languages, self._microphone, self._troubles, self._expect
        )
        self.subscribe(wire.Expectation, "expected_answer", self._on_expected, LATCHED)
        self.subscribe(wire.CareStateMessage, "care_state", self._on_care_state, LATCHED)
        self.subscribe(wire.AudioChunk, "audio/out", self._on_own_voice, AUDIO)
        self.subscribe(Bool, "listening", self._on_listening, LATCHED)
        self.every(_WATCH_PERIOD, self._on_watch)
        report_health(self, self._health)

    def malformed(self, topic: str, *, is_over: bool) -> None:
        """Record it, once when it begins and once when it is over."""
        self._log.keep_malformed(topic, is_over=is_over)

    def start(self) -> None:
        """Begin to listen."""
        if self._ears is not None:
            self._ears.hearing.start()
            self._expect()
            self._is_speaking.publish(Bool(data=False))
            self._upkeep.look(0.0)

    def stop(self) -> None:
        """Hear nothing more."""
        if self._ears is not None:
            self._ears.hearing.stop()

    def close(self) -> None:
        """Let go of the microphone, or of the topic in its place."""
        if self._audio_in is not None:
            self._audio_in.close()
        if self._microphone is not None:
            self._microphone.close()
        self.stop()

    def _on_audio(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        self._on_chunk(speech_wire.chunk(message))

    def _on_own_voice(self, message: Any) -> None:  # noqa: ANN401 - as above
        if self._ears is not None and self._ears.hearing.is_running:
            self._ears.hearing.played(speech_wire.chunk(message))

    def _on_block(self, samples: Samples) -> None:
        self._on_chunk(
            Chunk(
                samples=samples,
                sample_rate_hz=HEARING_RATE_HZ,
                at=self.now() - timedelta(seconds=BLOCK_S),
                sequence=0,
            )
        )

    def _on_chunk(self, chunk: Chunk) -> None:
        if self._ears is not None and self._ears.hearing.is_running:
            self._ears.watch.heard(chunk.sample_rate_hz)
            if self.is_listening:
                self._ears.hearing.hear(chunk)

    def _on_expected(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        self._expected = speech_wire.expected(message)
        self._expect()

    def _on_care_state(self, message: Any) -> None:  # noqa: ANN401 - as above
        locale = wire.care_state(message).locale
        if locale is not self._locale:
            self._locale = locale
            self._expect()

    def _on_listening(self, message: Bool) -> None:
        """Close the ears at a resident's wish, and forget what was half heard; or open them."""
        if self.is_listening and not message.data and self._ears is not None:
            self._ears.hearing.forget()
        self.is_listening = message.data

    def _expect(self) -> None:
        if self._ears is None:
            return
        end_silence_s = self._expected.end_silence_s or self.value(parameters.END_SILENCE)
        complete_s = self.value(parameters.COMPLETE_ANSWER_SILENCE)
        endpoint = EndpointSettings(
            end_silence_s=end_silence_s,
            complete_answer_silence_s=min(complete_s, end_silence_s),
        )
        phrases = self._ears.languages.phrases(self._locale, self._expected.intents)
        expectation = Expectation(endpoint=endpoint, phrases=phrases)
        judge = self._judge()
        if judge is not None:
            expectation = replace(expectation, is_complete_answer=judge)
        self._ears.hearing.expect(self._locale, expectation)

    def _judge(self) -> IsCompleteAnswer | None:
        """Return what tells a complete answer, or None where nothing closed was asked."""
        is_closed = self._expected.is_waiting and self._expected.is_closed
        if not is_closed or not self._expected.intents:
            return None
        return partial(
            _is_complete, self._interpreter, expected=self._expected.intents, locale=self._locale
        )

    def _on_speaking(self, is_speaking: bool) -> None:  # noqa: FBT001 - a plain callback
        self._is_speaking.publish(Bool(data=is_speaking))

    def _on_heard(self, live: Live) -> None:
        self._speech.publish(speech_wire.live_message(live))

    def _tell(self, fault: RobotFault) -> None:
        self._log.keep(fault, None)

    def _on_watch(self) -> None:
        if not self.is_resting:
            self._upkeep.look(_WATCH_PERIOD.total_seconds())

    def _health(self) -> Health:
        lost = 0 if self._ears is None else self._ears.hearing.lost_chunks
        return Health(
            trouble=self._troubles.present or self._log.trouble, figures={"lost_chunks": str(lost)}
        )


def _is_complete(
    interpreter: Interpreter, text: str, *, expected: tuple[str, ...], locale: Locale
) -> bool:
    return interpreter.is_complete_answer(text, expected, locale)
