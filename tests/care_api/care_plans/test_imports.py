import json
from datetime import time
from typing import Any

import pytest

from care_api.care_plans import imports
from care_api.care_plans.imports import NotUnderstood
from schedules.care_plan import Activity, MedicationReminder
from schedules.formats.calendar_export import to_icalendar
from schedules.recurrence import DailyTimes
from tests.schedules.plans import MORNING, medicine, plan_of

OSLO = "Europe/Oslo"


def request(**changes: object) -> dict[str, Any]:
    """Return a FHIR R4 MedicationRequest."""
    dosage = {"text": "to tabletter", "timing": {"repeat": {"timeOfDay": ["08:00:00"]}}}
    return {
        "resourceType": "MedicationRequest",
        "medicationCodeableConcept": {"text": "Paracet"},
        "dosageInstruction": [dosage],
        **changes,
    }


def test_a_medication_list_becomes_reminders() -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": request()}]}

    found = imports.read(json.dumps(bundle).encode(), OSLO)

    [item] = found.items
    assert isinstance(item, MedicationReminder)
    assert (item.medicine, item.dose) == ("Paracet", "to tabletter")
    assert item.recurrence == DailyTimes(times=(time(8),))


@pytest.mark.parametrize(
    "changes",
    [
        {"dosageInstruction": []},
        {"dosageInstruction": [{"text": "ved behov"}]},
        {"dosageInstruction": [{"timing": {"repeat": {"frequency": 2, "period": 1}}}]},
    ],
)
def test_what_cannot_be_carried_out_exactly_is_refused_with_the_medicines_name(
    changes: dict[str, Any],
) -> None:
    found = imports.read(json.dumps(request(**changes)).encode(), OSLO)

    assert found.items == ()
    assert len(found.refusals) == 1


def test_a_calendar_becomes_things_to_tell() -> None:
    calendar = to_icalendar(plan_of(medicine(time(9))), MORNING)

    [item] = imports.read(calendar.encode(), OSLO).items

    assert isinstance(item, Activity)
    assert item.recurrence == DailyTimes(times=(time(9),), starts_on=item.recurrence.starts_on)  # type: ignore[union-attr]  # checked by the comparison


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[]", b'{"resourceType": "Patient"}', b"BEGIN:VCALENDAR\nEND"]
)
def test_a_file_that_is_neither_is_not_understood(content: bytes) -> None:
    with pytest.raises(NotUnderstood):
        imports.read(content, OSLO)


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(NotUnderstood):
        imports.read(b"{" + b" " * imports.LARGEST_FILE, OSLO)
