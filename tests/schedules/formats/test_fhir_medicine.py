"""Fields of FHIR R4 medicines: each is read, named beside the draft, or refused."""

from datetime import time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.formats.fhir_medicine import from_medicine
from schedules.formats.refusal import CannotExpress
from schedules.recurrence import AsNeeded, DailyTimes

OSLO = ZoneInfo("Europe/Oslo")
TABLETS = {"value": 2, "unit": "tabletter"}
EVERY_SIX_HOURS = {"repeat": {"frequency": 1, "period": 6, "periodUnit": "h"}}
EIGHT_A_DAY = {
    "numerator": {"value": 8, "unit": "tabletter"},
    "denominator": {"value": 1, "unit": "d"},
}
PRN = {
    "asNeededBoolean": True,
    "timing": EVERY_SIX_HOURS,
    "doseAndRate": [{"doseQuantity": TABLETS}],
    "maxDosePerPeriod": EIGHT_A_DAY,
}


def dosage(**changes: object) -> dict[str, Any]:
    return {"text": "to tabletter", "timing": {"repeat": {"timeOfDay": ["08:00:00"]}}, **changes}


def request(**changes: object) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": "Paracet"},
        "dosageInstruction": [dosage()],
        **changes,
    }


def refused(resource: dict[str, Any]) -> str:
    with pytest.raises(CannotExpress) as refusal:
        from_medicine(resource, OSLO)
    return str(refusal.value)


@pytest.mark.parametrize(
    "status",
    ["on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft", "unknown", None],
)
def test_only_what_is_to_be_taken_now_becomes_a_draft(status: str | None) -> None:
    assert refused(request(status=status)).startswith("Paracet, MedicationRequest: it is not to be")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"doNotPerform": True}, "doNotPerform"),
        ({"doNotPerform": "false"}, "doNotPerform"),
        ({"intent": "proposal"}, "not ordered"),
        ({"intent": None}, "not ordered"),
        ({"modifierExtension": [{"url": "x"}]}, "modifierExtension"),
        ({"implicitRules": "x"}, "implicitRules"),
        ({"_status": {"extension": []}}, "_status"),
        ({"effectivePeriod": {"end": "2026-03-10"}}, "effectivePeriod"),
        ({"dosageInstruction": []}, "0 dosages"),
        ({"dosageInstruction": [dosage(sequence=1), dosage(sequence=2)]}, "2 dosages"),
        ({"dosage": [dosage()]}, "2 dosages"),
        ({"dosageInstruction": ["to tabletter"]}, "cannot hold it"),
        ({"dosageInstruction": 7}, "cannot hold it"),
    ],
)
def test_what_changes_the_meaning_of_a_medicine_is_refused(
    changes: dict[str, Any], why: str
) -> None:
    assert why in refused(request(**changes))


def test_a_statement_of_what_was_not_taken_is_refused() -> None:
    statement = {
        "resourceType": "MedicationStatement",
        "status": "not-taken",
        "medicationCodeableConcept": {"coding": [{"display": "Paracet"}]},
        "dosage": [dosage()],
    }
    assert "not-taken" in refused(statement)
    assert from_medicine({**statement, "status": "active"}, OSLO).medicine == "Paracet"


def test_a_medicine_by_reference_is_refused_by_its_id() -> None:
    resource = request(id="17", medicationReference={"reference": "Medication/1"})
    del resource["medicationCodeableConcept"]
    assert refused(resource).startswith("MedicationRequest 17: it does not name its medicine")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sequence": 2}, "later step"),
        ({"modifierExtension": []}, "modifierExtension"),
        ({"extension": []}, "extension"),
        ({"_asNeededBoolean": {}}, "_asNeededBoolean"),
        ({"maxDosePerPeriod": EIGHT_A_DAY}, "largest dose"),
        ({"maxDosePerAdministration": TABLETS}, "maxDosePerAdministration"),
        ({"maxDosePerLifetime": TABLETS}, "maxDosePerLifetime"),
        ({"asNeededBoolean": "no"}, "as needed"),
        ({"doseAndRate": [{"doseRange": {"low": TABLETS}}]}, "doseRange"),
        ({"doseAndRate": [{"rateQuantity": TABLETS}]}, "rateQuantity"),
        ({"doseAndRate": [{"doseQuantity": TABLETS, "rateRatio": {}}]}, "rateRatio"),
        ({"doseAndRate": [{"doseQuantity": TABLETS}] * 2}, "several doses"),
        ({"doseAndRate": [{"doseQuantity": {**TABLETS, "comparator": "<"}}]}, "comparator"),
        ({"doseAndRate": [{"doseQuantity": {"value": 2}}]}, "no unit"),
        ({"doseAndRate": [{"doseQuantity": {**TABLETS, "value": True}}]}, "True"),
        ({"doseAndRate": [{"doseQuantity": {**TABLETS, "value": 0}}]}, "no amount"),
        ({"doseAndRate": [{"doseQuantity": {**TABLETS, "value": Decimal("1e99")}}]}, "no amount"),
        ({"text": ""}, "no dose"),
        ({"timing": None}, "cannot hold it"),
        ({"timing": {"repeat": {"timeOfDay": ["08:00:00"], "extension": []}}}, "extension"),
        (
            {
                "timing": {
                    "repeat": {
                        "timeOfDay": ["08:00:00"],
                        "boundsPeriod": {"start": "2026-03-02", "extension": []},
                    }
                }
            },
            "extension",
        ),
    ],
)
def test_what_a_dosage_says_beyond_dose_and_times_is_refused(
    changes: dict[str, Any], why: str
) -> None:
    said = refused(request(dosageInstruction=[dosage(**changes)]))
    assert said.startswith("Paracet")
    assert why in said


def test_a_dose_keeps_every_digit() -> None:
    quantity = {"value": Decimal("1234567.50"), "unit": "IE"}
    draft = from_medicine(
        request(dosageInstruction=[dosage(doseAndRate=[{"doseQuantity": quantity}])]), OSLO
    )
    assert draft.dose == "1234567.5 IE"


def test_what_changes_neither_dose_nor_times_is_named_beside_the_draft() -> None:
    draft = from_medicine(
        request(
            note=[{"text": "ikke med grapefrukt"}],
            dosageInstruction=[
                dosage(patientInstruction="med vann", doseAndRate=[{"doseQuantity": TABLETS}])
            ],
        ),
        OSLO,
    )
    assert draft.dose == "2 tabletter"
    assert draft.recurrence == DailyTimes(times=(time(8),))
    assert draft.left_out == ("note", "patientInstruction", "text")


def test_as_needed_with_a_gap_and_a_maximum_is_guarded_by_both() -> None:
    draft = from_medicine(request(dosageInstruction=[PRN]), OSLO)
    assert draft.recurrence == AsNeeded(minimum_gap=timedelta(hours=6), daily_maximum=4)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"maxDosePerPeriod": None}, "cannot hold it"),
        ({"timing": dosage()["timing"]}, "without both"),
        ({"timing": {"repeat": {**EVERY_SIX_HOURS["repeat"], "periodMax": 8}}}, "periodMax"),
        ({"timing": {"repeat": {**EVERY_SIX_HOURS["repeat"], "frequency": 2}}}, "more than one"),
        ({"timing": {"repeat": {**EVERY_SIX_HOURS["repeat"], "boundsPeriod": {}}}}, "boundsPeriod"),
        ({"timing": {"repeat": {**EVERY_SIX_HOURS["repeat"], "period": 24}}}, "below 24 hours"),
        (
            {"maxDosePerPeriod": {**EIGHT_A_DAY, "numerator": {"value": 7, "unit": "tabletter"}}},
            "whole",
        ),
        ({"maxDosePerPeriod": {**EIGHT_A_DAY, "numerator": {"value": 8, "unit": "mg"}}}, "whole"),
        ({"maxDosePerPeriod": {**EIGHT_A_DAY, "denominator": {"value": 1, "unit": "wk"}}}, "whole"),
        ({"doseAndRate": [], "text": "to tabletter"}, "whole"),
    ],
)
def test_as_needed_without_exact_bounds_is_refused(changes: dict[str, Any], why: str) -> None:
    assert why in refused(request(dosageInstruction=[{**PRN, **changes}]))


def test_as_needed_without_bounds_never_becomes_a_reminder() -> None:
    plain = dosage(asNeededBoolean=True)
    reason = dosage(asNeededCodeableConcept={"text": "smerter"})
    for each in (plain, reason):
        assert "without both" in refused(request(dosageInstruction=[each]))


@given(st.sampled_from(("resource", "dosage", "repeat")), st.text(max_size=20), st.booleans())
def test_no_field_is_passed_over_in_silence(where: str, name: str, value: bool) -> None:  # noqa: FBT001 - a value among others
    resource = request()
    [said] = resource["dosageInstruction"]
    part = {"resource": resource, "dosage": said, "repeat": said["timing"]["repeat"]}[where]
    if name in part:
        return
    part[name] = value
    try:
        draft = from_medicine(resource, OSLO)
    except CannotExpress:
        return
    assert draft.left_out == (name,)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    st.sampled_from(
        ("medicationCodeableConcept", "dosageInstruction", "timing", "doseAndRate", "timeOfDay",
         "maxDosePerPeriod", "boundsPeriod", "when", "period", "status")
    ),
    json_values,
)  # fmt: skip
def test_any_value_is_drafted_or_refused_and_nothing_else(name: str, value: object) -> None:
    resource = request()
    [said] = resource["dosageInstruction"]
    repeat = said["timing"]["repeat"]
    for part in (resource, {**said, **PRN}, repeat):
        if name in part or part is repeat:
            part[name] = value
    try:
        from_medicine(resource, OSLO)
    except CannotExpress:
        return
