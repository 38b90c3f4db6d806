"""Whom to turn to about a resident."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from care_api.db import Work
from care_api.errors import ChangedMeanwhileError, NotFoundError
from care_api.events.identity import new_id
from care_api.relations import repository
from care_api.relations.tables import RelationRow


class Kind(StrEnum):
    """What somebody is to a resident."""

    NEXT_OF_KIN = "next_of_kin"
    """The one to tell first; Norwegian *nærmeste pårørende*."""
    RELATIVE = "relative"
    GUARDIAN = "guardian"
    """May decide for the resident; Norwegian *verge*."""
    GP = "gp"
    """General practitioner; Norwegian *fastlege*."""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of somebody. Personal data."""

    kind: Kind
    name: str
    relationship: str
    """In plain words, e.g. `datter`; may be empty."""
    phone: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Somebody to turn to about a resident."""

    id: UUID
    details: Details
    revision: int
    changed_at: datetime
    changed_by: UUID
    is_removed: bool


def of_resident(session: Session, resident_id: UUID) -> tuple[Relation, ...]:
    """Return the people around a resident, the next of kin first."""
    found = (_relation(row) for row in repository.of_resident(session, resident_id))
    return tuple(sorted(found, key=lambda relation: list(Kind).index(relation.details.kind)))


def find(session: Session, resident_id: UUID, relation_id: UUID) -> Relation:
    """Return one of them, also one who was removed.

    Raises:
        NotFoundError: The resident has no such contact.
    """
    return _relation(_row(session, resident_id, relation_id))


def add(work: Work, resident_id: UUID, details: Details, staff_id: UUID) -> UUID:
    """Keep somebody, and return their id."""
    row = RelationRow(
        id=new_id(work.now),
        resident_id=resident_id,
        kind=details.kind.value,
        name=details.name,
        relationship=details.relationship,
        phone=details.phone,
        email=details.email,
        revision=1,
        changed_at=work.now,
        changed_by=staff_id,
    )
    repository.save(work.session, row)
    return row.id


def change(
    work: Work, resident_id: UUID, before: Relation, details: Details, staff_id: UUID
) -> None:
    """Put other details in the place of those in `before`.

    Raises:
        NotFoundError: The resident has no such contact.
        ChangedMeanwhileError: Somebody else has changed them since.
    """
    row = _row(work.session, resident_id, before.id)
    if row.revision != before.revision or row.removed_at is not None:
        raise ChangedMeanwhileError("Somebody has changed this contact; look at it and edit again.")
    row.kind = details.kind.value
    row.name = details.name
    row.relationship = details.relationship
    row.phone = details.phone
    row.email = details.email
    _save(work, row, staff_id)


def remove(work: Work, resident_id: UUID, relation_id: UUID, staff_id: UUID) -> None:
    """Show somebody no more; `put_back` undoes it."""
    row = _row(work.session, resident_id, relation_id)
    row.removed_at = work.now
    _save(work, row, staff_id)


def put_back(work: Work, resident_id: UUID, relation_id: UUID, staff_id: UUID) -> None:
    """Show somebody again who was removed."""
    row = _row(work.session, resident_id, relation_id)
    row.removed_at = None
    _save(work, row, staff_id)


def _save(work: Work, row: RelationRow, staff_id: UUID) -> None:
    row.revision += 1
    row.changed_at = work.now
    row.changed_by = staff_id
    repository.save(work.session, row)


def _row(session: Session, resident_id: UUID, relation_id: UUID) -> RelationRow:
    row = repository.find(session, resident_id, relation_id)
    if row is None:
        raise NotFoundError("No such contact of this resident.")
    return row


def _relation(row: RelationRow) -> Relation:
    return Relation(
        id=row.id,
        details=Details(
            kind=Kind(row.kind),
            name=row.name,
            relationship=row.relationship,
            phone=row.phone,
            email=row.email,
        ),
        revision=row.revision,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        is_removed=row.removed_at is not None,
    )
