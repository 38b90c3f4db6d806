"""What an answer comes to, seen from the question that was asked."""

from datetime import timedelta

from codebook.speech import Modality
from robot_nodes.dialogue.emergency import EMERGENCIES
from robot_nodes.dialogue.meaning import CERTAIN
from robot_nodes.ports import Answer, AnswerCode
from schedules.outcome import EvidenceGrade

ASIDES = EMERGENCIES | {"pain", "unwell", "call_nurse"}
"""Said in place of an answer, these matter more than the question."""
LONGEST_WAIT = timedelta(hours=4)
"""A resident who asks for more is asked by the next reminder, inside its window."""


def intent_of(answer: Answer) -> str:
    """Return the intent, `unknown` on silence."""
    return answer.understanding.intent if answer.understanding else "unknown"


def is_silence(answer: Answer) -> bool:
    """Return whether nothing was said."""
    return answer.code is AnswerCode.SILENCE


def is_certain(answer: Answer) -> bool:
    """Return whether it was said clearly enough to act on."""
    meaning = answer.understanding
    return meaning is not None and not meaning.is_doubted and meaning.confidence >= CERTAIN


def is_aside(answer: Answer) -> bool:
    """Return whether something was said that cannot wait."""
    return intent_of(answer) in ASIDES


def grade_of(answer: Answer) -> EvidenceGrade:
    """Return how well what was answered is known: said, or touched."""
    return grade_of_modality(answer.modality)


def grade_of_modality(modality: Modality) -> EvidenceGrade:
    """Return how well it is known that something was answered in this way."""
    match modality:
        case Modality.SPEECH:
            return EvidenceGrade.SAID
        case Modality.TOUCH:
            return EvidenceGrade.TOUCHED


def wait_of(answer: Answer) -> timedelta | None:
    """Return how long the resident asked to wait, None where no time was named."""
    minutes = answer.understanding.slots.get("minutes", "") if answer.understanding else ""
    if not minutes.isdecimal() or int(minutes) == 0:
        return None
    return min(timedelta(minutes=int(minutes)), LONGEST_WAIT)
