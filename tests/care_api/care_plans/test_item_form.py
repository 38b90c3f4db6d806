from datetime import date, time, timedelta
from uuid import UUID

import pytest

from care_api.care_plans.form_fault import FormFault
from care_api.care_plans.item_form import KINDS, ItemForm, Kind
from schedules.care_plan import (
    Activity,
    Appointment,
    CheckIn,
    Hydration,
    MedicationReminder,
    PlanItem,
    Question,
    QuestionKind,
    WhenMissed,
)
from schedules.locale import Locale
from schedules.pause import Pause
from schedules.recurrence import Anchor, DailyTimes, Elapsed
from schedules.reminder_policy import MEDICATION_LADDER
from tests.schedules.plans import MORNING

ITEM = UUID(int=7)
TODAY = date(2026, 3, 2)
DAILY = DailyTimes(times=(time(8),))
PAUSES = (Pause(first_on=TODAY),)
ITEMS: tuple[PlanItem, ...] = (
    MedicationReminder(id=ITEM, medicine="Paracet", dose="to", recurrence=DAILY, pauses=PAUSES),
    MedicationReminder(
        id=ITEM,
        medicine="Madopar",
        dose="en kapsel",
        recurrence=DAILY,
        is_time_critical=True,
        when_missed=WhenMissed.NOTE,
    ),
    CheckIn(
        id=ITEM,
        title="Morgen",
        questions=(
            Question(id="sleep", text="Har du sovet?", kind=QuestionKind.SLEEP),
            Question(
                id="pain",
                text="Hvor vondt er det?",
                kind=QuestionKind.SCALE,
                worrying_scores=(5,),
                wordings={Locale.EN_GB: "How bad is it?"},
            ),
        ),
        recurrence=DAILY,
    ),
    Activity(id=ITEM, title="Sang", message="Det er sang i stua.", recurrence=DAILY),
    Appointment(
        id=ITEM,
        title="Frisør",
        is_visit=False,
        notice=timedelta(hours=1),
        recurrence=DAILY,
    ),
    Hydration(id=ITEM, drink="et glass vann", recurrence=DAILY),
)


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_that_is_saved_without_a_change_stays_what_it_is(item: PlanItem) -> None:
    assert ItemForm.of(item).item(ITEM, TODAY, item) == item


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_says_what_is_missing(kind: Kind) -> None:
    with pytest.raises(FormFault) as caught:
        ItemForm.new(kind).item(ITEM, TODAY, None)
    assert caught.value.field in {"name", "times", "question", "message"}


def test_a_rule_that_no_form_can_say_stays() -> None:
    rule = Elapsed(every=timedelta(hours=8), anchor=Anchor(at=MORNING))
    item = MedicationReminder(id=ITEM, medicine="Paracet", dose="to", recurrence=rule)

    changed = ItemForm.read("medication", {"repeat": ["kept"], "name": ["Pinex"], "dose": ["en"]})

    assert changed.item(ITEM, TODAY, item).recurrence == rule


def test_a_new_medicine_has_the_fields_own_ladder() -> None:
    fields = {"repeat": ["daily"], "times": ["8"], "name": ["Paracet"], "dose": ["to tabletter"]}
    defaults = {"repeats": ["10, 20"], "escalates": ["30"], "comes_closer": ["yes"]}

    item = ItemForm.read("medication", {**fields, **defaults}).item(ITEM, TODAY, None)

    assert isinstance(item, MedicationReminder)
    assert item.ladder.rungs == MEDICATION_LADDER.rungs


def test_a_question_that_is_added_gets_an_id_that_no_other_has() -> None:
    fields = {
        "repeat": ["daily"],
        "times": ["10"],
        "name": ["Tilsyn"],
        "question_id": ["q1", "", "", ""],
        "question": ["Har du det bra?", "Er du varm nok?", "", "Har du spist?"],
        "question_kind": ["feeling", "yes_expected", "feeling", "yes_expected"],
    }
    question = Question(id="q1", text="Har du det bra?", kind=QuestionKind.FEELING)
    before = CheckIn(id=ITEM, title="Tilsyn", questions=(question,), recurrence=DAILY)

    item = ItemForm.read("check_in", fields).item(ITEM, TODAY, before)

    assert isinstance(item, CheckIn)
    assert [asked.id for asked in item.questions] == ["q1", "q2", "q3"]


def test_a_ladder_out_of_order_is_refused_at_its_field() -> None:
    form = ItemForm.of(ITEMS[0])
    fields = {"repeat": ["daily"], "times": ["8"], "name": ["a"], "dose": ["b"]}
    wrong = ItemForm.read("medication", {**fields, "repeats": ["20, 10"], "escalates": ["30"]})

    assert form.ladder.repeats == "10, 20"
    with pytest.raises(FormFault) as caught:
        wrong.item(ITEM, TODAY, None)
    assert caught.value.field == "repeats"


def test_a_choice_that_is_not_offered_is_refused() -> None:
    with pytest.raises(FormFault):
        ItemForm.read("medication", {"repeat": ["hourly"]})
