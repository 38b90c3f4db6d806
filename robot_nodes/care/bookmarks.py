"""Where a talk was interrupted, kept through a restart: which one it was, and no more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from robot_nodes.care.notes import read_note
from robot_nodes.ports import TaskStore

FRESH = timedelta(minutes=10)
"""A talk that broke off longer ago is not gone on with: its ladder comes back to it."""
_PREFIX = "talk "


class _Bookmark(BaseModel):
    model_config = ConfigDict(frozen=True)

    began_at: AwareDatetime


class Bookmarks:
    """Used on the conversation loop only."""

    def __init__(self, store: TaskStore, now: Callable[[], datetime]) -> None:
        """Remember what an earlier run left open."""
        self._store = store
        self._now = now
        self._open = {
            UUID(name.removeprefix(_PREFIX)): bookmark.began_at
            for name, text in store.notes(_PREFIX).items()
            if (bookmark := read_note(_Bookmark, text)) is not None
        }

    def open(self, occurrence_id: UUID) -> None:
        """Take note that a talk has begun.

        Raises:
            StoreUnavailable: It could not be stored.
        """
        now = self._now()
        self._put(occurrence_id, _Bookmark(began_at=now).model_dump_json())
        self._open[occurrence_id] = now

    def close(self, occurrence_id: UUID) -> None:
        """Take note that it has come to its end, or is not gone on with.

        Raises:
            StoreUnavailable: It could not be stored.
        """
        if occurrence_id in self._open:
            self._put(occurrence_id, None)
            del self._open[occurrence_id]

    def is_open(self, occurrence_id: UUID) -> bool:
        """Return whether a talk has begun, not long ago, and not ended."""
        began_at = self._open.get(occurrence_id)
        return began_at is not None and self._now() - began_at <= FRESH

    def left_open(self) -> tuple[UUID, ...]:
        """Return the talks to go on with; those from too long ago are let go.

        Raises:
            StoreUnavailable: It could not be stored.
        """
        for occurrence_id in [each for each in self._open if not self.is_open(each)]:
            self.close(occurrence_id)
        return tuple(self._open)

    def _put(self, occurrence_id: UUID, text: str | None) -> None:
        with self._store.transaction() as writing:
            writing.keep_note(f"{_PREFIX}{occurrence_id}", text)
