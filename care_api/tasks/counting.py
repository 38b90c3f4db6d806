"""The plan as it goes on from what was taken: the same occurrences as on the robot."""

from uuid import UUID

from sqlmodel import Session

from care_api.tasks import repository
from schedules.anchoring import counted_from
from schedules.care_plan import CarePlan, PlanItem
from schedules.recurrence import Anchor, Elapsed


def counts_from_reports(item: PlanItem) -> bool:
    """Return whether an item's next time counts from when it was last taken."""
    return isinstance(item.recurrence, Elapsed) and item.recurrence.counts_from_last_taken


def counted(session: Session, plan: CarePlan) -> CarePlan:
    """Return the plan with each rule that counts from reports counted from the latest one."""
    last = anchors(session, plan)
    return counted_from(plan, last) if last else plan


def anchors(session: Session, plan: CarePlan) -> dict[UUID, Anchor]:
    """Return item -> the latest report of "taken", of the items that count from it."""
    item_ids = [item.id for item in plan.items if counts_from_reports(item)]
    last: dict[UUID, Anchor] = {}
    for row in repository.taken(session, item_ids) if item_ids else ():
        if row.reported_at is not None and row.report_id is not None:
            anchor = Anchor(at=row.reported_at, report_id=row.report_id)
            before = last.get(row.item_id)
            if before is None or _order(before) < _order(anchor):
                last[row.item_id] = anchor
    return last


def _order(anchor: Anchor) -> tuple[float, str]:
    return anchor.at.timestamp(), str(anchor.report_id)
