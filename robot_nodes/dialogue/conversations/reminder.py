"""Reminding about a medicine: never advice, never a second dose, nothing unclear is "taken"."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.conversations.answers import (
    grade_of,
    intent_of,
    is_aside,
    is_certain,
    is_silence,
    wait_of,
)
from robot_nodes.dialogue.conversations.scene import Scene, has_sounded
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Answer, Asking, Priority
from schedules.care_plan import MedicationReminder
from schedules.outcome import EvidenceGrade, Outcome, Report

OFFERED_WAIT = timedelta(minutes=10)
"""What the robot offers after a "no"; the sentence says so too."""
ASKED_FOR_MEDICINE = Asking(
    intents=("taken", "not_taken", "later", "refuse", "affirm", "deny", "repeat", "ask_taken")
)
ASKED_FOR_YES_OR_NO = Asking(intents=("affirm", "deny", "later", "taken", "refuse"))
LONGEST_TALK = 6
"""Questions in one reminder, repeats on request included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderAnswer:
    """What came of one reminder."""

    outcome: Outcome | None
    """None when nothing was said."""
    grade: EvidenceGrade
    wait: timedelta | None = None
    """With LATER: how long, where the resident named a time."""
    heard: bool = False
    """Whether anybody answered at all."""
    utterance_id: str = ""
    """The answer that decided."""
    aside: Answer | None = None
    """What was said instead and cannot wait: pain, illness, a wish for the nurse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reminder:
    """One reminder under way."""

    scene: Scene
    item: MedicationReminder
    already_reported: Report | None
    reported: Callable[[ReminderAnswer], None]

    async def note(self, answer: ReminderAnswer, line: Line, **slots: str) -> ReminderAnswer:
        """Have the answer stored, and only then tell that it is noted."""
        self.reported(answer)
        await self.say(line, **slots)
        return answer

    async def say(self, line: Line, **slots: str) -> None:
        await self.scene.say(line, medicine=self.item.medicine, **slots)

    async def ask(self, line: Line, asking: Asking) -> Answer:
        return await self.scene.ask(line, asking, medicine=self.item.medicine)


async def reminder(
    scene: Scene,
    item: MedicationReminder,
    attempt: int,
    already_reported: Report | None,
    announced: Callable[[], None],
    reported: Callable[[ReminderAnswer], None],
) -> ReminderAnswer:
    """Remind, ask whether it has been taken, and return what was answered.

    Args:
        scene: Where it takes place.
        item: The medicine.
        attempt: From 1; later ones are worded as repeats. How loud is the scene's matter.
        already_reported: What was reported before about the same dose, if anything.
        announced: Called as soon as the reminder has sounded; not at all if it never did.
        reported: Called with what was answered, before the robot says that it is noted: an
            answer is never lost to what breaks in. Not at all on silence.
    """
    talk = _Reminder(
        scene=scene.spoken_with(Priority.REMINDER),
        item=item,
        already_reported=already_reported,
        reported=reported,
    )
    if not await _announce(talk, attempt):
        return ReminderAnswer(outcome=None, grade=EvidenceGrade.ANNOUNCED)
    announced()
    return await _hear_out(talk)


async def _announce(talk: _Reminder, attempt: int) -> bool:
    was_later = talk.already_reported and talk.already_reported.outcome is Outcome.LATER
    opening = talk.scene.opening()
    slots = {"medicine": talk.item.medicine, "dose": talk.item.dose}
    if was_later:
        said = await opening.say(Line.REMINDER_AS_ASKED, **slots)
    elif attempt > 1:
        said = await opening.say(Line.REMINDER_AGAIN, **slots)
    else:
        slots["greeting"] = talk.scene.greeting()
        said = await opening.say(Line.REMINDER_TIME, **slots)
    return has_sounded(said)


async def _hear_out(talk: _Reminder) -> ReminderAnswer:
    """Ask until something clear was said, at most once more after silence or a muddle."""
    line, was_silent, was_unclear, answer = Line.REMINDER_ASK, False, False, None
    for _ in range(LONGEST_TALK):
        answer = await talk.ask(line, ASKED_FOR_MEDICINE)
        if is_silence(answer):
            if was_silent:
                break
            line, was_silent = Line.REMINDER_ASK_GENTLY, True
            continue
        decided = await _decided(talk, answer)
        if decided is not None:
            return decided
        if intent_of(answer) == "repeat":
            line = Line.REMINDER_ASK
        elif intent_of(answer) == "ask_taken":
            await _tell_what_was_said(talk)
            line = Line.REMINDER_ASK
        elif was_unclear:
            break
        else:
            is_loose_yes = intent_of(answer) == "affirm"
            line = Line.REMINDER_ASK_CERTAINLY if is_loose_yes else Line.REMINDER_ASK_SIMPLY
            was_unclear = True
    return await _given_up(talk, answer, was_heard=was_unclear)


async def _given_up(talk: _Reminder, last: Answer | None, *, was_heard: bool) -> ReminderAnswer:
    if last is None or (is_silence(last) and not was_heard):
        await talk.scene.say(Line.REMINDER_SILENCE)
        return ReminderAnswer(outcome=None, grade=EvidenceGrade.ANNOUNCED)
    answer = _answer(last, Outcome.UNCLEAR, grade=EvidenceGrade.HEARD)
    return await talk.note(answer, Line.REMINDER_UNCLEAR)


async def _decided(talk: _Reminder, answer: Answer) -> ReminderAnswer | None:
    """Return what an answer decides, or None where it has to be asked again."""
    if is_aside(answer):
        said_instead = _answer(answer, Outcome.UNCLEAR, grade=EvidenceGrade.HEARD, aside=answer)
        talk.reported(said_instead)
        return said_instead
    match intent_of(answer):
        case "taken" | "affirm" if is_certain(answer):
            return await talk.note(_answer(answer, Outcome.TAKEN), Line.REMINDER_TAKEN)
        case "later":
            return await _later(talk, answer)
        case "not_taken" | "deny":
            return await _not_taken(talk, answer)
        case "refuse":
            return await talk.note(_answer(answer, Outcome.REFUSED), Line.REMINDER_REFUSED)
        case _:
            return None


async def _later(talk: _Reminder, answer: Answer) -> ReminderAnswer:
    wait = wait_of(answer)
    put_off = _answer(answer, Outcome.LATER, wait=wait)
    if wait is None:
        return await talk.note(put_off, Line.REMINDER_LATER_OPEN)
    words = spoken.wait(wait, talk.scene.manner.locale)
    return await talk.note(put_off, Line.REMINDER_LATER, wait=words)


async def _not_taken(talk: _Reminder, answer: Answer) -> ReminderAnswer:
    """Offer to remind again: the robot neither urges nor advises."""
    reply = await talk.ask(Line.REMINDER_OFFER_WAIT, ASKED_FOR_YES_OR_NO)
    if is_aside(reply):
        not_taken = _answer(reply, Outcome.NOT_TAKEN, aside=reply)
        talk.reported(not_taken)
        return not_taken
    match intent_of(reply):
        case "later":
            return await _later(talk, reply)
        case "affirm":
            words = spoken.wait(OFFERED_WAIT, talk.scene.manner.locale)
            put_off = _answer(reply, Outcome.LATER, wait=OFFERED_WAIT)
            return await talk.note(put_off, Line.REMINDER_LATER, wait=words)
        case "taken" if is_certain(reply):
            return await talk.note(_answer(reply, Outcome.TAKEN), Line.REMINDER_TAKEN)
        case "refuse":
            return await talk.note(_answer(reply, Outcome.REFUSED), Line.REMINDER_REFUSED)
        case _:
            return await talk.note(_answer(answer, Outcome.NOT_TAKEN), Line.REMINDER_NO_WAIT)


async def _tell_what_was_said(talk: _Reminder) -> None:
    report = talk.already_reported
    if report is not None and report.outcome is Outcome.TAKEN:
        await talk.say(Line.REMINDER_NOTED_AT, time=talk.scene.at_clock(report.reported_at))
    else:
        await talk.say(Line.REMINDER_NOT_NOTED)


def _answer(
    answer: Answer,
    outcome: Outcome,
    *,
    grade: EvidenceGrade | None = None,
    wait: timedelta | None = None,
    aside: Answer | None = None,
) -> ReminderAnswer:
    return ReminderAnswer(
        outcome=outcome,
        grade=grade or grade_of(answer),
        wait=wait,
        heard=True,
        utterance_id=answer.utterance_id,
        aside=aside,
    )
