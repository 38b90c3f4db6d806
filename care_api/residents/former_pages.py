"""Page: for whom the service has ended, and that they can still be read about."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from care_api.deps import CareUnits, CurrentStaff, NoteNamed, Reading
from care_api.residents import transitions
from care_api.web.about_words import END_REASONS
from care_api.web.frame import Section
from care_api.web.page import StaffPage

router = APIRouter(prefix="/residents")


@router.get("/former", name="read_former_residents")
def show_former(
    page: StaffPage,
    staff: CurrentStaff,
    units: CareUnits,
    session: Reading,
    note_named: NoteNamed,
    side: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Show the units' former residents, the last first."""
    shown = transitions.former(session, units, side)
    note_named(person.id for person in shown.people)
    return page.show(
        "former.html",
        section=Section.TODAY,
        shown=shown,
        reasons=END_REASONS,
        unit_names={each.unit_id: each.unit_name for each in staff.memberships},
    )
