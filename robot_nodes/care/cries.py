"""Calls for help: recorded before anything is said, each told once, none lost.

A call does not wait for its conversation: its event is on its way to the server while the robot
still speaks with somebody else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from codebook.event import RobotBody
from codebook.help import HelpCancelled, HelpCause, HelpClarified, HelpRequested
from robot_nodes.care.notes import read_note
from robot_nodes.dialogue.conversations import Cry
from robot_nodes.dialogue.conversations.answers import grade_of_modality
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import Step, StoreUnavailable, TaskStore
from robot_nodes.signals import Meant

FRESH = timedelta(hours=1)
"""A call that a restart broke off longer ago has been answered by now, or was told by others."""
_PREFIX = "call "


@dataclass(slots=True, kw_only=True, eq=False)
class Call:
    """One call for help, with all the cries that belong to it; fulfils the port `HelpCall`."""

    resident_id: UUID
    cry: Cry
    """Which began it."""
    called_at: datetime
    """Aware UTC."""
    cause: HelpCause
    """As far as a nurse has been told."""
    event_id: UUID | None = None
    """None as long as it could not be stored."""
    is_resumed: bool = False
    """Whether the robot has come up again since."""
    is_taken_back: bool = False
    do_others_wait: Callable[[], bool] = lambda: False

    @property
    def others_wait(self) -> bool:
        """See `HelpCall.others_wait`."""
        return self.do_others_wait()

    def recorded(self, body: RobotBody) -> None:
        """Take note of what its conversation has stored."""
        self.is_taken_back = self.is_taken_back or isinstance(body, HelpCancelled)


class _Note(BaseModel):
    """A call whose conversation is not over, as it is kept through a restart."""

    model_config = ConfigDict(frozen=True)

    event_id: UUID
    cause: HelpCause
    utterance_id: str
    called_at: AwareDatetime


class Cries:
    """Used on the conversation loop only; a handful in a robot's run."""

    def __init__(self, store: TaskStore, log: LogKeeper) -> None:
        """Begin with none of this run."""
        self._store = store
        self._log = log
        self._calls: dict[UUID, Call] = {}
        """Resident -> the latest."""
        self._heard: dict[str, Call] = {}
        """Utterance -> the call it belongs to."""
        self._failed: list[Call] = []

    def is_known(self, utterance_id: str) -> bool:
        """Return whether that cry has been told already."""
        return bool(utterance_id) and utterance_id in self._heard

    def begin(self, resident_id: UUID, cry: Cry, at: datetime) -> Call:
        """Record a new call, and return it; what cannot be stored now is stored later."""
        call = Call(resident_id=resident_id, cry=cry, called_at=at, cause=cry.cause)
        self._calls[resident_id] = call
        self._heard[cry.utterance_id] = call
        try:
            self._store_call(call)
        except StoreUnavailable as fault:
            self._log.trouble = str(fault)
            self._failed.append(call)
        return call

    def goes_on(self, resident_id: UUID, cry: Cry) -> bool:
        """Return whether a further cry belongs to the call under way: not once it is taken back."""
        call = self._calls.get(resident_id)
        if call is None or call.is_taken_back:
            return False
        self._heard[cry.utterance_id] = call
        return True

    def clarify(self, meant: Meant, cause: HelpCause | None) -> None:
        """Tell the nurse what a call is about, where its first words had not told."""
        call = self._heard[meant.utterance_id]
        if cause is None or cause in {HelpCause.HELP, call.cause} or meant.speech_ended_at is None:
            return
        call.cause = cause
        body = HelpClarified(
            utterance_id=call.cry.utterance_id,
            cause=cause,
            grade=grade_of_modality(meant.modality),
        )
        self._log.keep(body, call.resident_id)

    def ended(self, call: Call) -> None:
        """Take note that a call's conversation is over, and need not be gone on with."""
        try:
            with self._store.transaction() as writing:
                writing.keep_note(f"{_PREFIX}{call.resident_id}", None)
        except StoreUnavailable as fault:  # after a restart it is gone on with once more
            self._log.trouble = str(fault)

    def left_open(self, now: datetime) -> tuple[Call, ...]:
        """Return the calls of an earlier run whose conversations a restart broke off."""
        notes = self._store.notes(_PREFIX)
        calls = [
            _resumed(name, note)
            for name, text in notes.items()
            if (note := read_note(_Note, text)) is not None
        ]
        for call in calls:
            if now - call.called_at > FRESH:
                self.ended(call)
        fresh = tuple(call for call in calls if now - call.called_at <= FRESH)
        self._calls.update({call.resident_id: call for call in fresh})
        return fresh

    def store_failed(self) -> None:
        """Store the calls that could not be stored when they came.

        Raises:
            StoreUnavailable: It still cannot be written; to be tried again.
        """
        while self._failed:
            self._store_call(self._failed[0])
            del self._failed[0]

    def _store_call(self, call: Call) -> None:
        body = HelpRequested(
            cause=call.cause,
            utterance_id=call.cry.utterance_id,
            transcript=call.cry.transcript,
            grade=call.cry.grade,
        )
        with self._store.transaction() as writing:
            event = writing.record(body, resident_id=call.resident_id, at=call.called_at)
            _keep(writing, call, event.id)
        call.event_id = event.id


def _keep(writing: Step, call: Call, event_id: UUID) -> None:
    note = _Note(
        event_id=event_id,
        cause=call.cause,
        utterance_id=call.cry.utterance_id,
        called_at=call.called_at,
    )
    writing.keep_note(f"{_PREFIX}{call.resident_id}", note.model_dump_json())


def _resumed(name: str, note: _Note) -> Call:
    return Call(
        resident_id=UUID(name.removeprefix(_PREFIX)),
        cry=Cry(cause=note.cause, utterance_id=note.utterance_id),
        called_at=note.called_at,
        cause=note.cause,
        event_id=note.event_id,
        is_resumed=True,
    )
