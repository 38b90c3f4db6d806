"""When an utterance begins and ends. Pure: time passes only as frames are fed in."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSettings:
    """How patient the robot is. All in seconds."""

    end_silence_s: float = 1.25
    """Silence that ends an utterance. Residents pause: up to 2.5 for some (PMID 32648470)."""
    complete_answer_silence_s: float = 0.45
    """Silence that ends it once a closed question has its whole answer."""
    min_speech_s: float = 0.1
    """Shorter than this is a click or a cough: it does not begin an utterance."""
    max_utterance_s: float = 30.0
    """An utterance is cut here: a television does not pause."""

    def __post_init__(self) -> None:
        """Refuse settings under which an utterance could not begin or end.

        Raises:
            ValueError: a duration is not positive, or the silences are in the wrong order.
        """
        if not 0 < self.complete_answer_silence_s <= self.end_silence_s:
            raise ValueError("complete_answer_silence_s must be above 0 and at most end_silence_s")
        if not 0 < self.min_speech_s < self.max_utterance_s:
            raise ValueError("min_speech_s must be above 0 and below max_utterance_s")


class EndpointEvent(StrEnum):
    """What a frame changed."""

    SPEECH_STARTED = "speech_started"
    SPEECH_ENDED = "speech_ended"


class Endpointer:
    """Finds the utterances in a row of frames, each marked as speech or not."""

    def __init__(self, settings: EndpointSettings) -> None:
        self.settings = settings
        """May be replaced at any time, also inside an utterance."""
        self._is_in_speech = False
        self._speech_s = 0.0
        self._silence_s = 0.0
        self._utterance_s = 0.0

    @property
    def is_in_speech(self) -> bool:
        """Whether an utterance has begun and not ended."""
        return self._is_in_speech

    @property
    def silence_s(self) -> float:
        """Seconds since the last frame of speech; inside an utterance only."""
        return self._silence_s

    def feed(
        self, *, is_speech: bool, frame_s: float, is_answer_complete: bool = False
    ) -> EndpointEvent | None:
        """Take one frame and return what it changed.

        Args:
            is_speech: Whether the frame holds speech.
            frame_s: Its duration in seconds.
            is_answer_complete: Whether the text so far already answers a closed question.
        """
        if not self._is_in_speech:
            return self._wait(is_speech=is_speech, frame_s=frame_s)
        self._utterance_s += frame_s
        self._silence_s = 0.0 if is_speech else self._silence_s + frame_s
        wanted_s = (
            self.settings.complete_answer_silence_s
            if is_answer_complete
            else self.settings.end_silence_s
        )
        if self._silence_s >= wanted_s or self._utterance_s >= self.settings.max_utterance_s:
            self.reset()
            return EndpointEvent.SPEECH_ENDED
        return None

    def reset(self) -> None:
        """Wait for the next utterance."""
        self._is_in_speech = False
        self._speech_s = self._silence_s = self._utterance_s = 0.0

    def _wait(self, *, is_speech: bool, frame_s: float) -> EndpointEvent | None:
        self._speech_s = self._speech_s + frame_s if is_speech else 0.0
        if self._speech_s < self.settings.min_speech_s:
            return None
        self._is_in_speech = True
        self._utterance_s = self._speech_s
        self._silence_s = 0.0
        return EndpointEvent.SPEECH_STARTED
