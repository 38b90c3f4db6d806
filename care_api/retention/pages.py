"""Pages of administration: how long things are kept, and what would go before it is decided."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from care_api.db import Work
from care_api.deps import CurrentStaff, Reading, TenantUnits, Wired, Writing
from care_api.errors import InvalidDocumentError
from care_api.retention import service
from care_api.retention.rule import BOUNDS, USUAL, Kind, Limits, is_allowed
from care_api.retention.wording import KINDS
from care_api.staff import service as staff_service
from care_api.web.frame import Section
from care_api.web.page import StaffPage
from care_api.web.redirects import go_on

router = APIRouter(prefix="/administration/retention")


async def _chosen(request: Request) -> Limits:
    """Return what the form says, kind by kind.

    Raises:
        InvalidDocumentError: It says something that it never offered.
    """
    fields = await request.form() if request.method == "POST" else request.query_params
    return {kind: _months(kind, str(fields[kind])) for kind in Kind if kind in fields}


def _months(kind: Kind, text: str) -> int:
    months = int(text) if text.isascii() and text.isdecimal() and len(text) < len("1000") else 0
    if not is_allowed(kind, months):
        raise InvalidDocumentError(f"{kind.value}: choose one of the times that are offered.")
    return months


Chosen = Annotated[Limits, Depends(_chosen)]


@router.get("")
def show_retention(
    page: StaffPage, staff: CurrentStaff, _units: TenantUnits, session: Reading, chosen: Chosen
) -> Response:
    """Show how long things are kept, and let something else be chosen."""
    decided = service.decided(session, staff.tenant_id)
    names = staff_service.names(session, {decided.by} if decided else set())
    return page.show(
        "administration/retention.html",
        section=Section.ADMINISTRATION,
        chosen={**USUAL, **(decided.limits if decided else {}), **chosen},
        decided=decided,
        decided_by=names.get(decided.by) if decided else None,
        kinds=KINDS,
        bounds=BOUNDS,
    )


@router.get("/preview")
def preview_retention(
    page: StaffPage,
    staff: CurrentStaff,
    _units: TenantUnits,
    wired: Wired,
    session: Reading,
    chosen: Chosen,
) -> Response:
    """Show what the next night would take if this were saved; nothing is changed."""
    decided = service.decided(session, staff.tenant_id)
    wanted = {**USUAL, **(decided.limits if decided else {}), **chosen}
    work = Work(session=session, now=page.frame.times.now, boot_id=wired.boot_id)
    return page.show(
        "administration/retention_preview.html",
        section=Section.ADMINISTRATION,
        chosen=wanted,
        foretold=service.foretell(work, staff.tenant_id, wanted),
        most=service.MOST_COUNTED,
        kinds=KINDS,
    )


@router.post("")
def save_retention(
    staff: CurrentStaff, _units: TenantUnits, work: Writing, chosen: Chosen
) -> Response:
    """Keep the decision; the next night acts by it."""
    if set(chosen) != set(Kind):
        raise InvalidDocumentError("Say for each kind how long it is kept.")
    service.save(work, staff.tenant_id, staff.id, chosen)
    return go_on("/administration/retention")
