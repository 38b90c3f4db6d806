"""A FHIR R4 MedicationRequest or MedicationStatement as a draft for a plan."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from schedules.formats.fhir_dosage import SAID_BESIDE, read_dosage
from schedules.formats.refusal import CannotExpress
from schedules.recurrence import Recurrence

Json = dict[str, Any]
MEDICINES = frozenset({"MedicationRequest", "MedicationStatement"})
"""Kinds of resources that say that somebody is to take a medicine."""
_ORDERS = frozenset({"order", "original-order", "reflex-order", "filler-order", "instance-order"})
_READ = frozenset(
    {
        "resourceType",
        "status",
        "intent",
        "doNotPerform",
        "medicationCodeableConcept",
        "dosage",
        "dosageInstruction",
    }
)
_OF_THE_DOCUMENT = frozenset(
    {
        "id",
        "meta",
        "language",
        "identifier",
        "subject",
        "encounter",
        "context",
        "authoredOn",
        "dateAsserted",
        "requester",
        "recorder",
        "informationSource",
        "basedOn",
        "partOf",
        "derivedFrom",
        "groupIdentifier",
    }
)
"""Who wrote it about whom and when, and what it stems from."""
_MODIFIERS = frozenset({"implicitRules", "modifierExtension", "effectivePeriod"})
"""What changes what all the rest means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineDraft:
    """What a resource says about a medicine; what the robot does with it, a nurse decides."""

    medicine: str
    dose: str
    recurrence: Recurrence
    left_out: tuple[str, ...]
    """Names of what else the resource says."""


def from_medicine(resource: Json, zone: ZoneInfo) -> MedicineDraft:
    """Return the draft of a medicine that is to be taken.

    Args:
        resource: Of one of the kinds in `MEDICINES`, as JSON values, fractions as `Decimal`.
        zone: The resident's.

    Raises:
        CannotExpress: It is not to be taken, or not in a way that a plan can hold.
    """
    name = _name(resource)
    try:
        _refuse_inactive(resource)
        _refuse_modified(resource)
        [dosage] = _dosages(resource)
        dose, recurrence = read_dosage(dosage, zone)
    except CannotExpress as refusal:
        raise refusal.within(name) from None
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError) as fault:
        raise CannotExpress(
            "a plan cannot hold it as it is written (%(fault)s)",
            "correct it where it was written",
            title=name,
            fault=str(fault),
        ) from fault
    beside = resource.keys() - _READ - _OF_THE_DOCUMENT
    said = {key for key in dosage.keys() & SAID_BESIDE if dosage[key] != dose}
    return MedicineDraft(
        medicine=name, dose=dose, recurrence=recurrence, left_out=tuple(sorted(beside | said))
    )


def _name(resource: Json) -> str:
    """Return what the medicine is called, as it is to be spoken."""
    kind = str(resource["resourceType"])
    concept = resource.get("medicationCodeableConcept")
    codings = concept.get("coding", []) if isinstance(concept, dict) else []
    names = [concept.get("text")] if isinstance(concept, dict) else []
    names += [each.get("display") for each in codings if isinstance(each, dict)]
    for name in names:
        if isinstance(name, str) and name.strip():
            return name.strip()
    raise CannotExpress(
        "it does not name its medicine",
        "write the medicine's name in it (medicationCodeableConcept.text)",
        title=f"{kind} {resource.get('id', '')}".strip(),
    )


def _refuse_inactive(resource: Json) -> None:
    status = resource.get("status")
    if status != "active":
        raise CannotExpress(
            "it is not to be taken now (status: %(status)s)",
            "leave it out, or write it by hand if it is to be taken",
            title=str(resource["resourceType"]),
            status=status,
        )
    if resource.get("doNotPerform", False) is not False:
        raise CannotExpress(
            "it is not to be taken (doNotPerform)", "leave it out", title="MedicationRequest"
        )
    if resource["resourceType"] == "MedicationRequest" and resource.get("intent") not in _ORDERS:
        raise CannotExpress(
            "it is not ordered (intent: %(intent)s)",
            "leave it out, or write it by hand if it is to be taken",
            title="MedicationRequest",
            intent=resource.get("intent"),
        )


def _refuse_modified(resource: Json) -> None:
    marks = {name for name in resource if name.startswith("_")}
    if found := marks | (resource.keys() & _MODIFIERS):
        raise CannotExpress(
            "%(parts)s has no counterpart in a plan",
            "write it by hand",
            title=str(resource["resourceType"]),
            parts=", ".join(sorted(found)),
        )


def _dosages(resource: Json) -> list[Json]:
    dosages = [*resource.get("dosageInstruction", []), *resource.get("dosage", [])]
    if len(dosages) != 1:
        raise CannotExpress(
            "it has %(count)s dosages, and a plan's item has one",
            "write it by hand",
            title=str(resource["resourceType"]),
            count=len(dosages),
        )
    return dosages
