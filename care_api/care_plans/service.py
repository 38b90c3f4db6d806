"""Care plans: every edit makes a new version, and the tasks follow at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from sqlmodel import Session

from care_api.care_plans import repository
from care_api.care_plans.schemas import PlanDraft
from care_api.care_plans.tables import CarePlanRow
from care_api.db import Lock, Work, lock
from care_api.errors import (
    ChangedMeanwhileError,
    FieldFault,
    InvalidDocumentError,
    ServiceEndedError,
    VersionNeededError,
)
from care_api.residents import repository as residents
from care_api.robots import news
from care_api.tasks import service as tasks
from schedules.care_plan import CarePlan, PlanItem
from schedules.recurrence import AsNeeded

AHEAD_AT_ONCE = 200
"""Residents in one transaction: nobody waits long for a writer."""
PLANS_KEPT = 200
"""Versions not read again from their JSON: of those whose robots are heard from now."""
_DOCUMENT = TypeAdapter(CarePlan)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVersion:
    """One version of a plan, and who saved it when."""

    plan: CarePlan
    saved_at: datetime
    saved_by: UUID | None
    reason: str = ""
    """Why, in the nurse's words."""

    @property
    def etag(self) -> str:
        """The strong ETag that an edit has to name."""
        return f'"{self.plan.id}.{self.plan.version}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Precondition:
    """Which version an edit builds on, as the request's headers say."""

    if_match: str | None = None
    """An ETag."""
    if_none_match: str | None = None
    """`*`: there is to be no plan yet."""


def latest(session: Session, resident_id: UUID) -> PlanVersion | None:
    """Return the plan as it stands, or None where there is none."""
    row = repository.latest(session, resident_id)
    return _version(row) if row else None


def versions(session: Session, resident_id: UUID) -> tuple[PlanVersion, ...]:
    """Return all versions of a resident's plan, newest first."""
    return tuple(_version(row) for row in repository.versions(session, resident_id))


def identities(session: Session, resident_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return resident -> what tells the newest plan from any other, without reading it.

    Not its number alone: a server restored from a backup may use one twice.
    """
    return {
        resident_id: f"{plan_id}.{version}.{saved_at.isoformat()}"
        for resident_id, plan_id, version, saved_at in repository.identities(session, resident_ids)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """The newest version of a resident's plan, by its number."""

    version: int
    saved_at: datetime


def newest(session: Session, resident_ids: Iterable[UUID]) -> dict[UUID, Newest]:
    """Return resident -> newest version; those without a plan are left out."""
    return {
        resident_id: Newest(version=version, saved_at=saved_at)
        for resident_id, _, version, saved_at in repository.identities(session, resident_ids)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedVersion:
    """That a version was saved, without the plan itself."""

    resident_id: UUID
    version: int
    saved_at: datetime
    saved_by: UUID | None
    reason: str
    """Why, in the nurse's words. Personal data."""


def saved_since(
    session: Session, resident_ids: Iterable[UUID], since: datetime
) -> tuple[SavedVersion, ...]:
    """Return which versions of the residents' plans were saved since an instant, oldest first."""
    return tuple(
        SavedVersion(
            resident_id=row.resident_id,
            version=row.version,
            saved_at=row.saved_at,
            saved_by=row.saved_by,
            reason=row.reason,
        )
        for row in repository.saved_since(session, resident_ids, since)
    )


def items(session: Session, resident_id: UUID) -> dict[UUID, PlanItem]:
    """Return item id -> item of all versions, the newest wording of each."""
    return items_of(session, [resident_id])


def items_of(session: Session, resident_ids: Iterable[UUID]) -> dict[UUID, PlanItem]:
    """Return item id -> item of all versions of the residents' plans, the newest of each."""
    found: dict[UUID, PlanItem] = {}
    for row in repository.of_residents(session, resident_ids):
        for item in _written(row.document).items:
            found.setdefault(item.id, item)
    return found


def as_needed(session: Session, resident_id: UUID) -> dict[UUID, PlanItem]:
    """Return item id -> item of all that any version has as needed, the newest of each."""
    found: dict[UUID, PlanItem] = {}
    for row in repository.of_residents(session, [resident_id]):
        for item in _written(row.document).items:
            if isinstance(item.recurrence, AsNeeded):
                found.setdefault(item.id, item)
    return found


class PlansOnFile:
    """All versions of the plans of residents, each read once."""

    def __init__(self, session: Session) -> None:
        """Read nothing yet."""
        self._session = session
        self._plans: dict[UUID, Iterator[CarePlan]] = {}
        self._read: dict[UUID, list[CarePlan]] = {}

    def versions(self, resident_id: UUID | None) -> Iterator[CarePlan]:
        """Yield the resident's versions, newest first; none where nobody is meant."""
        if resident_id is None:
            return
        read = self._read.setdefault(resident_id, [])
        number = 0
        while number < len(read) or self._has_read_further(resident_id):
            yield read[number]
            number += 1

    def holding(self, resident_id: UUID | None, item_id: UUID) -> CarePlan | None:
        """Return the resident's newest version that has the item."""
        return next((plan for plan in self.versions(resident_id) if plan.has(item_id)), None)

    def _has_read_further(self, resident_id: UUID) -> bool:
        if resident_id not in self._plans:
            documents = repository.documents(self._session, resident_id)
            self._plans[resident_id] = map(_written, documents)
        plan = next(self._plans[resident_id], None)
        if plan is not None:
            self._read[resident_id].append(plan)
        return plan is not None


def save(
    work: Work,
    resident_id: UUID,
    draft: PlanDraft,
    *,
    precondition: Precondition,
    staff_id: UUID | None,
    reason: str = "",
) -> PlanVersion:
    """Save a draft as the next version; `reason` says why, in the nurse's words.

    Raises:
        VersionNeededError: The edit does not say which version it builds on.
        ChangedMeanwhileError: There is a newer version than the one that the edit builds on.
        InvalidDocumentError: The plan could not be carried out as written.
        ServiceEndedError: The service has ended for the resident.
    """
    lock(work.session, Lock.STREAM)  # before the resident, as an upload does: no deadlock
    if residents.lock(work.session, resident_id).ended_at is not None:
        raise ServiceEndedError("The service has ended for this resident; take it up again first.")
    before = latest(work.session, resident_id)
    _check(precondition, before)
    _check_begin(draft, before, work.now)
    plan = _next(before, resident_id, draft, work.now)
    row = CarePlanRow(
        plan_id=plan.id,
        version=plan.version,
        resident_id=resident_id,
        effective_at=plan.effective_at,
        document=_DOCUMENT.dump_json(plan).decode(),
        saved_at=work.now,
        saved_by=staff_id,
        reason=reason,
    )
    repository.add(work.session, row)
    tasks.replace_ahead(work, plan)
    news.for_resident(work.session, resident_id)
    return _version(row)


def _check(precondition: Precondition, before: PlanVersion | None) -> None:
    if precondition.if_none_match == "*" and before is None:
        return
    if precondition.if_match is None and precondition.if_none_match is None:
        raise VersionNeededError(
            "Send If-Match with the ETag of the plan that you edited, "
            "or If-None-Match: * for a first plan."
        )
    if before is None or precondition.if_match != before.etag:
        raise ChangedMeanwhileError("Somebody has saved another version; read it and edit again.")


def _check_begin(draft: PlanDraft, before: PlanVersion | None, now: datetime) -> None:
    """Refuse what would leave a gap: the newest version is the only one that anybody goes by."""
    begins_at = draft.effective_at or now
    is_in_force = before is not None and before.plan.items and before.plan.effective_at <= now
    if is_in_force and begins_at > now:
        remedy = (
            "Leave it out, or send an instant that has passed: nothing would be due until then. "
            "Give what is to begin later its own starts_on."
        )
        faults = (FieldFault(field="effective_at", remedy=remedy),)
        raise InvalidDocumentError(f"effective_at: {remedy}", faults=faults)


def _next(
    before: PlanVersion | None, resident_id: UUID, draft: PlanDraft, now: datetime
) -> CarePlan:
    try:
        return CarePlan(
            id=before.plan.id if before else uuid4(),
            resident_id=resident_id,
            version=before.plan.version + 1 if before else 1,
            zone=draft.zone,
            effective_at=draft.effective_at or now,
            items=draft.items,
            meals=draft.meals,
            pauses=draft.pauses,
            quiet_hours=draft.quiet_hours,
        )
    except ValueError as fault:
        field, _, remedy = str(fault).partition(": ")
        faults = (FieldFault(field=field, remedy=remedy),)
        raise InvalidDocumentError(str(fault), faults=faults) from None


def begin_anew(work: Work, resident_id: UUID, staff_id: UUID) -> None:
    """Let the newest plan, if there is one, count from now on: nobody is asked about before."""
    before = latest(work.session, resident_id)
    if before is not None:
        builds_on = Precondition(if_match=before.etag)
        same = PlanDraft.of(before.plan)
        save(work, resident_id, same, precondition=builds_on, staff_id=staff_id)


def make_tasks_ahead(work: Work) -> bool:
    """Let the next 24 hours' tasks of some residents exist; return whether there are more."""
    until = work.now + tasks.AHEAD
    residents = repository.residents_to_look_ahead(work.session, until, AHEAD_AT_ONCE)
    for resident_id in residents:
        version = latest(work.session, resident_id)
        if version is not None:
            tasks.make_ahead(work, version.plan)
    return len(residents) == AHEAD_AT_ONCE


@lru_cache(maxsize=PLANS_KEPT)
def _written(document: str) -> CarePlan:
    """Return the plan that a document holds; a version never changes."""
    return _DOCUMENT.validate_json(document)


def _version(row: CarePlanRow) -> PlanVersion:
    return PlanVersion(
        plan=_written(row.document),
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        reason=row.reason,
    )
