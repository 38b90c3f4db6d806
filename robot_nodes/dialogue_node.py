"""The dialogue: live speech to intents, cries for help first, and questions with their answers."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from std_msgs.msg import Bool, Empty, String

from codebook.speech import Modality, SpeechHeard
from robot_nodes import parameters, skill_wire, speech_wire, wire
from robot_nodes.actions import ActionCaller, ActionHost, Goal
from robot_nodes.adapters.ros_voice import RosVoice
from robot_nodes.asking import Asker
from robot_nodes.bridge import ConversationLoop
from robot_nodes.diagnostics import Health, report_health
from robot_nodes.dialogue import agreement
from robot_nodes.dialogue.emergency import is_emergency
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.scale import scored
from robot_nodes.dialogue.turn import few_words_talk_into, talks_into
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import EventLog, StoreUnavailable, Understanding
from robot_nodes.ros import CONVERSATION, LATCHED, Membership, RobotNode
from robot_nodes.short_id import short_id
from robot_nodes.signals import (
    STANDING_BUTTONS,
    AskResult,
    CareState,
    Expected,
    Live,
    Meant,
    Reading,
    Touched,
)
from robot_nodes.turn_watch import TurnWatch
from schedules.locale import Locale

EndSilence = Callable[[UUID | None], float]
"""Resident, None before anybody was visited -> the silence that ends their turn, seconds, by the
plans on board; 0 where none is known."""


class DialogueNode(RobotNode):
    """Understands what is said. All state is touched on the conversation loop only."""

    def __init__(
        self,
        membership: Membership,
        loop: ConversationLoop,
        log: EventLog,
        interpreter: Interpreter,
        end_silence: EndSilence,
    ) -> None:
        """Join topics and actions; publishers are silent until the node is active."""
        super().__init__("dialogue", parameters.DIALOGUE, membership)
        self._loop = loop
        self._log = LogKeeper(log, self)
        self._interpreter = interpreter
        self._end_silence = end_silence
        self._state = CareState(locale=Locale(self.value(parameters.LOCALE)))
        self._is_robot_speaking = False
        self._began_with: UUID | None = None
        """Who was visited when the voice that speaks began."""
        self._utterance: tuple[str, UUID | None] = "", None
        """The latest utterance, and whose it is: a late answer is not the next resident's."""
        self._spoken_into = ""
        self._gave_way_to = ""
        self._cried = ""
        self._turns = TurnWatch()
        self._intents = self.publication(wire.Intent, "intents", CONVERSATION)
        self._talked_into = self.publication(Empty, "talked_into", CONVERSATION)
        self._expected = self.publication(wire.Expectation, "expected_answer", LATCHED)
        self._asker = Asker(
            RosVoice(ActionCaller(self, kind=wire.Say, name="skill/say"), "dialogue"),
            self,
            self._expect,
            timedelta(seconds=self.value(parameters.LONGEST_PATIENCE)),
        )

    def configure(self) -> None:
        """Listen to the ears, the voice and the care node; offer the action."""
        voice = f"humans/voices/{self.value(parameters.VOICE_ID)}"
        self.subscribe(wire.LiveSpeech, f"{voice}/speech", self._on_speech, CONVERSATION)
        self.subscribe(Bool, f"{voice}/is_speaking", self._on_resident_speaking, LATCHED)
        self.subscribe(Bool, "robot_speaking", self._on_robot_speaking, LATCHED)
        self.subscribe(wire.Caption, "closed_captions", self._on_caption, CONVERSATION)
        self.subscribe(wire.Touch, "touches", self._on_touch, CONVERSATION)
        self.subscribe(wire.CareStateMessage, "care_state", self._on_care_state, LATCHED)
        self.subscribe(String, "plan_version", self._on_plan_version, LATCHED)
        ActionHost(
            self,
            self._loop,
            self._serve,
            kind=wire.Ask,
            name="skill/ask",
            is_welcome=lambda: not self.is_resting,
        )
        report_health(self, lambda: Health(trouble=self._log.trouble))

    def malformed(self, topic: str, *, is_over: bool) -> None:
        """Record it, once when it begins and once when it is over."""
        self._log.keep_malformed(topic, is_over=is_over)

    def start(self) -> None:
        """Say that nothing is waited for, and how long a silence ends a turn."""
        self._loop.post(self._know_the_resident)

    def _on_speech(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        self._loop.post(self._heard, speech_wire.live(message))

    def _on_resident_speaking(self, message: Bool) -> None:
        self._loop.post(self._resident_speaking, message.data)

    def _on_robot_speaking(self, message: Bool) -> None:
        self._loop.post(self._robot_speaking, message.data)

    def _on_caption(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        began = speech_wire.began(message)
        if began is not None:
            self._loop.post(self._robot_took_turn, *began)

    def _on_care_state(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        self._loop.post(self._care, wire.care_state(message))

    def _on_plan_version(self, _: String) -> None:
        self._loop.post(self._know_the_resident)

    def _on_touch(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        self._loop.post(self._touched, wire.touched(message))

    def _expect(self, expected: Expected) -> None:
        self._expected.publish(speech_wire.expectation_message(expected))

    def _care(self, state: CareState) -> None:
        is_other = state.resident_id != self._state.resident_id
        self._state = state
        if is_other:
            self._know_the_resident()

    def _know_the_resident(self) -> None:
        """Wait as long as the plan says: at once where nothing was asked, else from the next."""
        try:
            self._asker.end_silence_s = self._end_silence(self._state.resident_id)
        except StoreUnavailable as fault:  # what was known still holds
            self._log.trouble = str(fault)
        if self._asker.waiting is None:
            self._expect(Expected(end_silence_s=self._asker.end_silence_s))

    def _robot_speaking(self, is_speaking: bool) -> None:  # noqa: FBT001 - posted
        self._is_robot_speaking = is_speaking

    def _robot_took_turn(self, at: datetime, synthesise_s: float) -> None:
        timing = self._turns.robot_spoke(at, synthesise_s=synthesise_s)
        if timing is not None:
            self._log.keep(timing, self._state.resident_id)

    def _resident_speaking(self, is_speaking: bool) -> None:  # noqa: FBT001 - posted
        if is_speaking:
            self._began_with = self._state.resident_id
        self._asker.speaking(is_speaking)

    def _heard(self, live: Live) -> None:
        if live.utterance_id != self._utterance[0]:
            whose = self._began_with if self._asker.is_resident_speaking else None
            self._utterance = live.utterance_id, whose or self._state.resident_id
        if self._is_robot_speaking:
            self._spoken_into = live.utterance_id
        if live.is_final:
            self._heard_to_the_end(live)
        elif live.utterance_id != self._cried:
            cry = self._cried_so_far(live)
            if cry is not None:
                self._cried = live.utterance_id
                meant = self._meant(live, cry, is_cry=True)
                self._tell(meant)
                self._asker.heard(meant)
            elif self._is_robot_speaking and live.utterance_id != self._gave_way_to:
                self._give_way(live)

    def _give_way(self, live: Live) -> None:
        """Let the voice fall silent where somebody speaks to the robot.

        A decoder with the whole vocabulary may have no words before the end (Whisper has none).
        """
        asking = self._asker.waiting
        asked = asking.intents if asking else ()
        text = live.text or next((other.text for other in live.others if other.text), "")
        so_far = self._interpreter.understand(text, live.locale, asked)
        is_talked_into = (
            talks_into(text, so_far) if live.text else few_words_talk_into(text, so_far, asked)
        )
        if is_talked_into:
            self._gave_way_to = live.utterance_id
            self._talked_into.publish(Empty())

    def _cried_so_far(self, live: Live) -> Understanding | None:
        """Return the cry on which the decoders agree while it is still being said."""
        texts = (live.text, *(other.text for other in live.others))
        cries = [self._interpreter.emergency(text, live.locale) for text in texts]
        return cries[0] if any(cries[1:]) else None

    def _understood(self, live: Live, asked: tuple[str, ...]) -> Understanding:
        """Return what an utterance means to all the decoders that heard it, a number included."""
        mine = Reading(text=live.text, confidence=live.confidence, unknown_words=live.unknown_words)
        full, *others = (
            agreement.Heard(
                understanding=self._meaning(reading.text, live.locale, asked),
                confidence=reading.confidence,
                unknown_words=reading.unknown_words,
                words=len(reading.text.split()),
            )
            for reading in (mine, *live.others)
        )
        return agreement.agreed(full, others, asked)

    def _meaning(self, text: str, locale: Locale, asked: tuple[str, ...]) -> Understanding:
        return scored(self._interpreter.understand(text, locale, asked), text, locale, asked)

    def _heard_to_the_end(self, live: Live) -> None:
        asking = self._asker.waiting
        if not live.is_anything:
            return
        began_s = time.perf_counter()
        understood = self._understood(live, asking.intents if asking else ())
        understand_s = time.perf_counter() - began_s
        if not (live.text or asking or is_emergency(understood)):
            return  # a voice without a known word, and nobody was asked
        self._turns.heard(
            live,
            understand_s=understand_s,
            is_closed_question=asking is not None and asking.is_closed,
        )
        is_cry = is_emergency(understood) and live.utterance_id != self._cried
        meant = self._meant(live, understood, is_cry=is_cry)
        self._tell(meant)
        if live.utterance_id != self._cried:
            self._asker.heard(meant)
        heard = _record(
            meant,
            confidence=live.confidence,
            was_robot_speaking=live.utterance_id == self._spoken_into,
        )
        self._log.keep(heard, meant.resident_id)

    def _touched(self, touched: Touched) -> None:
        """Take a button for its meaning; what answers a question that is over means nothing.

        A button that answers no question speaks for itself, such as the one to listen again.
        """
        understood = Understanding(intent=touched.intent, confidence=1.0)
        is_cry = is_emergency(understood)
        is_answer = self._asker.is_asking(touched.question)
        is_standing = touched.question == 0 and touched.intent in STANDING_BUTTONS
        if not (is_standing or is_answer):
            return
        meant = Meant(
            at=touched.at,
            utterance_id=short_id(),
            resident_id=self._state.resident_id,
            locale=touched.locale,
            understanding=understood,
            transcript=touched.label,
            is_emergency=is_cry,
            speech_ended_at=None,
            modality=Modality.TOUCH,
        )
        self._tell(meant)
        if is_cry or is_answer:
            self._asker.heard(meant)
        self._log.keep(
            _record(meant, was_robot_speaking=self._is_robot_speaking), meant.resident_id
        )

    def _tell(self, meant: Meant) -> None:
        self._intents.publish(wire.intent_message(meant))

    def _meant(self, live: Live, understood: Understanding, *, is_cry: bool) -> Meant:
        return Meant(
            at=self.now(),
            utterance_id=live.utterance_id,
            resident_id=self._utterance[1],
            locale=live.locale,
            understanding=understood,
            transcript=live.text,
            is_emergency=is_cry,
            speech_ended_at=live.speech_ended_at,
        )

    async def _serve(self, goal: Goal) -> Any:  # noqa: ANN401 - a generated message
        try:
            wanted = skill_wire.ask_goal(goal.request)
        except ValueError as fault:
            return skill_wire.ask_result_message(AskResult(answer=None, error=str(fault)))
        result = await self._asker.ask(wanted, goal.cancelled)
        return skill_wire.ask_result_message(result)


def _record(meant: Meant, *, was_robot_speaking: bool, confidence: float = 1.0) -> SpeechHeard:
    """Return what the robot's log keeps of an utterance or a button."""
    return SpeechHeard(
        utterance_id=meant.utterance_id,
        locale=meant.locale,
        transcript=meant.transcript,
        intent=meant.understanding.intent,
        slots=dict(meant.understanding.slots),
        confidence=min(max(confidence, 0.0), 1.0),
        was_robot_speaking=was_robot_speaking,
        modality=meant.modality,
    )
