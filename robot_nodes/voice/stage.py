"""Who is told what the voice does, and how it speaks."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from codebook.robot import RobotFault
from codebook.speech import SpeechSaid
from robot_nodes.ports import Manner
from robot_nodes.signals import Sentence
from robot_nodes.speech.synthesiser import Delivery

SLOWEST_WPM, FASTEST_WPM = 80, 450


class Stage(Protocol):
    """Who is told what the speaker does."""

    @property
    def is_read(self) -> bool:
        """Whether a screen shows what is said just now."""
        ...

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
    words_read_a_second: float = 2.0
    """Of somebody who reads slowly, from some way off."""
    shortest_look_s: float = 2.5
    """Until a look goes to the screen at all."""

    def reading_s(self, text: str) -> float:
        """Return how long a sentence that cannot sound stands before the next one, seconds."""
        return max(self.shortest_look_s, len(text.split()) / self.words_read_a_second)

    def delivery(self, manner: Manner) -> Delivery:
        """Return how a sentence in this manner is synthesised."""
        wpm = round(self.rate_wpm * manner.rate)
        return Delivery(
            locale=manner.locale,
            rate_wpm=min(max(wpm, SLOWEST_WPM), FASTEST_WPM),
            volume=min(max(manner.volume, 0.0), 1.0),
        )
