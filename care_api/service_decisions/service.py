"""Service decisions: whether a robot suits somebody, and when that is looked at again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from care_api.db import Work
from care_api.errors import ChangedMeanwhileError
from care_api.residents import repository as residents
from care_api.service_decisions import repository
from care_api.service_decisions.tables import ServiceDecisionRow


class Suitability(StrEnum):
    """What was found out."""

    UNDECIDED = "undecided"
    """It is being tried."""
    SUITABLE = "suitable"
    UNSUITABLE = "unsuitable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a decision says."""

    suitability: Suitability
    grounds: str
    decided_on: date
    trained_on: date | None
    """When the resident, or whoever helps them, was shown how to use it."""
    trained: str
    """Who was trained, and in what."""
    evaluate_on: date | None
    """When it is to be looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDecision:
    """A decision about one resident's robot."""

    revision: int
    terms: Terms
    saved_at: datetime
    saved_by: UUID

    def is_overdue(self, local_on: date) -> bool:
        """Return whether it should have been looked at again before a date."""
        return self.terms.evaluate_on is not None and self.terms.evaluate_on < local_on


def of_resident(session: Session, resident_id: UUID) -> tuple[ServiceDecision, ...]:
    """Return all decisions about a resident, newest first."""
    return tuple(_decision(row) for row in repository.of_resident(session, resident_id))


def overdue(session: Session, resident_ids: Iterable[UUID], local_on: date) -> dict[UUID, date]:
    """Return resident -> since when the decision waits to be looked at again, of those overdue."""
    return repository.due_before(session, resident_ids, local_on)


def decide(work: Work, resident_id: UUID, terms: Terms, staff_id: UUID, *, builds_on: int) -> None:
    """Keep the next decision; `builds_on` is the number of the last one, 0 for none.

    Raises:
        ChangedMeanwhileError: Somebody else has decided since.
    """
    residents.lock(work.session, resident_id)
    before = of_resident(work.session, resident_id)
    if (before[0].revision if before else 0) != builds_on:
        raise ChangedMeanwhileError("Somebody has saved another decision; read it and edit again.")
    row = ServiceDecisionRow(
        resident_id=resident_id,
        revision=builds_on + 1,
        suitability=terms.suitability.value,
        grounds=terms.grounds,
        decided_on=terms.decided_on,
        trained_on=terms.trained_on,
        trained=terms.trained,
        evaluate_on=terms.evaluate_on,
        saved_at=work.now,
        saved_by=staff_id,
    )
    repository.add(work.session, row)


def _decision(row: ServiceDecisionRow) -> ServiceDecision:
    return ServiceDecision(
        revision=row.revision,
        terms=Terms(
            suitability=Suitability(row.suitability),
            grounds=row.grounds,
            decided_on=row.decided_on,
            trained_on=row.trained_on,
            trained=row.trained,
            evaluate_on=row.evaluate_on,
        ),
        saved_at=row.saved_at,
        saved_by=row.saved_by,
    )
