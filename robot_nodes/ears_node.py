"""The ears: sound in, live speech out, in whichever language the resident visited speaks."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from std_msgs.msg import Bool

from codebook.robot import Component, RobotFault
from robot_nodes import parameters, speech_wire, wire
from robot_nodes.adapters.audio_device import AudioDeviceMissing
from robot_nodes.adapters.microphone import BLOCK_S, Microphone
from robot_nodes.diagnostics import Health, report_health
from robot_nodes.dialogue.agreement import CONSEQUENCES
from robot_nodes.dialogue.asked_phrases import AskedPhrases
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.ears.audio_watch import AudioWatch
from robot_nodes.ears.hearing import Hearing
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import EventLog
from robot_nodes.ros import AUDIO, CONVERSATION, LATCHED, Membership, RobotNode
from robot_nodes.ros_parameters import SetUpFailed
from robot_nodes.signals import Chunk, Expected, Live
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.echo import OwnVoice
from robot_nodes.speech.endpoint import EndpointSettings
from robot_nodes.speech.listener import Expectation, IsCompleteAnswer, Listener
from robot_nodes.speech.speech_models import ModelMissing, model_for
from robot_nodes.speech.voice_activity import SileroVoiceActivity
from robot_nodes.speech.vosk_recogniser import VoskModel
from robot_nodes.speech.webrtc_echo import WebRtcEchoCanceller
from schedules.locale import LANGUAGE_TAGS, Locale

_WATCH_PERIOD = timedelta(seconds=1)


class EarsNode(RobotNode):
    """Listens all the time, also while the robot speaks: a cry for help must get through."""

    def __init__(self, membership: Membership, log: EventLog, interpreter: Interpreter) -> None:
        """Declare parameters; `configure` makes the rest."""
        super().__init__("ears", parameters.EARS, membership)
        self._log = LogKeeper(log, self)
        self._interpreter = interpreter
        self._microphone: Microphone | None = None
        self._hearing: Hearing | None = None
        self._locale = Locale.NB_NO
        self._expected = Expected()
        self.is_listening = True
        """Whether the ears are open: a resident may want them closed."""
        self._vocabularies: dict[Locale, frozenset[str]] = {}
        self._asked: dict[Locale, AskedPhrases] = {}

    def configure(self) -> None:
        """Load the speech models, open the microphone."""
        self._locale = Locale(self.value(parameters.LOCALE))
        self._watch = AudioWatch(self.value(parameters.NO_AUDIO_AFTER))
        voice = f"humans/voices/{self.value(parameters.VOICE_ID)}"
        self._speech = self.publication(wire.LiveSpeech, f"{voice}/speech", CONVERSATION)
        self._is_speaking = self.publication(Bool, f"{voice}/is_speaking", LATCHED)
        own_voice = OwnVoice(WebRtcEchoCanceller())
        self._hearing = Hearing(
            self._listeners(), self, self._on_speaking, self._on_heard, own_voice
        )
        self._open()
        self.subscribe(wire.Expectation, "expected_answer", self._on_expected, LATCHED)
        self.subscribe(wire.CareStateMessage, "care_state", self._on_care_state, LATCHED)
        self.subscribe(wire.AudioChunk, "audio/out", self._on_own_voice, AUDIO)
        self.subscribe(Bool, "listening", self._on_listening, LATCHED)
        self.every(_WATCH_PERIOD, self._on_watch)
        report_health(self, self._health)

    def start(self) -> None:
        """Begin to listen."""
        if self._hearing is not None:
            self._hearing.start()
            self._expect()
            self._is_speaking.publish(Bool(data=False))

    def stop(self) -> None:
        """Hear nothing more."""
        if self._hearing is not None:
            self._hearing.stop()

    def close(self) -> None:
        """Let go of the microphone."""
        if self._microphone is not None:
            self._microphone.close()
        self.stop()

    def _listeners(self) -> dict[Locale, Listener]:
        own = {
            Locale.NB_NO: self.value(parameters.MODEL_NB),
            Locale.EN_GB: self.value(parameters.MODEL_EN),
        }
        overrides = {locale: Path(folder) for locale, folder in own.items() if folder}
        by_model: dict[Locale, Listener] = {}
        for locale in own:
            try:
                model = VoskModel(model_for(locale, overrides))
            except ModelMissing as fault:
                raise SetUpFailed(str(fault)) from fault
            others = (model.recogniser(),)
            by_model[locale] = Listener(SileroVoiceActivity(), model.recogniser(), others)
            self._vocabularies[locale] = model.vocabulary()
        return {locale: by_model[LANGUAGE_TAGS[locale].speech_model] for locale in Locale}

    def _phrases(self) -> tuple[str, ...]:
        """Return the small grammar: what was asked, and all that has consequences."""
        model = LANGUAGE_TAGS[self._locale].speech_model
        if model not in self._asked:
            grammar = self._interpreter.grammars[self._locale]
            self._asked[model] = AskedPhrases.of(grammar, self._vocabularies[model])
        return self._asked[model].phrases(CONSEQUENCES.union(self._expected.intents))

    def _open(self) -> None:
        if self.value(parameters.AUDIO) == "topics":
            self.subscribe(wire.AudioChunk, "audio/in", self._on_audio, AUDIO)
            return
        self._microphone = Microphone(self._on_block)
        try:
            self._microphone.start()
        except AudioDeviceMissing as fault:
            raise SetUpFailed(str(fault)) from fault

    def _on_audio(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        self._on_chunk(speech_wire.chunk(message))

    def _on_own_voice(self, message: Any) -> None:  # noqa: ANN401 - as above
        if self._hearing is not None and self._hearing.is_running:
            self._hearing.played(speech_wire.chunk(message))

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
        if self._hearing is None or not self._hearing.is_running:
            return
        self._note(self._watch.heard(chunk.sample_rate_hz))
        if chunk.sample_rate_hz == HEARING_RATE_HZ and self.is_listening:
            self._hearing.hear(chunk)

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
        if self.is_listening and not message.data and self._hearing is not None:
            self._hearing.forget()
        self.is_listening = message.data

    def _expect(self) -> None:
        if self._hearing is not None:
            end_silence_s = self._expected.end_silence_s or self.value(parameters.END_SILENCE)
            complete_s = self.value(parameters.COMPLETE_ANSWER_SILENCE)
            endpoint = EndpointSettings(
                end_silence_s=end_silence_s,
                complete_answer_silence_s=min(complete_s, end_silence_s),
            )
            judge = self._judge()
            expectation = Expectation(endpoint=endpoint, phrases=self._phrases())
            if judge is not None:
                expectation = replace(expectation, is_complete_answer=judge)
            self._hearing.expect(self._locale, expectation)

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

    def _on_watch(self) -> None:
        if self._hearing is None or self.is_resting:
            return
        self._note(self._watch.passed(_WATCH_PERIOD.total_seconds()))
        if not self._hearing.is_running:
            self._note(_LISTENER_STOPPED)
            self._hearing.start()

    def _note(self, fault: RobotFault | None) -> None:
        if fault is not None:
            self._log.keep(fault, None)

    def _health(self) -> Health:
        lost = 0 if self._hearing is None else self._hearing.lost_chunks
        return Health(
            trouble=self._watch.trouble or self._log.trouble, figures={"lost_chunks": str(lost)}
        )


_LISTENER_STOPPED = RobotFault(
    component=Component.RECOGNISER,
    code="recogniser_stopped",
    detail="the recogniser ended and was started again: `nabo doctor` checks its model",
)


def _is_complete(
    interpreter: Interpreter, text: str, *, expected: tuple[str, ...], locale: Locale
) -> bool:
    return interpreter.is_complete_answer(text, expected, locale)
