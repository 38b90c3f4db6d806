"""Pages: all that is known about a resident besides the plan, and who has read it."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from care_api.consents import service as consents
from care_api.deps import CurrentStaff, Reading, ResidentInCare
from care_api.family import service as family
from care_api.notes import service as notes
from care_api.relations import service as relations
from care_api.residents import details, transitions
from care_api.service_decisions import service as decisions
from care_api.staff import service as staff_service
from care_api.staff.role import Permission
from care_api.tenants import service as tenants
from care_api.web.about_words import (
    DETAILS,
    END_REASONS,
    RELATIONS,
    SCOPES,
    SUITABILITIES,
    SUITABILITY_TONES,
    WITHDRAWN,
)
from care_api.web.frame import Section
from care_api.web.language import LANGUAGE_NAMES
from care_api.web.page import StaffPage
from care_api.web.readers import readers

router = APIRouter(prefix="/residents/{resident_id}")

SHOWN = 5
"""Of the notes and of the readers; the rest stands on a page of its own."""


@router.get("/about", name="read_about_page")
def show_about(
    page: StaffPage,
    staff: CurrentStaff,
    resident: ResidentInCare,
    session: Reading,
    removed: UUID | None = None,
    changed: int | None = None,
) -> Response:
    """Show who it is, notes, contacts, consents, the service decision, links and readers.

    `removed` is the contact that was just taken out, `changed` the revision of name and room that
    was just made.
    """
    may_place = resident.unit_id in staff.units_where(Permission.PLACE_RESIDENTS)
    ending = transitions.ended(session, resident.id)
    known = details.of_resident(session, resident.id)
    before = details.former(session, resident.id) if changed == known.revision else ()
    found = notes.of_resident(session, resident.id)
    latest = found[:SHOWN]
    return page.show(
        "about.html",
        section=Section.TODAY,
        resident=resident,
        known=known,
        undo=before[0] if before else None,
        labels=DETAILS,
        language_names=LANGUAGE_NAMES,
        notes=latest,
        further=len(found) - len(latest),
        names=staff_service.names(session, notes.authors(latest)),
        contacts=relations.of_resident(session, resident.id),
        removed=removed,
        consents=consents.of_resident(session, resident.id),
        decisions=decisions.of_resident(session, resident.id),
        links=[
            link
            for link in family.of_resident(session, resident.id)
            if link.holds(page.frame.times.now) and resident.ended_at is None
        ],
        readers=readers(session, resident.id)[:SHOWN],
        ahead=transitions.ahead(session, resident.id),
        ending=ending,
        reasons=END_REASONS,
        unit_names={each.id: each.name for each in tenants.units(session, staff.tenant_id)},
        may_place=may_place,
        may_resume=may_place and ending is not None,
        may_edit=resident.unit_id in staff.units_where(Permission.EDIT_PLANS),
        relations=RELATIONS,
        scopes=SCOPES,
        withdrawn=WITHDRAWN,
        suitabilities=SUITABILITIES,
        tones=SUITABILITY_TONES,
    )


@router.get("/readers", name="read_readers_page")
def show_readers(page: StaffPage, resident: ResidentInCare, session: Reading) -> Response:
    """Show who has read about the resident, and what they did."""
    return page.show(
        "readers.html",
        section=Section.TODAY,
        resident=resident,
        readers=readers(session, resident.id),
    )
