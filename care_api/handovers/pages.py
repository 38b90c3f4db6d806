"""Pages: what passes from one shift to the next, signed by both."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import Response

from care_api.deps import AlertUnits, CareUnits, CurrentStaff, NoteNamed, Reading, Wired, Writing
from care_api.errors import ForbiddenError, NotFoundError
from care_api.handovers import service
from care_api.handovers.handover import Handover, Part
from care_api.handovers.parts import Asked, part_of
from care_api.handovers.shown import shown_report
from care_api.residents import service as residents
from care_api.staff import service as staff_service
from care_api.staff.service import Membership, StaffIdentity
from care_api.web.frame import Section
from care_api.web.page import StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import PARTS

router = APIRouter(prefix="/handover")

Words = Annotated[str, Form(max_length=service.MOST_WORDS)]


def _units(care: CareUnits, alerting: AlertUnits) -> frozenset[UUID]:
    units = care & alerting
    if not units:
        raise ForbiddenError("Your role does not include handing over.")
    return units


HandoverUnits = Annotated[frozenset[UUID], Depends(_units)]
"""The units between whose shifts the caller may hand over."""


def _handover(handover_id: UUID, units: HandoverUnits, session: Reading) -> Handover:
    found = service.find(session, handover_id, units)
    if found is None:
        raise NotFoundError("No such handover in your units.")
    return found


AHandover = Annotated[Handover, Depends(_handover)]
"""The handover of the path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Whose running stretch is looked at, of which units."""

    unit_id: UUID
    units: tuple[Membership, ...]
    """All that the reader could choose."""

    @property
    def unit_name(self) -> str:
        """What the unit is called."""
        return next(each.unit_name for each in self.units if each.unit_id == self.unit_id)


def _chosen(staff: CurrentStaff, units: HandoverUnits, unit: UUID | None = None) -> Chosen:
    """Return the unit of the address, or the reader's first."""
    found = tuple(each for each in staff.memberships if each.unit_id in units)
    if unit is None:
        return Chosen(unit_id=found[0].unit_id, units=found)
    if unit not in units:
        raise NotFoundError("No such unit of yours.")
    return Chosen(unit_id=unit, units=found)


def _asked(
    side: Annotated[int, Query(ge=1, le=10_000)] = 1,
    whole: bool = False,  # noqa: FBT001, FBT002 - a field of the address
) -> Asked:
    return Asked(side=side, is_whole=whole)


APart = Annotated[Asked, Depends(_asked)]
"""The part of the report that the address asks for."""


@router.get("")
def show_running(
    page: StaffPage,
    chosen: Annotated[Chosen, Depends(_chosen)],
    asked: APart,
    wired: Wired,
    session: Reading,
    note_named: NoteNamed,
) -> Response:
    """Show what has come in since the last handover, and the handovers before."""
    now = service.running(session, chosen.unit_id, page.frame.times.now)
    people = residents.of_units(session, [chosen.unit_id], with_former=True)
    ids = [person.id for person in people if person.ended_at is None]
    standing = service.standing_now(session, now, ids, wired.settings.robot_silent_after)
    shown = part_of(shown_report(session, now.stretch, standing, people), asked)
    note_named(shown.report.resident_ids)
    earlier = service.earlier(session, chosen.unit_id)
    signers = {each.staff_id for handover in earlier for each in handover.signatures}
    return page.show(
        "handover_running.html",
        section=Section.HANDOVER,
        shown=shown,
        stretch=now.stretch,
        number=now.number,
        chosen=chosen,
        unsigned=[each for each in earlier if each.completed_at is None],
        earlier=earlier,
        names=staff_service.names(session, signers),
    )


@router.post("/begin")
def begin_handover(
    staff: CurrentStaff,
    units: HandoverUnits,
    wired: Wired,
    work: Writing,
    unit_id: Annotated[UUID, Form()],
    after: Annotated[int, Form(ge=0)],
) -> Response:
    """End the running stretch, and go on to sign it; whoever comes second gets the same."""
    if unit_id not in units:
        raise NotFoundError("No such unit of yours.")
    silent_after = wired.settings.robot_silent_after
    begun = service.begin(work, unit_id, staff.id, after, silent_after)
    return go_on(_address(begun.id))


@router.get("/{handover_id}")
def show_handover(
    page: StaffPage,
    handover: AHandover,
    asked: APart,
    staff: CurrentStaff,
    session: Reading,
    note_named: NoteNamed,
) -> Response:
    """Show a handover as it is to be signed, or was."""
    people = residents.of_units(session, [handover.stretch.unit_id], with_former=True)
    standing = service.standing_of(handover)
    shown = part_of(shown_report(session, handover.stretch, standing, people), asked)
    note_named(shown.report.resident_ids)
    named = {each.staff_id for each in handover.signatures}
    named |= {each.staff_id for each in handover.additions}
    return page.show(
        "handover.html",
        section=Section.HANDOVER,
        shown=shown,
        handover=handover,
        stretch=handover.stretch,
        unit_name=_unit_name(staff, handover),
        open_parts=handover.open_parts(staff.id),
        parts=PARTS,
        names=staff_service.names(session, named | {handover.begun_by}),
    )


@router.post("/{handover_id}/sign")
def sign_handover(
    handover: AHandover,
    staff: CurrentStaff,
    work: Writing,
    part: Annotated[Part, Form()],
    digest: Annotated[str, Form(max_length=64)],
    note: Words = "",
) -> Response:
    """Sign a part of what was shown."""
    service.sign(work, handover.id, staff.id, part, digest, note.strip())
    return go_on(_address(handover.id))


@router.post("/{handover_id}/add")
def add_to_handover(
    handover: AHandover, staff: CurrentStaff, work: Writing, words: Words = ""
) -> Response:
    """Write a new entry beside what was signed; nothing that was signed changes."""
    if words.strip():
        service.add(work, handover.id, staff.id, words.strip())
    return go_on(_address(handover.id))


def _address(handover_id: UUID) -> str:
    return f"/handover/{handover_id}"


def _unit_name(staff: StaffIdentity, handover: Handover) -> str:
    unit_id = handover.stretch.unit_id
    return next(each.unit_name for each in staff.memberships if each.unit_id == unit_id)
