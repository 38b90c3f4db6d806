"""How far a check-in has come, stored together with each answer."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from codebook.check_in import CheckInAnswered
from codebook.event import Event
from robot_nodes.care.notes import read_note
from robot_nodes.ports import TaskStore

_PREFIX = "check_in "


class CheckInNote(BaseModel):
    """Which questions have had their answer."""

    model_config = ConfigDict(frozen=True)

    answered: tuple[str, ...] = ()
    """Ids of questions."""
    worrying_event_ids: tuple[UUID, ...] = ()


class CheckInNotes:
    """The store is the only truth."""

    def __init__(self, store: TaskStore, now: Callable[[], datetime]) -> None:
        """Write into `store` with the time that `now` tells, aware UTC."""
        self._store = store
        self._now = now

    def so_far(self, occurrence_id: UUID) -> CheckInNote:
        """Return how far a check-in has come."""
        name = _name(occurrence_id)
        return read_note(CheckInNote, self._store.notes(name).get(name)) or CheckInNote()

    def answered(self, body: CheckInAnswered, resident_id: UUID) -> Event:
        """Store an answer and that its question has had it, both or neither.

        Raises:
            StoreUnavailable: Nothing was stored.
        """
        before = self.so_far(body.occurrence_id)
        with self._store.transaction() as writing:
            event = writing.record(body, resident_id=resident_id, at=self._now())
            worrying = (event.id,) if body.is_worrying else ()
            note = CheckInNote(
                answered=(*before.answered, body.question_id),
                worrying_event_ids=(*before.worrying_event_ids, *worrying),
            )
            writing.keep_note(_name(body.occurrence_id), note.model_dump_json())
        return event

    def done(self, occurrence_id: UUID) -> None:
        """Let go of what is over.

        Raises:
            StoreUnavailable: It is let go the next time.
        """
        with self._store.transaction() as writing:
            writing.keep_note(_name(occurrence_id), None)


def _name(occurrence_id: UUID) -> str:
    return f"{_PREFIX}{occurrence_id}"
