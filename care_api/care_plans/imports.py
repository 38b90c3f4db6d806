"""A calendar or a medication list from elsewhere, as items that a nurse confirms one by one."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from schedules.care_plan import Activity, MedicationReminder, PlanItem
from schedules.formats.calendar_import import Draft, from_icalendar
from schedules.formats.fhir_timing import from_timing
from schedules.formats.refusal import CannotExpress

LARGEST_FILE = 1_000_000
"""Bytes."""
_CALENDAR = "BEGIN:VCALENDAR"
_MEDICINES = frozenset({"MedicationRequest", "MedicationStatement"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a file holds."""

    items: tuple[PlanItem, ...] = ()
    refusals: tuple[str, ...] = ()
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
        return _calendar(text, zone) if _CALENDAR in text else _bundle(json.loads(text), zone)
    except CannotExpress as refusal:
        return Found(refusals=(str(refusal),))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NotUnderstood from fault


def _calendar(text: str, zone: str) -> Found:
    return Found(items=tuple(_event(draft, zone) for draft in from_icalendar(text)))


def _event(draft: Draft, zone: str) -> PlanItem:
    if draft.zone != zone:
        raise CannotExpress(f"{draft.title}: its zone is {draft.zone}", f"change it to {zone}")
    return Activity(
        id=uuid4(),
        title=draft.title,
        message=draft.text or draft.title,
        recurrence=draft.recurrence,
        pauses=draft.pauses,
    )


def _bundle(document: dict[str, Any], zone: str) -> Found:
    is_bundle = document["resourceType"] == "Bundle"
    resources = [entry["resource"] for entry in document["entry"]] if is_bundle else [document]
    requests = [each for each in resources if each["resourceType"] in _MEDICINES]
    if not requests:
        raise NotUnderstood
    items: list[PlanItem] = []
    refusals: list[str] = []
    for request in requests:
        try:
            items.append(_medicine(request, zone))
        except CannotExpress as refusal:
            refusals.append(str(refusal))
    return Found(items=tuple(items), refusals=tuple(refusals))


def _medicine(request: dict[str, Any], zone: str) -> MedicationReminder:
    concept = request["medicationCodeableConcept"]
    name = concept.get("text") or concept["coding"][0]["display"]
    dosages = request.get("dosageInstruction") or request.get("dosage") or []
    if len(dosages) != 1 or "timing" not in dosages[0]:
        raise CannotExpress(
            f"{name}: it has {len(dosages)} dosages, or no times", "write it by hand"
        )
    [dosage] = dosages
    return MedicationReminder(
        id=uuid4(),
        medicine=name,
        dose=_dose(name, dosage),
        recurrence=from_timing(dosage["timing"], ZoneInfo(zone)),
    )


def _dose(name: str, dosage: dict[str, Any]) -> str:
    for each in dosage.get("doseAndRate", ()):
        quantity = each.get("doseQuantity")
        if quantity:
            return f"{quantity['value']:g} {quantity.get('unit', '')}".strip()
    if not dosage.get("text"):
        raise CannotExpress(f"{name}: no dose is named", "write it by hand")
    return str(dosage["text"])
