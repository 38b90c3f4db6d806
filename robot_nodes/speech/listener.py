"""From samples to what somebody said: voice activity, endpoint and recogniser as one ear."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.endpoint import Endpointer, EndpointEvent, EndpointSettings
from robot_nodes.speech.recogniser import Recogniser, Transcript
from robot_nodes.speech.voice_activity import FRAME_S, FRAME_SAMPLES, VoiceActivity

PRE_ROLL_S = 0.4
"""Kept from before the voice was noticed, or the first syllable would be lost."""

_LARGEST_STAMP_GAP = timedelta(milliseconds=100)
"""A stamp further off than this from where the stream should be means that samples were lost."""

IsCompleteAnswer: TypeAlias = Callable[[str], bool]
"""Whether a partial text already is the whole answer to what was asked."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody began to speak."""

    started_at: datetime
    """When the first frame of speech began; aware UTC."""


@dataclass(frozen=True, slots=True)
class PartialHeard:
    """What is understood so far; sent when it changes."""

    text: str
    others: tuple[str, ...] = ()
    """What the other decoders understand."""


@dataclass(frozen=True, slots=True)
class UtteranceHeard:
    """Somebody finished speaking. The text is empty where there was a voice but no known word."""

    transcript: Transcript
    others: tuple[Transcript, ...]
    """What the other decoders made of it."""
    started_at: datetime
    speech_ended_at: datetime
    """When the last frame of speech ended, aware UTC: from here the resident waits."""
    decode_s: float
    """Seconds spent on the final decoding."""


HeardEvent: TypeAlias = SpeechStarted | PartialHeard | UtteranceHeard


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is known beforehand about the next utterance."""

    endpoint: EndpointSettings = field(default_factory=EndpointSettings)
    is_complete_answer: IsCompleteAnswer = field(default=lambda _: False)
    phrases: tuple[str, ...] | None = None
    """The small grammar of the other decoders; None where they are not needed. From the next
    utterance on."""


class Listener:
    """Hears one stream of samples, each utterance by several decoders. Not thread-safe."""

    def __init__(
        self,
        voice_activity: VoiceActivity,
        recogniser: Recogniser,
        others: Sequence[Recogniser] = (),
        stopwatch: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Listen for nothing in particular yet.

        Args:
            voice_activity: Finds the utterances.
            recogniser: Hears them with the whole vocabulary.
            others: Hear them too, each with the phrases that are expected.
            stopwatch: Seconds, for the time that decoding takes.
        """
        self._voice_activity = voice_activity
        self._recogniser = recogniser
        self._others = tuple(others)
        self._listening: tuple[Recogniser, ...] = ()
        """Those of the others that take part in the utterance under way."""
        self._stopwatch = stopwatch
        self._expectation = Expectation()
        self._endpointer = Endpointer(self._expectation.endpoint)
        self._pre_roll: deque[Samples] = deque(maxlen=round(PRE_ROLL_S / FRAME_S))
        self._remainder: Samples = np.zeros(0, np.int16)
        self._remainder_at: datetime | None = None
        self._voiced_run_at: datetime | None = None
        self._voiced_until: datetime | None = None
        self._partial = PartialHeard("")
        self._is_answer_complete = False

    @property
    def is_in_speech(self) -> bool:
        """Whether somebody is speaking."""
        return self._endpointer.is_in_speech

    def expect(self, expectation: Expectation) -> None:
        """Say what to expect; takes effect at once, also inside an utterance."""
        self._expectation = expectation
        self._endpointer.settings = expectation.endpoint
        if not self.is_in_speech:
            self._prepare()
        self._set_partial(self._partial)

    def hand_over(self) -> tuple[Samples, datetime] | None:
        """Return the latest samples that no utterance has, and when they began; forget them.

        None where nothing was heard lately. To be asked for only while nobody is speaking.
        """
        kept = np.concatenate((*self._pre_roll, self._remainder))
        until = self._remainder_at
        before_s = (len(kept) - len(self._remainder)) / HEARING_RATE_HZ
        self.reset()
        return None if until is None else (kept, until - timedelta(seconds=before_s))

    def hear(self, samples: Samples, captured_at: datetime) -> tuple[HeardEvent, ...]:
        """Take the next samples, any number of them, and return what they brought.

        Args:
            samples: At `HEARING_RATE_HZ`, right after those of the last call.
            captured_at: When the first of them was captured; aware UTC.
        """
        at = self._continued_from(captured_at)
        stream = np.concatenate((self._remainder, samples))
        whole = len(stream) - len(stream) % FRAME_SAMPLES
        events: list[HeardEvent] = []
        for begin, end in pairwise(range(0, whole + 1, FRAME_SAMPLES)):
            frame_at = at + timedelta(seconds=begin / HEARING_RATE_HZ)
            events += self._hear_frame(stream[begin:end], frame_at)
        self._remainder = stream[whole:]
        self._remainder_at = at + timedelta(seconds=whole / HEARING_RATE_HZ)
        return tuple(events)

    def cut_off(self) -> tuple[HeardEvent, ...]:
        """End the utterance under way where the stream ends: no more samples will come."""
        if not self.is_in_speech:
            return ()
        at = self._voiced_until or self._remainder_at
        if at is None:
            return ()
        ended = self._end(np.zeros(0, np.int16), at)
        self.reset()
        return (ended,)

    def reset(self) -> None:
        """Forget the utterance under way and every sample kept."""
        self._endpointer.reset()
        self._voice_activity.reset()
        self._pre_roll.clear()
        self._remainder = np.zeros(0, np.int16)
        self._remainder_at = self._voiced_run_at = None
        self._set_partial(PartialHeard(""))

    def _continued_from(self, captured_at: datetime) -> datetime:
        """Return when the kept remainder began; forget it if the stream has a gap."""
        kept = timedelta(seconds=len(self._remainder) / HEARING_RATE_HZ)
        if self._remainder_at is None:
            return captured_at
        if abs(self._remainder_at + kept - captured_at) > _LARGEST_STAMP_GAP:
            self._remainder = np.zeros(0, np.int16)
            return captured_at
        return captured_at - kept

    def _hear_frame(self, frame: Samples, at: datetime) -> list[HeardEvent]:
        is_speech = self._voice_activity.is_speech(frame)
        self._note_voice(at, is_speech=is_speech)
        was_in_speech = self._endpointer.is_in_speech
        if not was_in_speech:
            self._pre_roll.append(frame)
        change = self._endpointer.feed(
            is_speech=is_speech, frame_s=FRAME_S, is_answer_complete=self._is_answer_complete
        )
        match change:
            case EndpointEvent.SPEECH_STARTED:
                return [SpeechStarted(self._run_began_at(at)), *self._begin()]
            case EndpointEvent.SPEECH_ENDED:
                return [self._end(frame, at)]
            case None:
                return self._partial_events(frame) if was_in_speech else []

    def _note_voice(self, at: datetime, *, is_speech: bool) -> None:
        if is_speech:
            if self._voiced_run_at is None:
                self._voiced_run_at = at
            self._voiced_until = at + timedelta(seconds=FRAME_S)
        elif not self._endpointer.is_in_speech:
            self._voiced_run_at = None

    def _run_began_at(self, at: datetime) -> datetime:
        return self._voiced_run_at if self._voiced_run_at is not None else at

    def _begin(self) -> list[HeardEvent]:
        self._recogniser.start()
        self._prepare()
        self._set_partial(PartialHeard(""))
        kept = np.concatenate(list(self._pre_roll))
        self._pre_roll.clear()
        return self._partial_events(kept)

    def _prepare(self) -> None:
        """Start the other decoders: another set of phrases takes them some time."""
        phrases = self._expectation.phrases
        self._listening = () if phrases is None else self._others
        for other in self._listening:
            other.start(phrases)

    def _partial_events(self, samples: Samples) -> list[HeardEvent]:
        text = self._recogniser.hear(samples)
        partial = PartialHeard(text, tuple(other.hear(samples) for other in self._listening))
        if partial == self._partial or not (text or any(partial.others)):
            return []
        self._set_partial(partial)
        return [partial]

    def _end(self, frame: Samples, at: datetime) -> UtteranceHeard:
        began_s = self._stopwatch()
        for recogniser in (self._recogniser, *self._listening):
            recogniser.hear(frame)
        transcript = self._recogniser.finish()
        others = tuple(other.finish() for other in self._listening)
        decode_s = self._stopwatch() - began_s
        started_at = self._run_began_at(at)
        ended_at = self._voiced_until if self._voiced_until is not None else at
        self._voiced_run_at = None
        self._set_partial(PartialHeard(""))
        return UtteranceHeard(transcript, others, started_at, ended_at, decode_s)

    def _set_partial(self, partial: PartialHeard) -> None:
        self._partial = partial
        text = partial.text or next(filter(None, partial.others), "")
        self._is_answer_complete = bool(text) and self._expectation.is_complete_answer(text)
