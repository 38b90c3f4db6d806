"""Looking in on a resident: the nurse's questions, in her words and order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from uuid import UUID

from codebook.check_in import CheckInAnswered
from robot_nodes.dialogue.conversations.answers import grade_of, intent_of, is_aside, is_silence
from robot_nodes.dialogue.conversations.scene import Acknowledged, Scene, has_sounded
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Answer, Asking, Priority
from schedules.care_plan import CheckIn, Question, QuestionKind
from schedules.check_in_policy import is_worrying
from schedules.outcome import EvidenceGrade

REACHED_WITHIN = timedelta(seconds=5)
"""How long to wait for the server before saying that the message is not sent yet."""

_HOW = ("feel_good", "feel_ok", "feel_bad", "unwell", "pain", "lonely", "call_nurse")
_YES_NO = ("affirm", "deny", "pain", "unwell", "call_nurse")
ASKED_FOR: Mapping[QuestionKind, Asking] = MappingProxyType(
    {
        QuestionKind.FEELING: Asking(intents=_HOW, is_closed=False),
        QuestionKind.SLEEP: Asking(intents=_HOW, is_closed=False),
        QuestionKind.YES_NO: Asking(intents=_YES_NO),
        QuestionKind.YES_EXPECTED: Asking(intents=_YES_NO),
        QuestionKind.NO_EXPECTED: Asking(intents=_YES_NO),
        QuestionKind.SCALE: Asking(intents=(), is_closed=False),
        QuestionKind.OPEN: Asking(intents=(), is_closed=False),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInAnswers:
    """What came of a check-in."""

    answers: tuple[CheckInAnswered, ...]
    """As recorded, in the order of the questions."""
    was_answered: bool
    """False when the first question met with silence, so that the check-in is asked again."""
    worrying_event_ids: tuple[UUID, ...] = ()
    """Events of the answers that a nurse should see now."""

    @property
    def is_worrying(self) -> bool:
        """Whether a nurse should see an answer now."""
        return any(answer.is_worrying for answer in self.answers)


async def check_in(
    scene: Scene,
    item: CheckIn,
    occurrence_id: UUID,
    announced: Callable[[], None],
    acknowledged: Acknowledged,
) -> CheckInAnswers:
    """Ask the questions, record each answer as it comes, and end warmly.

    Args:
        scene: Where it takes place.
        item: The questions.
        occurrence_id: Of this check-in, for its events.
        announced: Called as soon as the greeting has sounded; not at all if it never did.
        acknowledged: Tells whether the server has an event.
    """
    scene = scene.spoken_with(Priority.REMINDER)
    said = await scene.opening().say(Line.CHECK_IN_HELLO, greeting=scene.greeting())
    if not has_sounded(said):
        return CheckInAnswers(answers=(), was_answered=False)
    announced()
    answers = await _ask_all(scene, item, occurrence_id)
    if not answers:
        await scene.say(Line.CHECK_IN_SILENCE)
        return CheckInAnswers(answers=(), was_answered=False)
    worrying = tuple(event_id for event_id, answer in answers if answer.is_worrying)
    await _take_leave(scene, worrying, acknowledged)
    return CheckInAnswers(
        answers=tuple(answer for _, answer in answers),
        was_answered=True,
        worrying_event_ids=worrying,
    )


async def _ask_all(
    scene: Scene, item: CheckIn, occurrence_id: UUID
) -> list[tuple[UUID, CheckInAnswered]]:
    """Return the answers with the ids of their events; none where the first was silence."""
    answers: list[tuple[UUID, CheckInAnswered]] = []
    for question in item.questions:
        answer = await _asked(scene, question)
        if is_silence(answer) and not answers:
            return []
        body = _answered(answer, question, item.id, occurrence_id)
        answers.append((scene.record(body).id, body))
        if body.is_worrying:
            await scene.say(Line.CHECK_IN_SORRY)
    return answers


async def _asked(scene: Scene, question: Question) -> Answer:
    """Ask one question, once more after silence, a muddle or a wish to hear it again."""
    asking = ASKED_FOR[question.kind]
    answer = await scene.ears.ask(question.text, scene.manner, asking)
    if is_silence(answer):
        again = Line.CHECK_IN_ASK_GENTLY
    elif intent_of(answer) == "repeat" or not _answers(answer, asking):
        again = Line.CHECK_IN_ASK_AGAIN
    else:
        return answer
    second = await scene.ask(again, asking, question=question.text)
    return answer if is_silence(second) else second


def _answers(answer: Answer, asking: Asking) -> bool:
    return not asking.intents or intent_of(answer) in asking.intents or is_aside(answer)


def _answered(
    answer: Answer, question: Question, item_id: UUID, occurrence_id: UUID
) -> CheckInAnswered:
    return CheckInAnswered(
        occurrence_id=occurrence_id,
        item_id=item_id,
        question_id=question.id,
        answer=intent_of(answer),
        transcript=answer.transcript,
        is_worrying=is_worrying(question, intent_of(answer)),
        grade=EvidenceGrade.ANNOUNCED if is_silence(answer) else grade_of(answer),
    )


async def _take_leave(scene: Scene, worrying: tuple[UUID, ...], acknowledged: Acknowledged) -> None:
    """Thank the resident; after a worry, say only what is known to have happened."""
    if not worrying:
        await scene.say(Line.CHECK_IN_GOODBYE)
        return
    await scene.say(Line.CHECK_IN_WRITING)
    if await acknowledged(worrying[-1], REACHED_WITHIN):
        await scene.say(Line.CHECK_IN_REACHED)
    else:
        await scene.say(Line.CHECK_IN_NOT_REACHED)
    await scene.say(Line.CHECK_IN_GOODBYE_WORRIED)
