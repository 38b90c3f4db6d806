"""A calendar or a medication list from elsewhere, as items that a nurse confirms one by one."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from schedules.care_plan import Activity, MedicationReminder, PlanItem
from schedules.formats.calendar_import import Draft, from_icalendar
from schedules.formats.fhir_medicine import MEDICINES, MedicineDraft, from_medicine
from schedules.formats.refusal import CannotExpress
from schedules.recurrence import Elapsed

LARGEST_FILE = 1_000_000
"""Bytes."""
_CALENDAR = "BEGIN:VCALENDAR"
_AS_IT_STANDS = frozenset({None, "collection", "document", "message", "searchset"})
"""Kinds of bundles that hold each resource once, as it is now."""
_BESIDE = frozenset(
    {
        "Composition",
        "Encounter",
        "Medication",
        "Organization",
        "Patient",
        "Practitioner",
        "PractitionerRole",
        "Provenance",
        "RelatedPerson",
    }
)
"""Kinds of resources that say who and what the others are about, and of nothing to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a file holds."""

    items: tuple[PlanItem, ...] = ()
    left_out: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)
    """Item id -> the file's names of what else it says of it."""
    refusals: tuple[CannotExpress, ...] = ()
    """What cannot be carried out exactly as it is written, each with the remedy."""


class NotUnderstood(ValueError):  # noqa: N818 - what a person is told
    """The file is neither a calendar nor a FHIR medication list."""


def read(content: bytes, zone: str) -> Found:
    """Return the items of an iCalendar, or of a FHIR R4 Bundle of medication requests.

    Args:
        content: The file.
        zone: The resident's, IANA.

    Raises:
        NotUnderstood: It is neither, or larger than `LARGEST_FILE`.
    """
    if len(content) > LARGEST_FILE:
        raise NotUnderstood
    try:
        text = content.decode("utf-8-sig")
        found = _calendar(text, zone) if _CALENDAR in text else _bundle(_document(text), zone)
        return _sorted(found)
    except CannotExpress as refusal:
        return Found(refusals=(refusal,))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise NotUnderstood from fault


_Piece = tuple[PlanItem, tuple[str, ...]] | CannotExpress
"""An item with what else is said of it, or why there can be none."""


def _sorted(pieces: Iterator[_Piece]) -> Found:
    items: list[PlanItem] = []
    left_out: dict[UUID, tuple[str, ...]] = {}
    refusals: list[CannotExpress] = []
    for piece in pieces:
        if isinstance(piece, CannotExpress):
            refusals.append(piece)
        else:
            item, names = piece
            items.append(item)
            left_out[item.id] = names
    return Found(items=tuple(items), left_out=left_out, refusals=tuple(refusals))


def _calendar(text: str, zone: str) -> Iterator[_Piece]:
    drafts = from_icalendar(text)
    if not drafts:
        raise CannotExpress("it holds no event", "choose another file", title="VCALENDAR")
    for draft in drafts:
        yield draft if isinstance(draft, CannotExpress) else _event(draft, zone)


def _event(draft: Draft, zone: str) -> _Piece:
    if draft.zone != zone and not isinstance(draft.recurrence, Elapsed):
        return CannotExpress(
            "its time zone is %(zone)s", "change it to %(own)s", title=draft.title,
            zone=draft.zone, own=zone,
        )  # fmt: skip
    item = Activity(
        id=uuid4(),
        title=draft.title,
        message=draft.text or draft.title,
        recurrence=draft.recurrence,
        pauses=draft.pauses,
    )
    return item, draft.left_out


def _document(text: str) -> dict[str, Any]:
    """Return a FHIR resource as JSON values, fractions exactly as they are written.

    Raises:
        ValueError: It is no JSON, says something twice, or has numbers that are none.
    """
    document: dict[str, Any] = json.loads(
        text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_object
    )
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _bundle(document: dict[str, Any], zone: str) -> Iterator[_Piece]:
    is_bundle = document["resourceType"] == "Bundle"
    resources = [entry["resource"] for entry in document["entry"]] if is_bundle else [document]
    medicines = [each for each in resources if each["resourceType"] in MEDICINES]
    if not medicines:
        raise NotUnderstood
    _refuse_several(document if is_bundle else {}, medicines)
    for medicine in medicines:
        try:
            yield _reminder(from_medicine(medicine, ZoneInfo(zone)))
        except CannotExpress as refusal:
            yield refusal
    for kind in sorted({str(each["resourceType"]) for each in resources} - MEDICINES - _BESIDE):
        yield CannotExpress(
            "it is no medicine that is to be taken", "write it by hand if it matters", title=kind
        )


def _refuse_several(bundle: dict[str, Any], medicines: list[dict[str, Any]]) -> None:
    """Refuse a list of several people's medicines, and one of several versions of each."""
    people = {json.dumps(each.get("subject"), sort_keys=True, default=str) for each in medicines}
    if len(people) > 1:
        raise CannotExpress(
            "it is about several people", "make a list of this resident alone", title="Bundle"
        )
    if bundle.get("type") not in _AS_IT_STANDS:
        raise CannotExpress(
            "it tells of changes and not of what holds (type: %(kind)s)",
            "choose a list of what holds (collection)",
            title="Bundle",
            kind=bundle.get("type"),
        )


def _reminder(draft: MedicineDraft) -> _Piece:
    item = MedicationReminder(
        id=uuid4(), medicine=draft.medicine, dose=draft.dose, recurrence=draft.recurrence
    )
    return item, draft.left_out
