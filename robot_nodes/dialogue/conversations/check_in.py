"""Looking in on a resident: the nurse's questions, in her words and order."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from codebook.check_in import CheckInAnswered
from robot_nodes.dialogue.conversations.answers import grade_of, intent_of, is_silence
from robot_nodes.dialogue.conversations.hearing_out import Ending, HeardOut
from robot_nodes.dialogue.conversations.message import (
    hand_to_a_human,
    tell_whether_it_arrived,
)
from robot_nodes.dialogue.conversations.questionnaire import ask
from robot_nodes.dialogue.conversations.scene import Announced, Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.dialogue.scale import score_of
from robot_nodes.ports import Priority, Said
from schedules.care_plan import CheckIn, Question, QuestionKind
from schedules.check_in_policy import is_worrying
from schedules.outcome import EvidenceGrade
from schedules.recurrence import AsNeeded


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInSoFar:
    """How far a check-in has come: stored, so that it goes on where it was interrupted."""

    occurrence_id: UUID
    times_as_loud: float = 1.0
    """As usual."""
    answered: tuple[str, ...] = ()
    """Ids of the questions that have had their answer."""
    worrying_event_ids: tuple[UUID, ...] = ()
    """Events of the answers that a nurse should see now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInAnswers:
    """What came of a check-in, this time."""

    answers: tuple[CheckInAnswered, ...]
    """As recorded, in the order of the questions."""
    was_answered: bool
    """False when the first question met with silence, so that the check-in is asked again."""
    worrying_event_ids: tuple[UUID, ...] = ()
    """Events of the answers that a nurse should see now, those of before included."""

    @property
    def is_worrying(self) -> bool:
        """Whether a nurse should see an answer now."""
        return bool(self.worrying_event_ids)


async def check_in(
    scene: Scene, item: CheckIn, so_far: CheckInSoFar, announced: Announced
) -> CheckInAnswers:
    """Ask the questions, record each answer as it comes, and end warmly.

    Args:
        scene: Where it takes place.
        item: The questions.
        so_far: What was answered before it was interrupted.
        announced: Called as soon as the greeting has sounded or was shown; not at all if neither.
    """
    scene = scene.spoken_with(Priority.REMINDER, times_as_loud=so_far.times_as_loud)
    said = await _greet(scene, is_resumed=bool(so_far.answered))
    if not said.can_be_known:
        return CheckInAnswers(answers=(), was_answered=False)
    announced(said)
    talk = _CheckIn(scene=scene, item=item, so_far=so_far)
    return await talk.hold()


async def _greet(scene: Scene, *, is_resumed: bool) -> Said:
    opening = scene.opening()
    if is_resumed:
        return await opening.say(Line.TALK_RESUMED)
    return await opening.say(Line.CHECK_IN_HELLO, greeting=scene.greeting())


def how_are_you(scene: Scene, item_id: UUID) -> CheckIn:
    """Return the one question of a check-in that nobody has planned."""
    asked = Question(
        id="feeling", text=scene.sentence(Line.CHECK_IN_HOW), kind=QuestionKind.FEELING
    )
    return CheckIn(
        id=item_id,
        title="",
        questions=(asked,),
        recurrence=AsNeeded(minimum_gap=timedelta(0), daily_maximum=1),
    )


class _CheckIn:
    """One check-in under way."""

    def __init__(self, scene: Scene, item: CheckIn, so_far: CheckInSoFar) -> None:
        self._scene = scene
        self._item = item
        self._so_far = so_far
        self._answers: list[CheckInAnswered] = []
        self._worrying = list(so_far.worrying_event_ids)
        self._muddled_by: str | None = None
        """The first utterance that was not understood."""

    async def hold(self) -> CheckInAnswers:
        left = [q for q in self._item.questions if q.id not in self._so_far.answered]
        for question in left:
            heard = await ask(self._scene, question)
            if heard.ending is Ending.STOPPED:
                await self._scene.say(Line.CHECK_IN_STOPPED)
                return self._come_to(was_answered=False)
            if heard.ending is Ending.SILENCE and not self._answers:
                await self._scene.say(Line.CHECK_IN_SILENCE)
                return self._come_to(was_answered=False)
            await self._note(question, heard)
        await self._take_leave()
        return self._come_to(was_answered=True)

    async def _note(self, question: Question, heard: HeardOut) -> None:
        body = self._answered(question, heard)
        event = self._scene.record(body)
        self._answers.append(body)
        if heard.ending is Ending.MUDDLED and self._muddled_by is None:
            self._muddled_by = heard.answer.utterance_id
        if body.is_worrying:
            self._worrying.append(event.id)
            await self._scene.say(Line.CHECK_IN_SORRY)

    def _answered(self, question: Question, heard: HeardOut) -> CheckInAnswered:
        answer = heard.answer
        score = score_of(intent_of(answer))
        is_clear = heard.ending is Ending.ANSWERED
        intent = intent_of(answer) if is_clear else "unknown"
        return CheckInAnswered(
            occurrence_id=self._so_far.occurrence_id,
            item_id=self._item.id,
            question_id=question.id,
            question_kind=question.kind,
            answer=intent,
            score=score if is_clear else None,
            utterance_id=answer.utterance_id,
            transcript=answer.transcript,
            is_worrying=is_clear and is_worrying(question, intent, score),
            grade=_grade(heard),
        )

    async def _take_leave(self) -> None:
        """Thank the resident; after a worry, say only what is known to have happened."""
        if self._muddled_by is not None:
            await hand_to_a_human(self._scene, self._muddled_by, self._so_far.occurrence_id)
        if not self._worrying:
            await self._scene.say(Line.CHECK_IN_GOODBYE)
            return
        await self._scene.say(Line.MESSAGE_WRITING)
        await tell_whether_it_arrived(self._scene, self._worrying[-1])
        await self._scene.say(Line.CHECK_IN_GOODBYE_WORRIED)

    def _come_to(self, *, was_answered: bool) -> CheckInAnswers:
        return CheckInAnswers(
            answers=tuple(self._answers),
            was_answered=was_answered,
            worrying_event_ids=tuple(self._worrying),
        )


def _grade(heard: HeardOut) -> EvidenceGrade:
    match heard.ending:
        case Ending.ANSWERED:
            return grade_of(heard.answer)
        case _ if is_silence(heard.answer):
            return EvidenceGrade.ANNOUNCED
        case _:
            return EvidenceGrade.HEARD
