"""What a resident says by themselves, when the robot has asked nothing."""

from dataclasses import dataclass

from codebook.speech import Modality
from robot_nodes.dialogue.conversations.answers import grade_of_modality
from robot_nodes.ports import Understanding
from schedules.outcome import EvidenceGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One utterance, or the press of a button."""

    understanding: Understanding
    utterance_id: str = ""
    transcript: str = ""
    modality: Modality = Modality.SPEECH

    @property
    def intent(self) -> str:
        """What it means."""
        return self.understanding.intent

    @property
    def grade(self) -> EvidenceGrade:
        """How well it is known."""
        return grade_of_modality(self.modality)

    def slot(self, name: str) -> str:
        """Return what was said about something, empty where nothing was."""
        return self.understanding.slots.get(name, "")
