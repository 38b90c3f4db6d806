from uuid import UUID

import pytest
from pydantic import ValidationError

from codebook.plan import ResidentPlan, RobotPlans
from schedules.locale import Locale
from tests.schedules.plans import activity, medicine, plan_of


def plans() -> RobotPlans:
    return RobotPlans(
        robot_id=UUID(int=1),
        residents=(
            ResidentPlan(
                resident_id=UUID(int=200),
                spoken_name="Solveig",
                locale=Locale.NB_NO,
                number_to_call="en en to",
                plan=plan_of(medicine(), activity()),
            ),
        ),
    )


def test_a_plan_survives_the_wire_unchanged() -> None:
    assert RobotPlans.model_validate_json(plans().model_dump_json()) == plans()


def test_a_malformed_plan_names_what_is_wrong() -> None:
    text = plans().model_dump_json().replace("Europe/Oslo", "Europe/Olso")
    with pytest.raises(ValidationError, match="Europe/Olso"):
        RobotPlans.model_validate_json(text)


def test_the_same_plan_is_always_written_the_same_way() -> None:
    again = RobotPlans.model_validate_json(plans().model_dump_json())
    assert again.model_dump_json() == plans().model_dump_json()
