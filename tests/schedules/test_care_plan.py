from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest

from schedules.care_plan import CarePlan, CheckIn, Question, QuestionKind, Window
from schedules.recurrence import DailyTimes
from tests.schedules.plans import medicine, plan_of


def test_an_item_is_found_by_its_id() -> None:
    item = medicine()
    assert plan_of(item).item(item.id) is item
    with pytest.raises(KeyError):
        plan_of(item).item(UUID(int=404))


def test_an_item_id_stands_once_in_a_plan() -> None:
    with pytest.raises(ValueError, match="^items:"):
        plan_of(medicine(), medicine(time(9)))


def test_an_unknown_zone_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"Europe/Olso.*Europe/Oslo"):
        plan_of(zone="Europe/Olso")


def test_a_plan_takes_effect_at_an_instant_not_at_a_wall_time() -> None:
    with pytest.raises(ValueError, match="^effective_at:"):
        CarePlan(
            id=UUID(int=1),
            resident_id=UUID(int=2),
            version=1,
            zone="Europe/Oslo",
            effective_at=datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None),
            items=(),
        )


def test_a_window_in_which_nothing_fits_is_refused() -> None:
    with pytest.raises(ValueError, match="^window:"):
        Window(after=timedelta(0))


def test_two_questions_may_not_share_an_id() -> None:
    question = Question(id="sleep", text="Har du sovet godt?", kind=QuestionKind.SLEEP)
    with pytest.raises(ValueError, match="^questions:"):
        CheckIn(
            id=UUID(int=3),
            title="Morgen",
            questions=(question, question),
            recurrence=DailyTimes(times=(time(9),)),
        )
