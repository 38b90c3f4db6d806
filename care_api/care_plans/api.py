"""A resident's plan: read with its ETag, changed with If-Match."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response

from care_api.care_plans import service
from care_api.care_plans.schemas import PlanDraft, SavedPlan
from care_api.care_plans.service import Precondition
from care_api.deps import CurrentStaff, Reading, ResidentInCare, ResidentToPlan, Writing
from care_api.errors import NotFoundError
from schedules.care_plan import CarePlan

router = APIRouter(prefix="/residents/{resident_id}/plan", tags=["care plans"])


@router.get("")
def read_plan(resident: ResidentInCare, session: Reading, response: Response) -> CarePlan:
    """Return the plan as it stands."""
    version = service.latest(session, resident.id)
    if version is None:
        raise NotFoundError("The resident has no plan yet.")
    response.headers["ETag"] = version.etag
    return version.plan


def _precondition(
    if_match: Annotated[str | None, Header()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Precondition:
    return Precondition(if_match=if_match, if_none_match=if_none_match)


@router.put("")
def save_plan(
    resident: ResidentToPlan,
    draft: PlanDraft,
    staff: CurrentStaff,
    work: Writing,
    response: Response,
    precondition: Annotated[Precondition, Depends(_precondition)],
) -> SavedPlan:
    """Save the next version; the tasks of the coming 24 hours follow at once."""
    version = service.save(work, resident.id, draft, precondition=precondition, staff_id=staff.id)
    response.headers["ETag"] = version.etag
    return SavedPlan(plan_id=version.plan.id, version=version.plan.version)
