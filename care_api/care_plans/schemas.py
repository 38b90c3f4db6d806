"""A plan as a nurse sends it: the server adds id, version and resident."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from codebook.model import Instant
from schedules.care_plan import CarePlan, PlanItem
from schedules.pause import Pause
from schedules.quiet_hours import QuietHours
from schedules.recurrence import MealTimes

Item = Annotated[PlanItem, Field(discriminator="kind")]


class PlanDraft(BaseModel):
    """What is to happen. Items keep their id from version to version."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    zone: str = "Europe/Oslo"
    """IANA name of the resident's time zone."""
    effective_at: Instant | None = None
    """Nothing of this version is due before; None: from now on. In the future only where no earlier
    version is in force, for that would be due no more."""
    items: tuple[Item, ...]
    meals: MealTimes = Field(default_factory=MealTimes)
    """When the resident eats, for the items that follow meals."""
    pauses: tuple[Pause, ...] = ()
    """When nothing is due, such as a stay in hospital."""
    quiet_hours: tuple[QuietHours, ...] = ()
    """When the resident is not to be spoken to, but for what may break that."""

    @classmethod
    def of(cls, plan: CarePlan) -> "PlanDraft":
        """Return a draft that says what `plan` says, from now on."""
        return cls(
            zone=plan.zone,
            items=plan.items,
            meals=plan.meals,
            pauses=plan.pauses,
            quiet_hours=plan.quiet_hours,
        )


class SavedPlan(BaseModel):
    """Which version a draft became."""

    plan_id: UUID
    version: int
