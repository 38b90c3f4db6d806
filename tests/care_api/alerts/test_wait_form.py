"""A day is said as a day, and never as 1440 minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_api.alerts.rules import LONGEST_WAIT_S
from care_api.alerts.wait_form import WaitFields
from care_api.care_plans.form_fault import FormFault


@pytest.mark.parametrize(
    ("seconds", "count", "unit"),
    [
        (86_400, "1", "days"),
        (172_800, "2", "days"),
        (7200, "2", "hours"),
        (5400, "90", "minutes"),
        (20, "1", "minutes"),
    ],
)
def test_a_length_of_time_is_said_in_the_largest_unit_that_says_it_whole(
    seconds: int, count: str, unit: str
) -> None:
    assert WaitFields.of(seconds) == WaitFields(count=count, unit=unit)


@given(minutes=st.integers(1, LONGEST_WAIT_S // 60))
def test_what_is_shown_is_read_as_the_same(minutes: int) -> None:
    assert WaitFields.of(minutes * 60).seconds("x") == minutes * 60


@pytest.mark.parametrize(("count", "unit"), [("", "minutes"), ("1", "weeks"), ("1000", "days")])
def test_what_is_no_length_of_time_is_refused_at_its_field(count: str, unit: str) -> None:
    with pytest.raises(FormFault) as caught:
        WaitFields(count=count, unit=unit).seconds("handle_10")
    assert caught.value.field == "handle_10"
