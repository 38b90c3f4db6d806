"""What the robot would make of sounds that are not for it, while it waits for an answer."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from robot_nodes.dialogue.agreement import CONSEQUENCES, Heard, agreed
from robot_nodes.dialogue.asked_phrases import AskedPhrases
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.ports import Understanding
from robot_nodes.speech.audio import HEARING_RATE_HZ
from robot_nodes.speech.listener import Expectation, Listener, UtteranceHeard
from robot_nodes.speech.recogniser import Transcript
from robot_nodes.speech.training.television import Disturbance
from robot_nodes.speech.voice_activity import SileroVoiceActivity
from robot_nodes.speech.vosk_recogniser import VoskModel
from schedules.locale import Locale

ASKED = ("taken", "not_taken", "refuse", "later", "affirm", "deny")
"""The robot has just asked whether the medicine was taken: the worst moment for a mishearing."""
_CHUNK = HEARING_RATE_HZ // 10
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseAccepts:
    """What came of one kind of sound."""

    name: str
    duration_s: float
    utterances: int
    """Those that passed the voice-activity gate."""
    words: int
    """Heard by the decoder with the whole vocabulary."""
    asked_again: int
    """Utterances that the robot would have asked about again."""
    believed: int
    """Utterances taken for something that has consequences: nobody said any of it."""
    believed_intents: tuple[str, ...]
    """Which, each once."""

    def per_hour(self, count: int) -> float:
        """Return how often that is in an hour."""
        return count * 3600 / self.duration_s


def false_accepts(disturbance: Disturbance, locale: Locale, model: VoskModel) -> FalseAccepts:
    """Let the robot's own chain hear `disturbance`: gate, two decoders, what they agree on."""
    interpreter = Interpreter.load([locale])
    asked = AskedPhrases.of(interpreter.grammars[locale], model.vocabulary())
    phrases = asked.phrases(CONSEQUENCES.union(ASKED))
    listener = Listener(SileroVoiceActivity(), model.recogniser(), (model.recogniser(),))
    listener.expect(Expectation(phrases=phrases))
    heard = list(_utterances(disturbance, listener))
    meant = [_meant(utterance, interpreter, locale) for utterance in heard]
    grave = [understood for understood in meant if understood.intent in CONSEQUENCES]
    believed = Counter(understood.intent for understood in grave if not understood.is_doubted)
    return FalseAccepts(
        name=disturbance.name,
        duration_s=sum(map(len, disturbance.pieces)) / HEARING_RATE_HZ,
        utterances=len(heard),
        words=sum(len(utterance.transcript.text.split()) for utterance in heard),
        asked_again=sum(understood.is_doubted for understood in grave),
        believed=believed.total(),
        believed_intents=tuple(sorted(believed)),
    )


def _utterances(disturbance: Disturbance, listener: Listener) -> Iterator[UtteranceHeard]:
    done = 0
    for piece in disturbance.pieces:
        for begin in range(0, len(piece), _CHUNK):
            chunk = piece[begin : begin + _CHUNK]
            at = _ANY_TIME + timedelta(seconds=done / HEARING_RATE_HZ)
            done += len(chunk)
            for event in listener.hear(chunk, at):
                if isinstance(event, UtteranceHeard):
                    yield event


def _meant(utterance: UtteranceHeard, interpreter: Interpreter, locale: Locale) -> Understanding:
    full, *others = (
        _heard(transcript, interpreter, locale)
        for transcript in (utterance.transcript, *utterance.others)
    )
    return agreed(full, others, ASKED)


def _heard(transcript: Transcript, interpreter: Interpreter, locale: Locale) -> Heard:
    return Heard(
        understanding=interpreter.understand(transcript.text, locale, ASKED),
        confidence=transcript.confidence,
        unknown_words=transcript.unknown_words,
        words=len(transcript.words),
    )
