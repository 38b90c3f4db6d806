from datetime import time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from robot_nodes.dialogue.rehearsal import Audience, rehearsed
from schedules.care_plan import (
    Appointment,
    CheckIn,
    Hydration,
    PlanItem,
    Question,
    QuestionKind,
)
from schedules.locale import Locale
from schedules.recurrence import DailyTimes
from tests.schedules.plans import MORNING, activity, medicine

DAILY = DailyTimes(times=(time(8),))
QUESTIONS = (
    Question(id="sleep", text="Hvordan har du sovet?", kind=QuestionKind.SLEEP),
    Question(id="feeling", text="Hvordan har du det?", kind=QuestionKind.FEELING),
)


def audience(locale: Locale = Locale.NB_NO) -> Audience:
    return Audience(
        locale=locale, name="Solveig", number_to_call="en en tre", zone=ZoneInfo("Europe/Oslo")
    )


def test_a_reminder_is_heard_up_to_its_question() -> None:
    said = rehearsed(medicine(), audience(), MORNING)

    assert "God morgen, Solveig." in said[0]
    assert "Paracet, to tabletter" in said[0]
    assert said[-1].endswith("?")
    assert len(said) == 2


def test_a_check_in_is_heard_with_all_its_questions() -> None:
    item = CheckIn(id=UUID(int=1), title="Morgen", questions=QUESTIONS, recurrence=DAILY)

    said = rehearsed(item, audience(), MORNING)

    assert said[-2:] == ("Hvordan har du sovet?", "Hvordan har du det?")


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize(
    "item",
    [
        activity(),
        Appointment(id=UUID(int=1), title="Frisør", recurrence=DAILY, notice=timedelta(minutes=30)),
        Hydration(id=UUID(int=2), drink="et glass vann", recurrence=DAILY),
    ],
)
def test_what_is_only_told_is_one_sentence(item: PlanItem, locale: Locale) -> None:
    assert len(rehearsed(item, audience(locale), MORNING)) == 1
