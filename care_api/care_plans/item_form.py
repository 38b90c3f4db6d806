"""A plan item as the fields of a form, and back."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from typing import Literal
from uuid import UUID

from care_api.care_plans.form_fault import FormFault, amount, words
from care_api.care_plans.rule_form import Repeat, RuleForm
from care_api.web.wording import mark
from schedules.care_plan import (
    Activity,
    Appointment,
    CheckIn,
    Hydration,
    MedicationReminder,
    PlanItem,
    Question,
    QuestionKind,
    Told,
    WhenMissed,
    Window,
)
from schedules.recurrence import Recurrence
from schedules.reminder_policy import CHECK_IN_LADDER, MEDICATION_LADDER, Ladder, Rung

Kind = Literal["medication", "check_in", "activity", "appointment", "hydration"]
KINDS: tuple[Kind, ...] = ("medication", "check_in", "appointment", "activity", "hydration")
MOST_QUESTIONS = 6
_MOST_MINUTES = 12 * 60
_CRITICAL_WINDOW = timedelta(minutes=30)
_WINDOW = timedelta(minutes=60)
_MINUTE = timedelta(minutes=1)
_FIRST_VOLUME, _LOUDER_BY = 0.7, 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm:
    """One question of a check-in, as it was typed; an empty text is no question."""

    id: str = ""
    text: str = ""
    kind: QuestionKind = QuestionKind.FEELING


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderForm:
    """When the robot repeats and when a nurse takes over, as it was typed."""

    repeats: str = "10, 20"
    """Minutes after the first reminder."""
    escalates: str = "30"
    """Minutes after which a nurse takes over; empty: only when the window closes."""
    comes_closer: bool = True
    """The robot approaches and shows the words from the second time on."""

    @classmethod
    def of(cls, ladder: Ladder) -> "LadderForm":
        """Return the fields that say `ladder`."""
        repeats = [str(rung.after // _MINUTE) for rung in ladder.spoken[1:]]
        after = ladder.escalates_after
        return cls(
            repeats=", ".join(repeats),
            escalates="" if after is None else str(after // _MINUTE),
            comes_closer=any(rung.approaches for rung in ladder.rungs),
        )

    def ladder(self, snooze: timedelta) -> Ladder:
        """Return the ladder that the fields say.

        Raises:
            FormFault: The minutes are none, or not in increasing order.
        """
        texts = [text for text in re.split(r"[\s,;]+", self.repeats) if text]
        minutes = [0, *(amount("repeats", text, 1, _MOST_MINUTES) for text in texts)]
        rungs = [self._rung(number, after) for number, after in enumerate(minutes)]
        if self.escalates:
            last = amount("escalates", self.escalates, 1, _MOST_MINUTES)
            rungs.append(Rung(after=last * _MINUTE, escalates=True))
        try:
            return Ladder(rungs=tuple(rungs), snooze=snooze)
        except ValueError:
            message = mark("Write minutes in increasing order; the nurse takes over last.")
            raise FormFault("repeats", message) from None

    def _rung(self, number: int, after: int) -> Rung:
        is_repeat = number > 0 and self.comes_closer
        return Rung(
            after=after * _MINUTE,
            volume=min(1.0, _FIRST_VOLUME + number * _LOUDER_BY),
            approaches=is_repeat,
            shows_caption=is_repeat,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemForm:
    """What stands in the fields of one item."""

    kind: Kind
    rule: RuleForm = field(default_factory=RuleForm)
    ladder: LadderForm = field(default_factory=LadderForm)
    name: str = ""
    """The medicine, the drink, or the title."""
    dose: str = ""
    message: str = ""
    notice: str = "30"
    """Minutes."""
    is_visit: bool = True
    is_time_critical: bool = False
    tells_nurse: bool = True
    """When it is missed."""
    questions: tuple[QuestionForm, ...] = ()

    @classmethod
    def new(cls, kind: Kind) -> "ItemForm":
        """Return an empty form with what suits most."""
        is_check_in = kind == "check_in"
        ladder = LadderForm.of(CHECK_IN_LADDER if is_check_in else MEDICATION_LADDER)
        return cls(kind=kind, rule=RuleForm(times="10" if is_check_in else ""), ladder=ladder)

    @classmethod
    def of(cls, item: PlanItem) -> "ItemForm":
        """Return the fields that say `item`."""
        rule = RuleForm.of(item.recurrence)
        match item:
            case MedicationReminder():
                return cls(
                    kind="medication",
                    rule=rule,
                    ladder=LadderForm.of(item.ladder),
                    name=item.medicine,
                    dose=item.dose,
                    is_time_critical=item.is_time_critical,
                    tells_nurse=item.when_missed is WhenMissed.TELL_NURSE,
                )
            case CheckIn():
                return cls(
                    kind="check_in",
                    rule=rule,
                    ladder=LadderForm.of(item.ladder),
                    name=item.title,
                    tells_nurse=item.when_missed is WhenMissed.TELL_NURSE,
                    questions=tuple(
                        QuestionForm(id=asked.id, text=asked.text, kind=asked.kind)
                        for asked in item.questions
                    ),
                )
            case Activity():
                return cls(kind="activity", rule=rule, name=item.title, message=item.message)
            case Appointment():
                return cls(
                    kind="appointment",
                    rule=rule,
                    name=item.title,
                    is_visit=item.is_visit,
                    notice=str(item.notice // _MINUTE),
                )
            case Hydration():
                return cls(kind="hydration", rule=rule, name=item.drink)

    @classmethod
    def read(cls, kind: Kind, fields: Mapping[str, list[str]]) -> "ItemForm":
        """Return what a browser has sent.

        Raises:
            FormFault: A choice is none of those that the form offers.
        """

        def one(name: str, default: str = "") -> str:
            return (fields.get(name) or [default])[0].strip()

        try:
            return cls(
                kind=kind,
                rule=RuleForm.read(fields),
                ladder=LadderForm(
                    repeats=one("repeats"),
                    escalates=one("escalates"),
                    comes_closer="comes_closer" in fields,
                ),
                name=one("name"),
                dose=one("dose"),
                message=one("message"),
                notice=one("notice", "30"),
                is_visit=one("is_visit", "yes") == "yes",
                is_time_critical="is_time_critical" in fields,
                tells_nurse="tells_nurse" in fields,
                questions=_questions(fields),
            )
        except ValueError:
            raise FormFault("repeat", mark("Choose one of what is offered.")) from None

    def item(self, item_id: UUID, today: date, before: PlanItem | None) -> PlanItem:
        """Return the item that the fields say.

        Args:
            item_id: Its id, which it keeps from version to version.
            today: The resident's local date.
            before: The item as it stands in the plan, whose other settings stay.

        Raises:
            FormFault: A field does not say what it should.
        """
        if self.rule.repeat is Repeat.AS_NEEDED and self.kind != "medication":
            raise FormFault("repeat", mark("Choose one of what is offered."))
        recurrence = self.rule.rule(today, before.recurrence if before else None)
        made: Told
        match self.kind:
            case "medication":
                return self._medication(item_id, recurrence, before)
            case "check_in":
                return self._check_in(item_id, recurrence, before)
            case "activity":
                title = words("name", self.name)
                message = words("message", self.message, at_most=500)
                made = Activity(id=item_id, title=title, message=message, recurrence=recurrence)
            case "appointment":
                notice = amount("notice", self.notice, 0, _MOST_MINUTES) * _MINUTE
                made = Appointment(
                    id=item_id,
                    title=words("name", self.name),
                    recurrence=recurrence,
                    is_visit=self.is_visit,
                    notice=notice,
                )
            case "hydration":
                drink = words("name", self.name)
                made = Hydration(id=item_id, drink=drink, recurrence=recurrence)
        return replace(made, window=before.window, pauses=before.pauses) if before else made

    def _medication(
        self, item_id: UUID, recurrence: Recurrence, before: PlanItem | None
    ) -> MedicationReminder:
        kept = before if isinstance(before, MedicationReminder) else None
        after = _CRITICAL_WINDOW if self.is_time_critical else _WINDOW
        is_as_before = kept is not None and kept.is_time_critical == self.is_time_critical
        return MedicationReminder(
            id=item_id,
            medicine=words("name", self.name),
            dose=words("dose", self.dose),
            recurrence=recurrence,
            window=kept.window if kept and is_as_before else Window(after=after),
            ladder=self.ladder.ladder(kept.ladder.snooze if kept else MEDICATION_LADDER.snooze),
            pauses=kept.pauses if kept else (),
            is_time_critical=self.is_time_critical,
            when_missed=WhenMissed.TELL_NURSE if self.tells_nurse else WhenMissed.NOTE,
            quiet=kept.quiet if kept else None,
        )

    def _check_in(self, item_id: UUID, recurrence: Recurrence, before: PlanItem | None) -> CheckIn:
        kept = before if isinstance(before, CheckIn) else None
        known = {asked.id: asked for asked in kept.questions} if kept else {}
        free = (f"q{number}" for number in count(1) if f"q{number}" not in known)
        questions = tuple(
            _question(asked, known.get(asked.id), free) for asked in self.questions if asked.text
        )
        if not questions:
            raise FormFault("question", mark("Write at least one question."))
        return CheckIn(
            id=item_id,
            title=words("name", self.name),
            questions=questions,
            recurrence=recurrence,
            window=kept.window if kept else Window(),
            ladder=self.ladder.ladder(kept.ladder.snooze if kept else CHECK_IN_LADDER.snooze),
            pauses=kept.pauses if kept else (),
            when_missed=WhenMissed.TELL_NURSE if self.tells_nurse else WhenMissed.NOTE,
        )


def _question(asked: QuestionForm, before: Question | None, free: Iterator[str]) -> Question:
    """Return a question; one that was there keeps its id, and all of it while it says the same."""
    if before is not None and (before.text, before.kind) == (asked.text, asked.kind):
        return before
    return Question(
        id=before.id if before else next(free),
        text=words("question", asked.text, at_most=300),
        kind=asked.kind,
    )


def _questions(fields: Mapping[str, list[str]]) -> tuple[QuestionForm, ...]:
    columns = (fields.get(name, []) for name in ("question_id", "question", "question_kind"))
    return tuple(
        QuestionForm(id=question_id.strip(), text=" ".join(text.split()), kind=QuestionKind(kind))
        for question_id, text, kind in zip(*columns, strict=False)
    )
