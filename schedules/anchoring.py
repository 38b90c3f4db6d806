"""The next dose counts from the last taken: reports move a plan's anchors."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from schedules.care_plan import CarePlan, PlanItem
from schedules.recurrence import Anchor, Elapsed


def counted_from(plan: CarePlan, last_taken: Mapping[UUID, Anchor]) -> CarePlan:
    """Return the plan as it goes on from what was taken last.

    Robot and server come to the same occurrences from the same reports.

    Args:
        plan: The plan as the nurse wrote it.
        last_taken: Item id -> the latest report that the item was taken; others are left alone.
    """
    return replace(
        plan, items=tuple(_counted(item, last_taken.get(item.id)) for item in plan.items)
    )


def _counted(item: PlanItem, taken: Anchor | None) -> PlanItem:
    if taken is None or not isinstance(item.recurrence, Elapsed):
        return item
    return replace(item, recurrence=item.recurrence.counted_from(taken))
