"""Notes: written by staff, corrected in the open, never deleted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from care_api.db import Work
from care_api.errors import ChangedMeanwhileError, NotFoundError
from care_api.events.identity import new_id
from care_api.notes import repository
from care_api.notes.tables import NoteRow
from care_api.residents import repository as residents

LONGEST = 4000
"""Characters of one note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a note said from one moment on."""

    revision: int
    text: str
    is_shared: bool
    """Whether the resident may read it on their own page."""
    written_at: datetime
    written_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note as it stands, and as it stood before."""

    id: UUID
    now: Wording
    before: tuple[Wording, ...]
    """Newest first."""

    @property
    def first_at(self) -> datetime:
        """When it was first written."""
        return self.before[-1].written_at if self.before else self.now.written_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody writes."""

    text: str
    is_shared: bool
    by: UUID
    """The employee."""


def of_resident(session: Session, resident_id: UUID) -> tuple[Note, ...]:
    """Return a resident's notes, the last written first."""
    found: dict[UUID, list[NoteRow]] = {}
    for row in repository.of_resident(session, resident_id):
        found.setdefault(row.id, []).append(row)
    notes = (_note(rows) for rows in found.values())
    return tuple(sorted(notes, key=lambda note: note.first_at, reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNote:
    """One wording of one note, and whom it is about."""

    resident_id: UUID
    note_id: UUID
    wording: Wording


def written_since(
    session: Session, resident_ids: Iterable[UUID], since: datetime
) -> tuple[WrittenNote, ...]:
    """Return what was written about the residents since an instant, corrections too."""
    return tuple(
        WrittenNote(resident_id=row.resident_id, note_id=row.id, wording=_wording(row))
        for row in repository.written_since(session, resident_ids, since)
    )


def find(session: Session, resident_id: UUID, note_id: UUID) -> Note:
    """Return one note of the resident.

    Raises:
        NotFoundError: The resident has no such note.
    """
    rows = repository.wordings(session, resident_id, note_id)
    if not rows:
        raise NotFoundError("No such note about this resident.")
    return _note(rows)


def authors(notes: Sequence[Note]) -> set[UUID]:
    """Return everybody who wrote in the notes."""
    return {wording.written_by for note in notes for wording in (note.now, *note.before)}


def write(work: Work, resident_id: UUID, written: Written) -> UUID:
    """Keep a new note, and return its id."""
    note_id = new_id(work.now)
    repository.add(work.session, _row(work, resident_id, note_id, 1, written))
    return note_id


def correct(
    work: Work, resident_id: UUID, note_id: UUID, written: Written, *, builds_on: int
) -> None:
    """Put another wording in the place of the one with the number `builds_on`, which stays.

    Raises:
        NotFoundError: The resident has no such note.
        ChangedMeanwhileError: Somebody has corrected it meanwhile.
    """
    residents.lock(work.session, resident_id)
    note = find(work.session, resident_id, note_id)
    if note.now.revision != builds_on:
        raise ChangedMeanwhileError("Somebody has corrected the note; read it and correct again.")
    if (note.now.text, note.now.is_shared) == (written.text, written.is_shared):
        return
    repository.add(work.session, _row(work, resident_id, note_id, builds_on + 1, written))


def _row(work: Work, resident_id: UUID, note_id: UUID, revision: int, written: Written) -> NoteRow:
    return NoteRow(
        id=note_id,
        revision=revision,
        resident_id=resident_id,
        text=written.text,
        is_shared=written.is_shared,
        written_at=work.now,
        written_by=written.by,
    )


def _note(rows: Sequence[NoteRow]) -> Note:
    wordings = [_wording(row) for row in sorted(rows, key=lambda row: row.revision, reverse=True)]
    return Note(id=rows[0].id, now=wordings[0], before=tuple(wordings[1:]))


def _wording(row: NoteRow) -> Wording:
    return Wording(
        revision=row.revision,
        text=row.text,
        is_shared=row.is_shared,
        written_at=row.written_at,
        written_by=row.written_by,
    )
