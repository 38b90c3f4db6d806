"""Reminding about a medicine: never advice, never a second dose, nothing unclear is "taken"."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.conversations.answers import (
    grade_of,
    intent_of,
    is_aside,
    is_certain,
    wait_of,
)
from robot_nodes.dialogue.conversations.hearing_out import Ending, HeardOut, Prompt, hear_out
from robot_nodes.dialogue.conversations.message import hand_to_a_human
from robot_nodes.dialogue.conversations.named_time import named_time
from robot_nodes.dialogue.conversations.scene import Announced, Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Answer, Asking, Priority, Said
from schedules.care_plan import MedicationReminder
from schedules.outcome import EvidenceGrade, Outcome, Report

OFFERED_WAIT = timedelta(minutes=10)
"""What the robot offers after a "no"; the sentence says so too."""
ASKED_FOR_MEDICINE = Asking(
    intents=("taken", "not_taken", "later", "refuse", "affirm", "deny", "repeat", "ask_taken")
)
ASKED_FOR_YES_OR_NO = Asking(intents=("affirm", "deny", "later", "taken", "refuse"))
DECISIVE = frozenset({"later", "not_taken", "deny", "ask_taken"})
"""Answers that need no certainty: the dose stays open, and is asked about again."""
CONSEQUENTIAL = frozenset({"taken", "affirm", "refuse"})
"""Answers that close the dose."""


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
class SoFar:
    """How a dose has fared."""

    occurrence_id: UUID
    attempt: int = 1
    """From 1; later ones are worded as repeats."""
    times_as_loud: float = 1.0
    """As usual."""
    report: Report | None = None
    """What was reported before, if anything."""
    is_interrupted: bool = False
    """Whether it has been announced already, and something came in between."""
    latest_at: datetime | None = None
    """Until when it can be put off, aware; None where there is no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reminder:
    """One reminder under way."""

    scene: Scene
    item: MedicationReminder
    occurrence_id: UUID
    already_reported: Report | None
    latest_at: datetime | None
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

    async def asked(self) -> HeardOut:
        """Ask whether it has been taken."""
        prompt = Prompt(
            first=self.sentence(Line.REMINDER_ASK),
            gently=self.sentence(Line.REMINDER_ASK_GENTLY),
            again=self.sentence(Line.REMINDER_ASK_AGAIN),
            simply=self.sentence(Line.REMINDER_ASK_SIMPLY),
            asking=ASKED_FOR_MEDICINE,
        )
        return await hear_out(self.scene, prompt, _is_decisive, self._after_a_loose_yes)

    def sentence(self, line: Line) -> str:
        return self.scene.sentence(line, medicine=self.item.medicine)

    def _after_a_loose_yes(self, answer: Answer) -> str | None:
        is_loose_yes = intent_of(answer) in {"affirm", "taken"}
        return self.sentence(Line.REMINDER_ASK_CERTAINLY) if is_loose_yes else None


async def reminder(
    scene: Scene,
    item: MedicationReminder,
    so_far: SoFar,
    announced: Announced,
    reported: Callable[[ReminderAnswer], None],
) -> ReminderAnswer:
    """Remind, ask whether it has been taken, and return what was answered.

    Args:
        scene: Where it takes place.
        item: The medicine.
        so_far: How the same dose has fared.
        announced: Called as soon as the reminder has sounded or was shown; not at all if neither.
        reported: Called with what was answered, before the robot says that it is noted: an
            answer is never lost to what breaks in. Not at all on silence.
    """
    talk = _talk(scene, item, so_far, reported)
    if so_far.is_interrupted:
        await talk.scene.opening().say(Line.TALK_RESUMED)
    else:
        said = await _announce(talk, so_far.attempt)
        if not said.can_be_known:
            return ReminderAnswer(outcome=None, grade=EvidenceGrade.ANNOUNCED)
        announced(said)
    return await _hear_out(talk)


async def asked_about(
    scene: Scene,
    item: MedicationReminder,
    so_far: SoFar,
    reported: Callable[[ReminderAnswer], None],
) -> ReminderAnswer:
    """Ask about a medicine that was announced already; the arguments are as for `reminder`."""
    return await _hear_out(_talk(scene, item, so_far, reported))


def _talk(
    scene: Scene,
    item: MedicationReminder,
    so_far: SoFar,
    reported: Callable[[ReminderAnswer], None],
) -> _Reminder:
    return _Reminder(
        scene=scene.spoken_with(Priority.REMINDER, times_as_loud=so_far.times_as_loud),
        item=item,
        occurrence_id=so_far.occurrence_id,
        already_reported=so_far.report,
        latest_at=so_far.latest_at,
        reported=reported,
    )


async def _announce(talk: _Reminder, attempt: int) -> Said:
    was_later = talk.already_reported and talk.already_reported.outcome is Outcome.LATER
    opening = talk.scene.opening()
    slots = {"medicine": talk.item.medicine, "dose": talk.item.dose}
    if was_later:
        return await opening.say(Line.REMINDER_AS_ASKED, **slots)
    if attempt > 1:
        return await opening.say(Line.REMINDER_AGAIN, **slots)
    slots["greeting"] = talk.scene.greeting()
    return await opening.say(Line.REMINDER_TIME, **slots)


async def _hear_out(talk: _Reminder) -> ReminderAnswer:
    """Ask until something clear was said; nothing unclear is ever a report."""
    heard = await talk.asked()
    if intent_of(heard.answer) == "ask_taken" and heard.ending is Ending.ANSWERED:
        await _tell_what_was_said(talk)
        heard = await talk.asked()
    match heard.ending:
        case Ending.ANSWERED:
            return await _decided(talk, heard.answer)
        case Ending.SILENCE:
            await talk.scene.say(Line.REMINDER_SILENCE)
            return ReminderAnswer(outcome=None, grade=EvidenceGrade.ANNOUNCED)
        case Ending.STOPPED:
            unclear = _answer(heard.answer, Outcome.UNCLEAR, grade=EvidenceGrade.HEARD)
            return await talk.note(unclear, Line.REMINDER_STOPPED)
        case Ending.MUDDLED:
            unclear = _answer(heard.answer, Outcome.UNCLEAR, grade=EvidenceGrade.HEARD)
            talk.reported(unclear)
            await hand_to_a_human(talk.scene, heard.answer.utterance_id, talk.occurrence_id)
            return unclear


def _is_decisive(answer: Answer) -> bool:
    """Return whether an answer can be acted on: "taken" only where it was clearly said."""
    intent = intent_of(answer)
    return intent in DECISIVE or (intent in CONSEQUENTIAL and is_certain(answer))


async def _decided(talk: _Reminder, answer: Answer) -> ReminderAnswer:
    """Return what an answer decides."""
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
        case _:  # asks once more whether it was taken, and is told no more than before
            unclear = _answer(answer, Outcome.UNCLEAR, grade=EvidenceGrade.HEARD)
            return await talk.note(unclear, Line.REMINDER_UNCLEAR)


async def _later(talk: _Reminder, answer: Answer) -> ReminderAnswer:
    """Put it off as was asked, inside its window: the robot says when it will speak again."""
    wait, until = wait_of(answer), named_time(answer, talk.scene.local_now())
    if wait is None and until is not None:
        wait = until.astimezone(UTC) - talk.scene.now()
    put_off = _answer(answer, Outcome.LATER, wait=wait)
    if wait is None:
        return await _put_off(talk, put_off, Line.REMINDER_LATER_OPEN)
    if until is not None and "minutes" not in _slots(answer):
        time = talk.scene.at_clock(until)
        return await _put_off(talk, put_off, Line.REMINDER_LATER_AT, time=time)
    words = spoken.wait(wait, talk.scene.locale)
    return await _put_off(talk, put_off, Line.REMINDER_LATER, wait=words)


async def _put_off(
    talk: _Reminder, put_off: ReminderAnswer, line: Line, **slots: str
) -> ReminderAnswer:
    """Note a wish to wait, and promise no more than the window leaves time for."""
    now, latest = talk.scene.now(), talk.latest_at
    if latest is not None and latest <= now:
        return await talk.note(put_off, Line.REMINDER_NO_WAIT)
    if latest is not None and put_off.wait is not None and now + put_off.wait > latest:
        return await talk.note(put_off, Line.REMINDER_LATER_LAST, time=talk.scene.at_clock(latest))
    return await talk.note(put_off, line, **slots)


def _slots(answer: Answer) -> Mapping[str, str]:
    return answer.understanding.slots if answer.understanding else {}


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
            words = spoken.wait(OFFERED_WAIT, talk.scene.locale)
            put_off = _answer(reply, Outcome.LATER, wait=OFFERED_WAIT)
            return await _put_off(talk, put_off, Line.REMINDER_LATER, wait=words)
        case "taken" if is_certain(reply):
            return await talk.note(_answer(reply, Outcome.TAKEN), Line.REMINDER_TAKEN)
        case "refuse" if is_certain(reply):
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
