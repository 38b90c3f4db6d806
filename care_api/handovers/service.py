"""Handovers: begin one where the last one ended, sign it in two parts, add to it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import service as alerts
from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.db import Lock, Work, lock
from care_api.errors import ChangedMeanwhileError, NotFoundError, TransitionError
from care_api.events import log
from care_api.events.identity import new_id
from care_api.handovers import reading, repository
from care_api.handovers.handover import (
    Addition,
    Handover,
    Part,
    Signature,
    Stretch,
    is_complete,
    refusal,
)
from care_api.handovers.standing import Standing
from care_api.handovers.tables import HandoverAdditionRow, HandoverRow, HandoverSignatureRow
from care_api.residents import service as residents

FIRST_LOOKS_BACK = timedelta(hours=24)
"""How far a unit's very first handover reaches."""
EARLIER_SHOWN = 50
MOST_WORDS = 4000
"""Characters of a note or an addition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What has come in since a unit's latest handover."""

    number: int
    """Of that handover, 0 before the first."""
    stretch: Stretch
    before: Standing
    """What was open when that one was begun."""


def running(session: Session, unit_id: UUID, now: datetime) -> Running:
    """Return a unit's stretch that no handover has ended yet, as it would end now."""
    return _running(session, unit_id, repository.latest(session, unit_id), now)


def _running(session: Session, unit_id: UUID, latest: HandoverRow | None, now: datetime) -> Running:
    if latest is None:
        starts_at = now - FIRST_LOOKS_BACK
        after = log.last_stream_before(session, unit_id, starts_at)
    else:
        starts_at, after = latest.ends_at, latest.through_stream
    stretch = Stretch(
        unit_id=unit_id,
        starts_at=starts_at,
        ends_at=max(now, starts_at),
        after_stream=after,
        through_stream=max(after, log.last_stream(session)),
    )
    before = Standing.model_validate_json(latest.document) if latest else Standing()
    return Running(number=latest.number if latest else 0, stretch=stretch, before=before)


def begin(
    work: Work, unit_id: UUID, staff_id: UUID, after_number: int, silent_after: timedelta
) -> Handover:
    """End the running stretch of a unit, so that it can be signed.

    Args:
        work: The transaction.
        unit_id: Whose.
        staff_id: Who begins it.
        after_number: The unit's latest handover as far as they knew: whoever begins second gets
            the one that the first has begun.
        silent_after: How long a robot may be quiet.
    """
    lock(work.session, Lock.STREAM)  # nothing arrives while the log's last number is read
    latest = repository.latest(work.session, unit_id)
    if latest is not None and latest.number > after_number:
        return _signed(work.session, [latest])[0]
    now = _running(work.session, unit_id, latest, work.now)
    stretch = now.stretch
    people = [person.id for person in residents.of_units(work.session, [unit_id])]
    standing = reading.standing(work.session, stretch, people, now.before, silent_after)
    row = HandoverRow(
        id=new_id(work.now),
        unit_id=unit_id,
        number=now.number + 1,
        starts_at=stretch.starts_at,
        ends_at=stretch.ends_at,
        after_stream=stretch.after_stream,
        through_stream=stretch.through_stream,
        begun_by=staff_id,
        document=standing.model_dump_json(),
    )
    work.session.add(row)
    work.session.flush()
    audit.note_unit_act(
        work, Act.HANDOVER_BEGUN, unit_id, staff_id=staff_id, detail=str(row.number)
    )
    return _signed(work.session, [row])[0]


def sign(
    work: Work, handover_id: UUID, staff_id: UUID, part: Part, digest: str, note: str = ""
) -> Handover:
    """Sign a part; with the second one, what the leaving person owns goes to the other.

    Raises:
        NotFoundError: There is no such handover.
        TransitionError: The part is signed, or the same person has signed the other one.
        ChangedMeanwhileError: `digest` is not of what there is to sign.
    """
    lock(work.session, Lock.STREAM)  # before the alerts, as an upload does: no deadlock
    row = repository.locked(work.session, handover_id)
    if row is None:
        raise NotFoundError("No such handover.")
    [handover] = _signed(work.session, [row])
    why_not = refusal(handover.signatures, part, staff_id)
    if why_not is not None:
        raise TransitionError(f"This part of the handover cannot be signed: {why_not.value}.")
    if digest != handover.digest:
        raise ChangedMeanwhileError("The handover is another one than you saw; read it again.")
    work.session.add(
        HandoverSignatureRow(
            handover_id=row.id,
            part=part.value,
            staff_id=staff_id,
            at=work.now,
            note=note,
            digest=digest,
        )
    )
    audit.note_unit_act(
        work, Act.HANDOVER_SIGNED, row.unit_id, staff_id=staff_id, detail=part.value
    )
    work.session.flush()
    [signed] = _signed(work.session, [row])
    if is_complete(signed.signatures):
        _complete(work, row, signed)
        [signed] = _signed(work.session, [row])
    return signed


def _complete(work: Work, row: HandoverRow, signed: Handover) -> None:
    row.completed_at = work.now
    work.session.add(row)
    by_part = {each.part: each.staff_id for each in signed.signatures}
    alerts.hand_over_all(work, row.unit_id, by_part[Part.GIVES], by_part[Part.TAKES])


def add(work: Work, handover_id: UUID, staff_id: UUID, words: str) -> None:
    """Write a new entry beside what was signed.

    Raises:
        NotFoundError: There is no such handover.
        TransitionError: Nobody has signed yet: there is nothing to correct.
    """
    row = repository.locked(work.session, handover_id)
    if row is None:
        raise NotFoundError("No such handover.")
    if not repository.signatures(work.session, [row.id]):
        raise TransitionError("Nobody has signed this handover yet; write it with a signature.")
    before = repository.additions(work.session, row.id)
    work.session.add(
        HandoverAdditionRow(
            handover_id=row.id,
            number=len(before) + 1,
            at=work.now,
            staff_id=staff_id,
            words=words,
        )
    )
    audit.note_unit_act(
        work, Act.HANDOVER_ADDED_TO, row.unit_id, staff_id=staff_id, detail=str(row.number)
    )


def find(session: Session, handover_id: UUID, unit_ids: Iterable[UUID]) -> Handover | None:
    """Return a handover of one of the units, with what was added to it."""
    row = repository.in_units(session, handover_id, unit_ids)
    if row is None:
        return None
    additions = tuple(
        Addition(at=entry.at, staff_id=entry.staff_id, words=entry.words)
        for entry in repository.additions(session, row.id)
    )
    return replace(_signed(session, [row])[0], additions=additions)


def unsigned(session: Session, unit_ids: Iterable[UUID]) -> tuple[Handover, ...]:
    """Return the units' handovers that lack a signature, oldest first."""
    return _signed(session, repository.unsigned(session, unit_ids))


def earlier(session: Session, unit_id: UUID) -> tuple[Handover, ...]:
    """Return a unit's latest handovers, newest first."""
    return _signed(session, repository.of_unit(session, unit_id, EARLIER_SHOWN))


def standing_now(
    session: Session, now: Running, people: Sequence[UUID], silent_after: timedelta
) -> Standing:
    """Return what is open about the unit's residents as the running stretch would end now."""
    return reading.standing(session, now.stretch, people, now.before, silent_after)


def standing_of(handover: Handover) -> Standing:
    """Return what was open when a handover was begun."""
    return Standing.model_validate_json(handover.document)


def _signed(session: Session, rows: Sequence[HandoverRow]) -> tuple[Handover, ...]:
    if not rows:
        return ()
    ids = [row.id for row in rows]
    signed: dict[UUID, list[Signature]] = defaultdict(list)
    for each in repository.signatures(session, ids):
        signed[each.handover_id].append(
            Signature(
                part=Part(each.part),
                staff_id=each.staff_id,
                at=each.at,
                note=each.note,
                digest=each.digest,
            )
        )
    return tuple(_handover(row, signed[row.id]) for row in rows)


def _handover(row: HandoverRow, signed: Sequence[Signature]) -> Handover:
    return Handover(
        id=row.id,
        number=row.number,
        stretch=Stretch(
            unit_id=row.unit_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            after_stream=row.after_stream,
            through_stream=row.through_stream,
        ),
        begun_by=row.begun_by,
        document=row.document,
        digest=_digest(row),
        completed_at=row.completed_at,
        signatures=tuple(signed),
    )


def _digest(row: HandoverRow) -> str:
    """Return what tells this handover from any other content."""
    content = [
        str(row.id),
        row.number,
        row.starts_at.isoformat(),
        row.ends_at.isoformat(),
        row.after_stream,
        row.through_stream,
        row.document,
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
