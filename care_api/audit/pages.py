"""Pages of administration: search the audit log, export it, and see whether it is whole."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from sqlmodel import Session

from care_api.audit import sealing, service
from care_api.audit.act import Act
from care_api.audit.details import detail_words
from care_api.audit.sealing import Checkpoint
from care_api.audit.search import EXPORTED, SHOWN, Found, Wanted, look_up
from care_api.audit.service import Done
from care_api.audit.words import BREAKS, what_words
from care_api.days import ZONE
from care_api.deps import AuditedUnits, CurrentStaff, NoteNamed, Reading, Wired
from care_api.errors import InvalidDocumentError
from care_api.residents import service as residents
from care_api.staff import roster
from care_api.staff.service import StaffIdentity
from care_api.web.frame import Section
from care_api.web.page import StaffPage

router = APIRouter(prefix="/administration/audit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The fields of the search, as they were sent; all may be empty."""

    resident: str
    staff: str
    since: str
    until: str

    @property
    def query(self) -> str:
        """The fields as they stand in an address."""
        fields = {
            "resident": self.resident,
            "staff": self.staff,
            "since": self.since,
            "until": self.until,
        }
        return urlencode({name: value for name, value in fields.items() if value})

    def wanted(self, tenant_id: UUID, units: frozenset[UUID]) -> Wanted:
        """Return what is looked for.

        Raises:
            InvalidDocumentError: A field holds what it never offered.
        """
        try:
            last_on = date.fromisoformat(self.until) if self.until else None
            return Wanted(
                tenant_id=tenant_id,
                unit_ids=units,
                resident_id=UUID(self.resident) if self.resident else None,
                staff_id=UUID(self.staff) if self.staff else None,
                since=_midnight(date.fromisoformat(self.since)) if self.since else None,
                until=_midnight(last_on + timedelta(days=1)) if last_on else None,
            )
        except (ValueError, OverflowError):
            raise InvalidDocumentError("Search: give an id or a date where one belongs.") from None


def _midnight(local_on: date) -> datetime:
    return datetime.combine(local_on, time(0), ZONE)


def _asked(
    resident: Annotated[str, Query(max_length=40)] = "",
    staff: Annotated[str, Query(max_length=40)] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    until: Annotated[str, Query(max_length=10)] = "",
) -> Asked:
    return Asked(resident=resident, staff=staff, since=since, until=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Who looks what up, and where they may."""

    reader: StaffIdentity
    asked: Asked
    wanted: Wanted


def _search(
    reader: CurrentStaff, units: AuditedUnits, asked: Annotated[Asked, Depends(_asked)]
) -> Search:
    return Search(reader=reader, asked=asked, wanted=asked.wanted(reader.tenant_id, units))


@router.get("", name="read_audit")
def show_log(
    page: StaffPage,
    search: Annotated[Search, Depends(_search)],
    session: Reading,
    note_named: NoteNamed,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """Show who looked at whom and changed what, newest first."""
    wanted = search.wanted
    people = residents.of_units(session, wanted.unit_ids, with_former=True)
    note_named(person.id for person in people)
    found = look_up(session, wanted, limit=SHOWN + 1, offset=offset)
    return page.show(
        "administration/audit.html",
        section=Section.ADMINISTRATION,
        lines=found[:SHOWN],
        asked=search.asked,
        older=offset + SHOWN if len(found) > SHOWN else None,
        people=people,
        colleagues=roster.of_tenant(session, wanted.tenant_id),
        what_words=what_words,
        detail_words=partial(detail_words, say=page.say, minute=page.frame.times.minute),
        link_look=service.LINK_LOOK,
        checkpoint=sealing.last_checkpoint(session, wanted.tenant_id),
    )


@router.get("/export", name="export_audit")
def export(
    page: StaffPage,
    search: Annotated[Search, Depends(_search)],
    wired: Wired,
    note_named: NoteNamed,
) -> Response:
    """Return what the search finds as CSV, with the newest checkpoint in its last line."""
    wanted = search.wanted
    now = page.frame.times.now
    with wired.database.reading() as session:
        people = residents.of_units(session, wanted.unit_ids, with_former=True)
        note_named(person.id for person in people)
    with wired.working(now) as work:
        found = look_up(work.session, wanted, limit=EXPORTED)
        head = sealing.last_checkpoint(work.session, wanted.tenant_id)
        done = Done(
            act=Act.AUDIT_EXPORTED,
            tenant_id=wanted.tenant_id,
            staff_id=search.reader.id,
            detail=f"{len(found)}: {search.asked.query}",
        )
        service.note_act(work, done)
    return Response(
        _csv(found, head, page.say),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="audit-{now:%Y-%m-%d}.csv"',
            "Cache-Control": "no-store",
        },
    )


@router.get("/verification", name="verify_audit")
def verify(
    page: StaffPage,
    reader: CurrentStaff,
    _units: AuditedUnits,
    wired: Wired,
    number: Annotated[str, Query(max_length=12)] = "",
    digest: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """Look at every seal of the log, and at a checkpoint, if one is given that was kept."""
    with wired.working(page.frame.times.now) as work:
        found = sealing.verify(work.session, reader.tenant_id)
        stands = _stands(work.session, reader.tenant_id, number, digest)
        result = "whole" if found.is_whole and stands is not False else "broken"
        done = Done(
            act=Act.AUDIT_VERIFIED, tenant_id=reader.tenant_id, staff_id=reader.id, detail=result
        )
        service.note_act(work, done)
    return page.show(
        "administration/verification.html",
        section=Section.ADMINISTRATION,
        found=found,
        stands=stands,
        number=number,
        digest=digest,
        breaks=BREAKS,
    )


def _stands(session: Session, tenant_id: UUID, number: str, digest: str) -> bool | None:
    """Return whether a given checkpoint stands in the log; None where none is given."""
    if not number or not digest:
        return None
    if not number.isascii() or not number.isdecimal() or int(number) >= 2**31:
        return False
    kept = Checkpoint(number=int(number), digest=digest.strip().lower())
    return sealing.keeps(session, tenant_id, kept)


def _csv(found: Iterable[Found], head: Checkpoint | None, say: Callable[[str], str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("at", "staff", "what", "operation", "resident", "about", "detail", "seal"))
    for line in found:
        cells = (
            line.at.isoformat(),
            line.staff_name or "-",
            say(what_words(line.what)),
            line.what,
            line.resident_name or "",
            line.subject_name or "",
            line.detail,
            str(line.seal or ""),
        )
        writer.writerow([_harmless(cell) for cell in cells])
    if head is not None:
        writer.writerow(("checkpoint", head.number, head.digest))
    return out.getvalue()


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and cell != "-" else cell
