"""Plans travel and are kept as JSON: every kind of rule comes back as itself."""

import json

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from schedules.care_plan import CarePlan
from schedules.pause import Pause
from schedules.recurrence import AsNeeded, DailyTimes, Recurrence
from tests.schedules.plans import medicine, plan_of
from tests.schedules.rules import as_needed, elapsed, pauses, wall_rules

DOCUMENT = TypeAdapter(CarePlan)


@given(st.one_of(wall_rules, elapsed, as_needed), pauses)
def test_a_plan_comes_back_from_json_as_it_was(rule: Recurrence, some: tuple[Pause, ...]) -> None:
    plan = plan_of(medicine(recurrence=rule), pauses=some)
    back = DOCUMENT.validate_json(DOCUMENT.dump_json(plan))
    assert back == plan
    assert type(back.items[0].recurrence) is type(rule)


def test_a_plan_from_before_there_were_kinds_still_loads() -> None:
    plan = plan_of(medicine())
    old = json.loads(DOCUMENT.dump_json(plan))
    del (
        old["meals"],
        old["pauses"],
        old["items"][0]["pauses"],
        old["items"][0]["recurrence"]["kind"],
    )
    back = DOCUMENT.validate_python(old)
    assert isinstance(back.items[0].recurrence, DailyTimes)
    assert not isinstance(back.items[0].recurrence, AsNeeded)
    assert back.items == plan.items
