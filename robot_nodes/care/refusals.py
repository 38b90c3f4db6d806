"""Who has not agreed to a robot that listens, as the plans on board say."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from codebook.plan import ResidentPlan, RobotPlans
from codebook.privacy import ListeningResumed, ListeningStopped, ResumeReason
from robot_nodes.care.notes import read_note
from robot_nodes.ports import TaskStore

_NAME = "refusals"


class _Note(BaseModel):
    model_config = ConfigDict(frozen=True)

    refused_by: frozenset[UUID] = frozenset()
    """Of whom the log says so."""
    told: frozenset[UUID] = frozenset()
    """Who has been told that the ears are closed, and not since that they are open again."""


class Refusals:
    """Used on the conversation loop only. A refusal of one resident closes the ears for all."""

    def __init__(self, store: TaskStore, now: Callable[[], datetime]) -> None:
        """Hold what an earlier run held, until `follow` knows better.

        Args:
            store: Remembers who was told, through a restart.
            now: The robot's clock, aware UTC.
        """
        self._store = store
        self._now = now
        self._note = read_note(_Note, store.notes(_NAME).get(_NAME)) or _Note()
        self.refused_by = self._note.refused_by
        """Residents who are not to be heard."""

    def follow(self, plans: RobotPlans) -> None:
        """Hold what the plans say.

        Raises:
            StoreUnavailable: It holds all the same, and is to be written down the next time.
        """
        self.refused_by = frozenset(plans.listening_refused_by)
        before = self._note.refused_by
        if self.refused_by == before:
            return
        looked_after = {resident.resident_id for resident in plans.residents}
        note = self._note.model_copy(update={"refused_by": self.refused_by})
        at = self._now()
        with self._store.transaction() as writing:
            writing.keep_note(_NAME, note.model_dump_json())
            for resident_id in sorted(self.refused_by - before):
                writing.record(ListeningStopped(), resident_id=resident_id, at=at)
            for resident_id in sorted((before - self.refused_by) & looked_after):
                body = ListeningResumed(reason=ResumeReason.CONSENTED)
                writing.record(body, resident_id=resident_id, at=at)
        self._note = note

    def untold(self, plans: RobotPlans) -> tuple[ResidentPlan, ...]:
        """Return who has still to be told that the ears are closed, or are open again."""
        return tuple(who for who in plans.residents if not self.knows(who.resident_id))

    def knows(self, resident_id: UUID) -> bool:
        """Return whether a resident has been told how it is now."""
        return (resident_id in self._note.told) == bool(self.refused_by)

    def told(self, resident_id: UUID, *, that_closed: bool) -> None:
        """Note that a resident was told how it is.

        Raises:
            StoreUnavailable: It is to be said again.
        """
        known = self._note.told | {resident_id} if that_closed else self._note.told - {resident_id}
        note = self._note.model_copy(update={"told": known})
        with self._store.transaction() as writing:
            writing.keep_note(_NAME, note.model_dump_json())
        self._note = note
