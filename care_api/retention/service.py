"""What a municipality keeps how long, what would go, and the nightly run that lets it go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID

from sqlmodel import Session

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.audit.service import Done
from care_api.days import ZONE
from care_api.db import Lock, Work, lock
from care_api.retention import former, happenings, looks, papers, repository, words
from care_api.retention.log_shelf import LogShelf, stream_before
from care_api.retention.rule import Kind, Limits, is_allowed, kept_from
from care_api.retention.shelf import Scope, Shelf
from care_api.retention.tables import RetentionRow
from schedules.occurrences import instant

NIGHT_FROM = time(2)
"""Local; from then on the day's run is due, also where the server was off until the morning."""
AT_ONCE = 250
"""Rows of one transaction: an upload that comes in between waits for no more."""
MOST_COUNTED = 100_000
"""Beyond that a page says `more than`."""

SHELVES: Mapping[Kind, tuple[Shelf, ...]] = MappingProxyType(
    {
        Kind.WORDS: words.SHELVES,
        Kind.PRESENCE: happenings.PRESENCE_SHELVES,
        Kind.MESSAGES: papers.MESSAGE_SHELVES,
        Kind.ALERTS: papers.ALERT_SHELVES,
        Kind.NOTES: papers.NOTE_SHELVES,
        Kind.EVENTS: happenings.EVENT_SHELVES,
        Kind.PLANS: former.PAPER_SHELVES,
        Kind.ACCESS: looks.SHELVES,
        Kind.CONTACTS: (*papers.CONTACT_SHELVES, *former.RESIDENT_SHELVES),
    }
)
_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a municipality keeps how long."""

    limits: Limits
    at: datetime
    by: UUID
    """The member of staff who decided last."""
    deleted_before: Mapping[Kind, date]
    """Before which local date something of a kind is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """How far back there is something to show. None: as far as anything ever was."""

    all: date | None
    """Before this local date, something is gone altogether."""
    words: date | None
    """Before this one, the words are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """What the next run would take of one kind."""

    before: date
    """What came on this local date, or later, stays."""
    count: int
    """At most `MOST_COUNTED`."""


def decided(session: Session, tenant_id: UUID) -> Decided | None:
    """Return what a municipality has decided; None: nothing yet, and all is kept for ever."""
    rows = repository.of_tenant(session, tenant_id)
    if not rows:
        return None
    latest = max(rows, key=lambda row: row.saved_at)
    return Decided(
        limits={Kind(row.kind): row.months for row in rows},
        at=latest.saved_at,
        by=latest.saved_by,
        deleted_before={
            Kind(row.kind): row.deleted_before for row in rows if row.deleted_before is not None
        },
    )


def gone(session: Session, unit_id: UUID, *kinds: Kind) -> Gone:
    """Return before which dates something of a page is gone; `kinds` are those it is made of."""
    rows = repository.of_unit(session, unit_id, [kind.value for kind in kinds])
    found = {Kind(row.kind): row.deleted_before for row in rows if row.deleted_before}
    words = found.pop(Kind.WORDS, None)
    return Gone(all=max(found.values(), default=None), words=words)


def save(work: Work, tenant_id: UUID, staff_id: UUID, chosen: Limits) -> None:
    """Keep what was decided; it holds from the next night on.

    Raises:
        ValueError: A kind is missing, or kept shorter or longer than it may be.
    """
    if set(chosen) != set(Kind) or not all(is_allowed(*each) for each in chosen.items()):
        raise ValueError("say for each kind how long it is kept, within its bounds")
    lock(work.session, Lock.WORKER)  # no run is in the midst of it, and nobody else decides
    rows = {Kind(row.kind): row for row in repository.of_tenant(work.session, tenant_id)}
    changed = [
        f"{kind.value} {rows[kind].months if kind in rows else '-'} → {months} months"
        for kind, months in chosen.items()
        if kind not in rows or rows[kind].months != months
    ]
    for kind, months in chosen.items():
        row = rows.get(kind) or RetentionRow(
            tenant_id=tenant_id,
            kind=kind.value,
            months=months,
            saved_at=work.now,
            saved_by=staff_id,
            done_on=_today(work.now),
        )
        row.months, row.saved_at, row.saved_by = months, work.now, staff_id
        work.session.add(row)
    if changed:
        _note(work, Act.RETENTION_CHANGED, tenant_id, ", ".join(changed), staff_id)


def foretell(work: Work, tenant_id: UUID, chosen: Limits) -> dict[Kind, Foretold]:
    """Return what the next night's run would take if this were decided; nothing is changed."""
    rows = {Kind(row.kind): row for row in repository.of_tenant(work.session, tenant_id)}
    tomorrow = _today(work.now) + timedelta(days=1)
    found = {}
    for kind, months in chosen.items():
        row = rows.get(kind)
        before = kept_from(tomorrow, months)
        scope = _scope(work, tenant_id, before, row.done_to if row else 0, kind)
        count = sum(shelf.count(work.session, scope, MOST_COUNTED) for shelf in SHELVES[kind])
        found[kind] = Foretold(before=before, count=min(count, MOST_COUNTED))
    return found


def clear_part(work: Work) -> bool:
    """Let a bounded part of what is too old go; return whether there may be more at once."""
    local = work.now.astimezone(ZONE)
    if local.time() < NIGHT_FROM:
        return False
    rows = repository.not_done(work.session, local.date())
    if not rows:
        return False
    row = min(rows, key=lambda each: (each.tenant_id, _ORDER[Kind(each.kind)]))
    _clear(work, row, local.date())
    work.session.add(row)
    return True


def _clear(work: Work, row: RetentionRow, today: date) -> None:
    kind, before = Kind(row.kind), kept_from(today, row.months)
    scope = _scope(work, row.tenant_id, before, max(row.done_to, row.reached), kind)
    for shelf in SHELVES[kind]:
        cleared = shelf.clear(work, scope, AT_ONCE)
        if cleared.count:
            row.deleted += cleared.count
            row.reached = cleared.reached or row.reached
            row.deleted_before = max(before, row.deleted_before or before)
            return
    _end(work, row, before, scope)
    row.done_on = today


def _end(work: Work, row: RetentionRow, before: date, scope: Scope) -> None:
    """Write down what a run has taken, and from where the next one goes on."""
    kind = Kind(row.kind)
    whole = replace(scope, span=(row.done_to, scope.span[1]))
    for shelf in SHELVES[kind]:
        if isinstance(shelf, LogShelf):
            row.done_to = row.reached = max(row.done_to, shelf.done_to(work.session, whole))
    if row.deleted:
        detail = f"{kind.value}: {row.deleted}, older than {before.isoformat()}"
        _note(work, Act.RETENTION_KEPT, row.tenant_id, detail)
    row.deleted = 0


def _scope(work: Work, tenant_id: UUID, before: date, after: int, kind: Kind) -> Scope:
    midnight = instant(before, time(0), ZONE)
    is_in_log = any(isinstance(shelf, LogShelf) for shelf in SHELVES[kind])
    return Scope(
        tenant_id=tenant_id,
        before=midnight,
        boot_id=work.boot_id,
        span=(after, stream_before(work.session, midnight, after)) if is_in_log else (0, 0),
    )


def _note(work: Work, act: Act, tenant_id: UUID, detail: str, staff_id: UUID | None = None) -> None:
    audit.note_act(work, Done(act=act, tenant_id=tenant_id, staff_id=staff_id, detail=detail))


def _today(now: datetime) -> date:
    return now.astimezone(ZONE).date()
