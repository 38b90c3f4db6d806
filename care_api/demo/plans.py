"""The demonstration's plans: what happens on its one morning."""

from collections.abc import Iterable
from datetime import time, timedelta
from uuid import UUID

from care_api.care_plans.schemas import PlanDraft
from care_api.demo.people import ARNE, INGRID, SOLVEIG, ZONE, DemoResident, demo_id
from care_api.demo.wording import DemoWording
from schedules.care_plan import (
    Activity,
    CheckIn,
    MedicationReminder,
    PlanItem,
    Question,
    QuestionKind,
)
from schedules.recurrence import DailyTimes
from schedules.reminder_policy import MEDICATION_LADDER, Ladder, Rung

ONE_REPEAT = Ladder(
    rungs=(
        *MEDICATION_LADDER.rungs[:2],
        Rung(after=timedelta(minutes=20), escalates=True),
    )
)
"""For the reminder that meets with silence: who watches need not hear it three times."""


def drafts(words: DemoWording) -> dict[UUID, PlanDraft]:
    """Return resident -> plan."""
    return {
        SOLVEIG.id: _draft(
            [_medication(SOLVEIG, time(8), words), _activity(SOLVEIG, time(9, 45), words)]
        ),
        ARNE.id: _draft(
            [
                _medication(ARNE, time(8, 15), words),
                _medication(ARNE, time(9), words, ONE_REPEAT),
            ]
        ),
        INGRID.id: _draft([_check_in(INGRID, time(8, 40), words)]),
    }


def _draft(items: Iterable[PlanItem]) -> PlanDraft:
    return PlanDraft(zone=ZONE, items=tuple(items))


def _item_id(resident: DemoResident, what: str, at: time) -> UUID:
    return demo_id(f"item/{resident.name}/{what}/{at:%H:%M}")


def _medication(
    resident: DemoResident, at: time, words: DemoWording, ladder: Ladder = MEDICATION_LADDER
) -> MedicationReminder:
    return MedicationReminder(
        id=_item_id(resident, "medication", at),
        medicine=words.medicine,
        dose=words.dose,
        recurrence=DailyTimes(times=(at,)),
        ladder=ladder,
    )


def _check_in(resident: DemoResident, at: time, words: DemoWording) -> CheckIn:
    return CheckIn(
        id=_item_id(resident, "check_in", at),
        title=words.check_in,
        questions=(
            Question(id="sleep", text=words.sleep, kind=QuestionKind.SLEEP),
            Question(id="feeling", text=words.feeling, kind=QuestionKind.FEELING),
        ),
        recurrence=DailyTimes(times=(at,)),
    )


def _activity(resident: DemoResident, at: time, words: DemoWording) -> Activity:
    return Activity(
        id=_item_id(resident, "activity", at),
        title=words.activity,
        message=words.message,
        recurrence=DailyTimes(times=(at,)),
    )
