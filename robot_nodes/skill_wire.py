"""Goals and results of our actions <-> values."""

from dataclasses import replace
from datetime import timedelta
from math import isfinite
from typing import Any

from codebook.speech import Modality, StoppedBy
from robot_nodes.ports import Answer, AnswerCode, Asking, Manner, Priority, Said
from robot_nodes.signals import (
    AskGoal,
    AskResult,
    SayCode,
    SayResult,
    Sentence,
    SkillCode,
    SkillResult,
)
from robot_nodes.wire import Ask, CheckIn, Remind, Say, id_text, identity, slots_text, understanding
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade, Outcome

_SAY_CODES = {
    SayCode.COMPLETED: Say.Result.COMPLETED,
    SayCode.INTERRUPTED: Say.Result.INTERRUPTED,
    SayCode.CANCELLED: Say.Result.CANCELLED,
    SayCode.FAILED: Say.Result.FAILED,
    SayCode.SHOWN: Say.Result.SHOWN,
}
_STOPPED_BY = {
    SayCode.COMPLETED: StoppedBy.COMPLETED,
    SayCode.INTERRUPTED: StoppedBy.PRIORITY,
    SayCode.CANCELLED: StoppedBy.CANCELLED,
    SayCode.FAILED: StoppedBy.FAULT,
    SayCode.SHOWN: StoppedBy.FAULT,
}
_ANSWER_CODES = {
    AnswerCode.ANSWERED: Ask.Result.ANSWERED,
    AnswerCode.SILENCE: Ask.Result.SILENCE,
    AnswerCode.UNCLEAR: Ask.Result.UNCLEAR,
}
_REMIND_CODES = {
    SkillCode.DONE: Remind.Result.REPORTED,
    SkillCode.UNANSWERED: Remind.Result.UNANSWERED,
    SkillCode.CANCELLED: Remind.Result.CANCELLED,
    SkillCode.UNKNOWN_OCCURRENCE: Remind.Result.UNKNOWN_OCCURRENCE,
    SkillCode.ALREADY_ANSWERED: Remind.Result.ALREADY_ANSWERED,
}
_CHECK_IN_CODES = {
    SkillCode.DONE: CheckIn.Result.ANSWERED,
    SkillCode.UNANSWERED: CheckIn.Result.UNANSWERED,
    SkillCode.CANCELLED: CheckIn.Result.CANCELLED,
    SkillCode.UNKNOWN_OCCURRENCE: CheckIn.Result.UNKNOWN_OCCURRENCE,
    SkillCode.ALREADY_ANSWERED: CheckIn.Result.ALREADY_ANSWERED,
}


def priority(number: int) -> Priority:
    """Return the highest of our priorities that is not above `number`, 0-255."""
    return max((p for p in Priority if p <= number), default=Priority.SMALL_TALK)


def say_goal(sentence: Sentence) -> Say.Goal:
    """Return the goal that has a sentence spoken."""
    manner = sentence.manner
    return Say.Goal(
        text=sentence.text,
        locale=manner.locale,
        priority=manner.priority,
        is_interruptible=manner.is_interruptible,
        rate=manner.rate,
        volume=manner.volume,
        has_chime=manner.has_chime,
        caller=sentence.caller,
        resident_id=id_text(manner.resident_id),
    )


def sentence(goal: Any) -> Sentence:  # noqa: ANN401 - generated messages have no types
    """Return the sentence that a goal wants spoken.

    Raises:
        ValueError: The locale is none of ours, or a number is none.
    """
    manner = replace(_manner(goal, goal.is_interruptible), has_chime=goal.has_chime)
    return Sentence(text=goal.text, manner=manner, caller=goal.caller)


def _manner(goal: Any, is_interruptible: bool) -> Manner:  # noqa: ANN401, FBT001 - as above
    if not all(map(isfinite, (goal.rate, goal.volume))):
        raise ValueError(f"rate and volume: numbers, not {goal.rate} and {goal.volume}")
    return Manner(
        locale=Locale(goal.locale),
        rate=round(goal.rate, 3),
        volume=round(goal.volume, 3),
        priority=priority(goal.priority),
        is_interruptible=is_interruptible,
        resident_id=identity(goal.resident_id),
    )


def say_result_message(result: SayResult) -> Say.Result:
    """Return the message for what came of a sentence."""
    return Say.Result(
        code=_SAY_CODES[result.code],
        spoken_text=result.spoken_text,
        utterance_id=result.utterance_id,
        error=result.error,
    )


def said(message: Any) -> Said:  # noqa: ANN401 - as above
    """Return what really sounded, or was shown in its place."""
    code = next(code for code, number in _SAY_CODES.items() if number == message.code)
    return Said(
        text=message.spoken_text, stopped_by=_STOPPED_BY[code], is_shown=code is SayCode.SHOWN
    )


def ask_goal_message(goal: AskGoal) -> Ask.Goal:
    """Return the goal that has a question asked."""
    manner = goal.sentence.manner
    return Ask.Goal(
        text=goal.sentence.text,
        locale=manner.locale,
        expected_intents=list(goal.asking.intents),
        is_closed=goal.asking.is_closed,
        patience_s=goal.asking.patience.total_seconds(),
        priority=manner.priority,
        rate=manner.rate,
        volume=manner.volume,
        caller=goal.sentence.caller,
        resident_id=id_text(manner.resident_id),
    )


def ask_goal(goal: Any) -> AskGoal:  # noqa: ANN401 - as above
    """Return the question that a goal wants asked.

    Raises:
        ValueError: The locale is none of ours, or a number is none.
    """
    if not isfinite(goal.patience_s):
        raise ValueError(f"patience_s: a number, not {goal.patience_s}")
    return AskGoal(
        sentence=Sentence(text=goal.text, manner=_manner(goal, True), caller=goal.caller),  # noqa: FBT003 - a question may be talked into
        asking=Asking(
            intents=tuple(goal.expected_intents),
            is_closed=goal.is_closed,
            patience=timedelta(seconds=round(goal.patience_s, 3)),
        ),
    )


def ask_result_message(result: AskResult) -> Ask.Result:
    """Return the message for what came of a question."""
    if result.answer is None:
        code = Ask.Result.CANCELLED if result.is_cancelled else Ask.Result.FAILED
        return Ask.Result(code=code, error=result.error)
    answer = result.answer
    message = Ask.Result(
        code=_ANSWER_CODES[answer.code],
        transcript=answer.transcript,
        utterance_id=answer.utterance_id,
        modality=answer.modality,
    )
    if answer.understanding is not None:
        message.intent = answer.understanding.intent
        message.slots_json = slots_text(answer.understanding)
        message.confidence = answer.understanding.confidence
        message.is_doubted = answer.understanding.is_doubted
    return message


def ask_result(message: Any) -> AskResult:  # noqa: ANN401 - as above
    """Return what came of a question.

    Raises:
        ValueError: The slots are no JSON object, or the modality is none of ours.
    """
    codes = {number: code for code, number in _ANSWER_CODES.items()}
    if message.code not in codes:
        is_cancelled = message.code == Ask.Result.CANCELLED
        return AskResult(answer=None, is_cancelled=is_cancelled, error=message.error)
    meaning = understanding(message, message.intent) if message.intent else None
    return AskResult(
        answer=Answer(
            code=codes[message.code],
            understanding=meaning,
            transcript=message.transcript,
            utterance_id=message.utterance_id,
            modality=Modality(message.modality or Modality.SPEECH),
        )
    )


def remind_result_message(result: SkillResult) -> Remind.Result:
    """Return the message for what came of a reminder that somebody asked for."""
    return Remind.Result(
        code=_REMIND_CODES[result.code],
        outcome=_text(result.outcome),
        grade=_text(result.grade),
    )


def check_in_result_message(result: SkillResult) -> CheckIn.Result:
    """Return the message for what came of a check-in that somebody asked for."""
    return CheckIn.Result(code=_CHECK_IN_CODES[result.code], is_worrying=result.is_worrying)


def _text(value: Outcome | EvidenceGrade | None) -> str:
    return "" if value is None else value.value
