"""What a FHIR R4 Dosage (hl7.org/fhir/R4/dosage.html) says, exactly or not at all."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from schedules.formats.fhir_timing import from_timing, number, take_period
from schedules.formats.refusal import CannotExpress
from schedules.recurrence import AsNeeded, Recurrence

Json = dict[str, Any]
SAID_BESIDE = frozenset(
    {
        "additionalInstruction",
        "asNeededCodeableConcept",
        "asNeededFor",
        "method",
        "patientInstruction",
        "route",
        "site",
        "text",
    }
)
"""What a nurse is told of beside the draft: it changes neither how much nor when."""
_READ = frozenset(
    {"asNeeded", "asNeededBoolean", "doseAndRate", "maxDosePerPeriod", "sequence", "timing"}
)
_DOSE = frozenset({"type", "doseQuantity"})
_QUANTITY = frozenset({"value", "unit", "system", "code"})
_TITLE = "Dosage"
_MOST_DIGITS = 9
"""Before or after the point: what has more is no dose."""
_DAY = {("d", 1), ("h", 24)}


def read_dosage(dosage: Json, zone: ZoneInfo) -> tuple[str, Recurrence]:
    """Return the dose as it is spoken, and when it is due.

    Args:
        dosage: As JSON values, fractions as `Decimal`.
        zone: The resident's.

    Raises:
        CannotExpress: A part of it has no counterpart in a plan.
    """
    refuse_more(dosage, _READ | SAID_BESIDE, _TITLE)
    if dosage.get("sequence", 1) != 1:
        raise CannotExpress(
            "it is a later step, and the first is missing", "write it by hand", title=_TITLE
        )
    dose = _dose(dosage)
    if _is_as_needed(dosage):
        return dose, _as_needed(dosage)
    if "maxDosePerPeriod" in dosage:
        raise CannotExpress(
            "it has a largest dose, which a plan guards only of what is taken as needed",
            "write it by hand",
            title=_TITLE,
        )
    if "timing" not in dosage:
        raise CannotExpress("it has no times", "write it by hand", title=_TITLE)
    return dose, from_timing(dosage["timing"], zone)


def refuse_more(part: Json, known: frozenset[str], title: str) -> None:
    """Refuse what a part says beyond the words that are known here.

    Raises:
        CannotExpress: It says more.
    """
    if more := part.keys() - known:
        raise CannotExpress(
            "%(parts)s has no counterpart in a plan",
            "write it by hand",
            title=title,
            parts=", ".join(sorted(more)),
        )


def _is_as_needed(dosage: Json) -> bool:
    said = [dosage[name] for name in ("asNeeded", "asNeededBoolean") if name in dosage]
    if any(not isinstance(value, bool) for value in said):
        raise CannotExpress(
            "it does not say whether it is taken as needed", "write it by hand", title=_TITLE
        )
    return any(said) or bool(dosage.keys() & {"asNeededCodeableConcept", "asNeededFor"})


def _as_needed(dosage: Json) -> AsNeeded:
    """Return the bounds of what is taken as needed: both have to be said."""
    if "timing" not in dosage or "maxDosePerPeriod" not in dosage:
        raise CannotExpress(
            "it is taken as needed, without both a time from one to the next and a largest number "
            "in a day",
            "give both (timing.repeat.period, maxDosePerPeriod)",
            title=_TITLE,
        )
    return AsNeeded(minimum_gap=_gap(dosage["timing"]), daily_maximum=_daily_maximum(dosage))


def _gap(timing: Json) -> timedelta:
    refuse_more(timing, frozenset({"repeat"}), "Timing")
    repeat = dict(timing["repeat"])
    if repeat.get("periodUnit") not in {"h", "min"}:
        raise CannotExpress(
            "it is taken as needed, without both a time from one to the next and a largest number "
            "in a day",
            "give both (timing.repeat.period, maxDosePerPeriod)",
            title="Timing.repeat",
        )
    gap = take_period(repeat)
    refuse_more(repeat, frozenset(), "Timing.repeat")
    return gap


def _daily_maximum(dosage: Json) -> int:
    """Return how many of its doses are the largest number in a day."""
    ratio = dosage["maxDosePerPeriod"]
    refuse_more(ratio, frozenset({"numerator", "denominator"}), "Dosage.maxDosePerPeriod")
    most, each = ratio["numerator"], _quantity(dosage)
    day = ratio["denominator"]
    for quantity in (most, day):
        refuse_more(quantity, _QUANTITY, "Dosage.maxDosePerPeriod")
    is_day = (day.get("code", day.get("unit")), number(day["value"])) in _DAY
    is_same = each is not None and _unit(most) == _unit(each)
    count = Decimal(str(number(most["value"]))) / _amount(each) if each and is_same else None
    if not is_day or count is None or count % 1:
        raise CannotExpress(
            "its largest dose is no whole number of doses in a day",
            "give it in the dose's own unit, for 1 d or 24 h",
            title="Dosage.maxDosePerPeriod",
        )
    return int(count)


def _unit(quantity: Json) -> tuple[object, object]:
    return quantity.get("system"), quantity.get("code", quantity.get("unit"))


def _dose(dosage: Json) -> str:
    quantity = _quantity(dosage)
    if quantity is not None:
        if not quantity.get("unit"):
            raise CannotExpress("its dose has no unit", "name it", title="Dosage.doseAndRate")
        return f"{_amount(quantity):f} {quantity['unit']}"
    if not dosage.get("text"):
        raise CannotExpress("no dose is named", "write it by hand", title=_TITLE)
    return str(dosage["text"])


def _quantity(dosage: Json) -> Json | None:
    """Return the one dose of a dosage, or None where it is in words only."""
    doses = dosage.get("doseAndRate", [])
    if len(doses) > 1:
        raise CannotExpress("it has several doses", "write it by hand", title="Dosage.doseAndRate")
    for each in doses:
        refuse_more(each, _DOSE, "Dosage.doseAndRate")
        if "doseQuantity" in each:
            quantity: Json = each["doseQuantity"]
            refuse_more(quantity, _QUANTITY, "Dosage.doseAndRate.doseQuantity")
            return quantity
    return None


def _amount(quantity: Json) -> Decimal:
    """Return how much it is, above 0, without the zeros at its end."""
    amount = Decimal(str(number(quantity["value"])))
    if amount <= 0 or abs(amount.adjusted()) > _MOST_DIGITS:
        raise CannotExpress("its dose is no amount", "correct it", title="Dosage.doseAndRate")
    return amount.quantize(Decimal(1)) if amount == amount.to_integral() else amount.normalize()
