"""Consents: the latest of each scope holds, all of them stay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from care_api.consents import repository
from care_api.consents.scope import Scope
from care_api.consents.tables import ConsentRow
from care_api.db import Work
from care_api.events.identity import new_id
from care_api.residents.tables import ResidentRow
from care_api.robots import news


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A consent given, or taken back."""

    scope: Scope
    is_given: bool
    decided_on: date
    """The resident's local date."""
    decided_by: str
    """The resident, or whoever may decide for them."""
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A decision, and who wrote it down."""

    decision: Decision
    recorded_at: datetime
    recorded_by: UUID


class Refused(NamedTuple):
    """A stretch in which something was refused."""

    since: datetime
    until: datetime | None
    """None: it still is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """All of a resident's."""

    all: tuple[Consent, ...]
    """Newest first."""
    ended_at: datetime | None = None
    """When the service ended for the resident, and what they had agreed to with it."""

    @property
    def now(self) -> Mapping[Scope, Consent]:
        """Scope -> what holds; a scope that nobody has asked about is missing."""
        found: dict[Scope, Consent] = {}
        for consent in self.all:
            found.setdefault(consent.decision.scope, consent)
        return found

    def is_given(self, scope: Scope) -> bool:
        """Return whether it was given and still holds."""
        consent = self.now.get(scope)
        return self.ended_at is None and consent is not None and consent.decision.is_given

    def refused_since(self, scope: Scope) -> datetime | None:
        """Return when it was first written down that it is not given; None where it may be."""
        since = None
        for consent in (each for each in self.all if each.decision.scope is scope):
            if consent.decision.is_given:
                break
            since = consent.recorded_at
        return since

    def is_withdrawn(self, scope: Scope) -> bool:
        """Return whether it was refused or taken back; not asked is neither."""
        consent = self.now.get(scope)
        return consent is not None and not consent.decision.is_given


def of_resident(session: Session, resident_id: UUID) -> Consents:
    """Return all of a resident's."""
    rows = repository.of_resident(session, resident_id)
    ended_at = session.get_one(ResidentRow, resident_id).ended_at
    return Consents(all=tuple(_consent(row) for row in rows), ended_at=ended_at)


def record(work: Work, resident_id: UUID, decision: Decision, staff_id: UUID) -> None:
    """Write down what was decided; it holds at once, and their robots learn of it."""
    row = ConsentRow(
        id=new_id(work.now),
        resident_id=resident_id,
        scope=decision.scope.value,
        is_given=decision.is_given,
        decided_on=decision.decided_on,
        decided_by=decision.decided_by,
        note=decision.note,
        recorded_at=work.now,
        recorded_by=staff_id,
    )
    repository.add(work.session, row)
    news.for_resident(work.session, resident_id)


def may_read_words(session: Session, resident_id: UUID) -> bool:
    """Return whether staff may read what the resident said, word by word.

    They may, on the ground of their duty of care, until the resident says that they may not.
    """
    row = repository.latest(session, resident_id, Scope.TRANSCRIPTS.value)
    return row is None or row.is_given


def held(
    session: Session, resident_ids: Iterable[UUID], scopes: Iterable[Scope]
) -> dict[tuple[UUID, Scope], bool]:
    """Return resident and scope -> whether it is given; what nobody has asked about is missing."""
    rows = repository.decisions_of(session, resident_ids, [scope.value for scope in scopes])
    return {(row.resident_id, Scope(row.scope)): row.is_given for row in rows}


def refused(session: Session, resident_ids: Iterable[UUID], scope: Scope) -> tuple[Refused, ...]:
    """Return each stretch in which one of the residents had refused it, or taken it back."""
    since: dict[UUID, datetime] = {}
    found: list[Refused] = []
    for row in repository.decisions_of(session, resident_ids, [scope.value]):
        if not row.is_given:
            since.setdefault(row.resident_id, row.recorded_at)
        elif row.resident_id in since:
            found.append(Refused(since.pop(row.resident_id), row.recorded_at))
    return (*found, *(Refused(at, None) for at in since.values()))


def _consent(row: ConsentRow) -> Consent:
    return Consent(
        decision=Decision(
            scope=Scope(row.scope),
            is_given=row.is_given,
            decided_on=row.decided_on,
            decided_by=row.decided_by,
            note=row.note,
        ),
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
    )
