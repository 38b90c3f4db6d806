"""Notes in the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from care_api.bulk import among, dialect_of, wanted
from care_api.notes.tables import NoteRow


def of_resident(session: Session, resident_id: UUID) -> Sequence[NoteRow]:
    """Return all wordings of a resident's notes, oldest first."""
    query = (
        select(NoteRow)
        .where(NoteRow.resident_id == resident_id)
        .order_by(col(NoteRow.written_at), col(NoteRow.id), col(NoteRow.revision))
    )
    return session.exec(query).all()


def written_since(
    session: Session, resident_ids: Iterable[UUID], since: datetime
) -> Sequence[NoteRow]:
    """Return the wordings of notes about residents written since an instant, oldest first."""
    dialect = dialect_of(session)
    query = (
        select(NoteRow)
        .where(among(dialect, NoteRow.resident_id), col(NoteRow.written_at) >= since)
        .order_by(col(NoteRow.written_at), col(NoteRow.id), col(NoteRow.revision))
    )
    return session.exec(query, params=wanted(dialect, resident_ids)).all()


def wordings(session: Session, resident_id: UUID, note_id: UUID) -> Sequence[NoteRow]:
    """Return all wordings of one note of a resident, oldest first."""
    query = (
        select(NoteRow)
        .where(NoteRow.id == note_id, NoteRow.resident_id == resident_id)
        .order_by(col(NoteRow.revision))
    )
    return session.exec(query).all()


def add(session: Session, row: NoteRow) -> None:
    """Keep a wording."""
    session.add(row)
    session.flush()
