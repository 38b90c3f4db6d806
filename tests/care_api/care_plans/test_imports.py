import json
from datetime import time, timedelta
from typing import Any

import pytest

from care_api.care_plans import imports
from care_api.care_plans.imports import NotUnderstood
from schedules.care_plan import Activity, MedicationReminder
from schedules.formats.calendar_export import to_icalendar
from schedules.recurrence import Anchor, DailyTimes, Elapsed
from tests.schedules.plans import MORNING, medicine, plan_of

OSLO = "Europe/Oslo"


def request(**changes: object) -> dict[str, Any]:
    """Return a FHIR R4 MedicationRequest."""
    dosage = {"text": "to tabletter", "timing": {"repeat": {"timeOfDay": ["08:00:00"]}}}
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
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
    [refusal] = found.refusals
    assert str(refusal).startswith("Paracet")


def test_a_calendar_becomes_things_to_tell() -> None:
    calendar = to_icalendar(plan_of(medicine(time(9))), MORNING)

    [item] = imports.read(calendar.encode(), OSLO).items

    assert isinstance(item, Activity)
    assert item.recurrence == DailyTimes(times=(time(9),), starts_on=item.recurrence.starts_on)  # type: ignore[union-attr]  # checked by the comparison


def bundle(*resources: dict[str, Any], **changes: object) -> bytes:
    entries = [{"resource": resource} for resource in resources]
    return json.dumps({"resourceType": "Bundle", "entry": entries, **changes}).encode()


def test_what_was_stopped_or_is_no_medicine_is_refused_and_the_rest_is_found() -> None:
    found = imports.read(
        bundle(
            {"resourceType": "Patient"},
            request(),
            request(status="stopped", medicationCodeableConcept={"text": "Marevan"}),
            {"resourceType": "MedicationDispense"},
        ),
        OSLO,
    )

    assert [item.title for item in found.items] == ["Paracet, to tabletter"]
    assert [refusal.title for refusal in found.refusals] == [
        "Marevan, MedicationRequest",
        "MedicationDispense",
    ]


def test_a_list_of_several_people_or_of_changes_is_refused_as_a_whole() -> None:
    people = [request(subject={"reference": f"Patient/{n}"}) for n in (1, 2)]
    for content, why in (
        (bundle(*people), "several people"),
        (bundle(request(), type="history"), "changes"),
    ):
        found = imports.read(content, OSLO)
        assert found.items == ()
        [refusal] = found.refusals
        assert why in str(refusal)


def test_what_an_event_says_beside_its_times_is_named_at_its_item() -> None:
    calendar = to_icalendar(plan_of(medicine(time(9))), MORNING)
    placed = calendar.replace("END:VEVENT", "LOCATION:Stua\r\nEND:VEVENT")

    found = imports.read(placed.encode(), OSLO)

    [item] = found.items
    assert found.left_out[item.id] == ("CLASS", "LOCATION")


def test_a_calendar_without_an_event_is_refused() -> None:
    empty = to_icalendar(plan_of(), MORNING)
    [refusal] = imports.read(empty.encode(), OSLO).refusals
    assert "no event" in str(refusal)


def test_what_counts_elapsed_time_needs_no_zone() -> None:
    rule = Elapsed(every=timedelta(hours=8), anchor=Anchor(at=MORNING))
    calendar = to_icalendar(plan_of(medicine(recurrence=rule)), MORNING)

    [item] = imports.read(calendar.encode(), OSLO).items

    assert item.recurrence == rule


def test_an_event_of_another_zone_is_refused() -> None:
    calendar = to_icalendar(plan_of(medicine(time(9)), zone="Europe/London"), MORNING)

    [refusal] = imports.read(calendar.encode(), OSLO).refusals

    assert "its time zone is Europe/London; change it to Europe/Oslo" in str(refusal)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"resourceType": "Patient"}',
        b"BEGIN:VCALENDAR\nEND",
        b"[" * 100_000,
        b'{"resourceType": "Patient", "resourceType": "Bundle", "entry": []}',
        b'{"resourceType": NaN}',
        b'{"resourceType": "Bundle", "entry": [{}]}',
    ],
)
def test_a_file_that_is_neither_is_not_understood(content: bytes) -> None:
    with pytest.raises(NotUnderstood):
        imports.read(content, OSLO)


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(NotUnderstood):
        imports.read(b"{" + b" " * imports.LARGEST_FILE, OSLO)
