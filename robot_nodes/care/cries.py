"""Calls for help: each told once, none lost to an earlier one or to a store that fails."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from codebook.event import RobotBody
from codebook.help import HelpCancelled, HelpCause, HelpClarified, HelpRequested
from robot_nodes.dialogue.conversations import Cry
from robot_nodes.dialogue.conversations.answers import grade_of_modality
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import TaskStore
from robot_nodes.signals import Meant


@dataclass(slots=True, kw_only=True)
class Call:
    """One call for help, with all the cries that belong to it."""

    resident_id: UUID
    cry: Cry
    """Which began it."""
    called_at: datetime
    """Aware UTC."""
    cause: HelpCause
    """As far as a nurse has been told."""
    is_stored: bool = False
    is_taken_back: bool = False

    def recorded(self, body: RobotBody) -> None:
        """Take note of what its conversation has stored."""
        self.is_stored = self.is_stored or isinstance(body, HelpRequested)
        self.is_taken_back = self.is_taken_back or isinstance(body, HelpCancelled)


class Cries:
    """Used on the conversation loop only; kept in memory, a handful in a robot's run."""

    def __init__(self, store: TaskStore, log: LogKeeper) -> None:
        """Begin with none."""
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
        """Return a new call."""
        call = Call(resident_id=resident_id, cry=cry, called_at=at, cause=cry.cause)
        self._calls[resident_id] = call
        self._heard[cry.utterance_id] = call
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

    def failed(self, call: Call) -> None:
        """Take note that a call's conversation has failed: what is not stored is tried again."""
        if not call.is_stored:
            self._failed.append(call)

    def store_failed(self) -> None:
        """Store the calls that could not be stored when they came.

        Raises:
            StoreUnavailable: It still cannot be written; to be tried again.
        """
        while self._failed:
            call = self._failed[0]
            body = HelpRequested(
                cause=call.cause,
                utterance_id=call.cry.utterance_id,
                transcript=call.cry.transcript,
                grade=call.cry.grade,
            )
            with self._store.transaction() as writing:
                writing.record(body, resident_id=call.resident_id, at=call.called_at)
            del self._failed[0]
