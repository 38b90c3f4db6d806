"""What a nurse changes in a plan: one item, what stands around them, or back to an old version."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from care_api.care_plans import service
from care_api.care_plans.schemas import PlanDraft
from care_api.care_plans.service import PlanVersion, Precondition
from care_api.care_plans.shown_item import Fields, one
from care_api.db import Work
from care_api.errors import NotFoundError
from care_api.residents.service import Resident
from schedules.care_plan import CarePlan, PlanItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Who changes whose plan, from which version, and why."""

    resident: Resident
    staff_id: UUID
    etag: str
    """Of the version that was looked at; empty where there was none."""
    reason: str = ""

    @classmethod
    def sent(cls, resident: Resident, staff_id: UUID, fields: Fields) -> "Edit":
        """Return the edit that a form asks for."""
        return cls(
            resident=resident,
            staff_id=staff_id,
            etag=one(fields, "etag"),
            reason=one(fields, "reason"),
        )


def put_item(work: Work, edit: Edit, item: PlanItem) -> PlanVersion:
    """Put an item in the place of the one with its id, or behind all others.

    Raises:
        ChangedMeanwhileError: Somebody has saved another version.
        InvalidDocumentError: The plan could not be carried out.
    """

    def put(items: tuple[PlanItem, ...]) -> tuple[PlanItem, ...]:
        if any(each.id == item.id for each in items):
            return tuple(item if each.id == item.id else each for each in items)
        return (*items, item)

    return _save(work, edit, put)


def add_items(work: Work, edit: Edit, items: Sequence[PlanItem]) -> PlanVersion:
    """Add items that the plan does not have.

    Raises:
        ChangedMeanwhileError: Somebody has saved another version.
        InvalidDocumentError: The plan could not be carried out.
    """
    return _save(work, edit, lambda present: (*present, *items))


def remove_item(work: Work, edit: Edit, item_id: UUID) -> PlanVersion:
    """Take an item out.

    Raises:
        NotFoundError: The plan has no such item.
        ChangedMeanwhileError: Somebody has saved another version.
    """

    def without(items: tuple[PlanItem, ...]) -> tuple[PlanItem, ...]:
        left = tuple(each for each in items if each.id != item_id)
        if left == items:
            raise NotFoundError("The plan has no such item; it may have been removed.")
        return left

    return _save(work, edit, without)


def restore(work: Work, edit: Edit, number: int) -> PlanVersion:
    """Let an old version hold again, as the next one.

    Raises:
        NotFoundError: There is no such version.
        ChangedMeanwhileError: Somebody has saved another version.
    """
    found = [
        version.plan
        for version in service.versions(work.session, edit.resident.id)
        if version.plan.version == number
    ]
    if not found:
        raise NotFoundError("The plan has no such version.")
    return save_draft(work, edit, PlanDraft.of(found[0]))


def save_draft(work: Work, edit: Edit, draft: PlanDraft) -> PlanVersion:
    """Save a whole plan as the next version.

    Raises:
        ChangedMeanwhileError: Somebody has saved another version.
        InvalidDocumentError: The plan could not be carried out.
    """
    precondition = Precondition(
        if_match=edit.etag or None, if_none_match=None if edit.etag else "*"
    )
    return service.save(
        work,
        edit.resident.id,
        draft,
        precondition=precondition,
        staff_id=edit.staff_id,
        reason=edit.reason,
    )


def empty_plan(resident: Resident, now: datetime) -> CarePlan:
    """Return what a resident without a plan begins with at `now`, aware UTC."""
    return CarePlan(
        id=uuid4(),
        resident_id=resident.id,
        version=1,
        zone=resident.zone,
        effective_at=now,
        items=(),
    )


def _save(
    work: Work, edit: Edit, change: Callable[[tuple[PlanItem, ...]], tuple[PlanItem, ...]]
) -> PlanVersion:
    present = service.latest(work.session, edit.resident.id)
    plan = present.plan if present else empty_plan(edit.resident, work.now)
    draft = PlanDraft.of(plan)
    return save_draft(work, edit, draft.model_copy(update={"items": change(plan.items)}))
