"""Notes in the database."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from care_api.notes.tables import NoteRow


def of_resident(session: Session, resident_id: UUID) -> Sequence[NoteRow]:
    """Return all wordings of a resident's notes, oldest first."""
    query = (
        select(NoteRow)
        .where(NoteRow.resident_id == resident_id)
        .order_by(col(NoteRow.written_at), col(NoteRow.id), col(NoteRow.revision))
    )
    return session.exec(query).all()


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
