"""When the robot's ears are closed, and what it has forgotten."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from codebook.plan import RobotPlans
from codebook.privacy import ListeningPaused, ListeningResumed, ResumeReason, WordsForgotten
from robot_nodes.care.notes import read_note
from robot_nodes.care.refusals import Refusals
from robot_nodes.dialogue.conversations.asked import Asked
from robot_nodes.ports import Answer, Asking, Ears, Manner, TaskStore
from robot_nodes.signals import Meant

_NAME = "privacy"


class _Pause(BaseModel):
    model_config = ConfigDict(frozen=True)

    resident_id: UUID
    until: AwareDatetime


class Privacy:
    """Used on the conversation loop only. A robot has one pair of ears, whoever closed them."""

    def __init__(
        self, store: TaskStore, now: Callable[[], datetime], listen: Callable[[bool], None]
    ) -> None:
        """Keep the ears closed where an earlier run had closed them.

        Args:
            store: Keeps the pause through a restart.
            now: The robot's clock, aware UTC.
            listen: Opens and closes the ears.
        """
        self._store = store
        self._now = now
        self._listen = listen
        self._pause = read_note(_Pause, store.notes(_NAME).get(_NAME))
        self.refusals = Refusals(store, now)
        self._questions = 0
        """How many questions hold the ears open."""
        self._last_heard: dict[UUID, str] = {}
        """Resident -> their latest utterance in this run."""
        self._to_forget: dict[UUID, str] = {}
        """Resident -> what they had said last when they wished it forgotten."""

    @property
    def resident_id(self) -> UUID | None:
        """Who asked for a time without listening; None while nobody has."""
        return None if self._pause is None else self._pause.resident_id

    @property
    def paused_until(self) -> datetime | None:
        """When that time is over, aware UTC; None while nobody has asked for one."""
        return None if self._pause is None else self._pause.until

    @property
    def is_listening(self) -> bool:
        """Whether the ears are open when nothing is asked."""
        return self._pause is None and not self.refusals.refused_by

    def hears(self, resident_id: UUID) -> bool:
        """Return whether a resident is heard when the robot asks them something ordinary."""
        return self._pause is None and resident_id not in self.refusals.refused_by

    def show(self) -> None:
        """Tell the ears whether to listen."""
        self._listen(self.is_listening or self._questions > 0)

    def look(self) -> bool:
        """End the time without listening once it has passed; return whether that opened the ears.

        Raises:
            StoreUnavailable: They stay closed until it can be written.
        """
        if self._pause is None or self._now() < self._pause.until:
            return False
        self._resume(ResumeReason.TIME_PASSED)
        return self.is_listening

    def follow(self, plans: RobotPlans) -> None:
        """Close or open the ears as the plans say that residents have consented.

        Raises:
            StoreUnavailable: They are as they should be; it is to be written down the next time.
        """
        was_listening = self.is_listening
        try:
            self.refusals.follow(plans)
        finally:
            if self.is_listening is not was_listening:
                self.show()

    def heard(self, resident_id: UUID, meant: Meant) -> None:
        """Take note of an utterance: the next one may be the wish that it be forgotten."""
        if meant.understanding.intent == "forget":
            self._to_forget[resident_id] = self._last_heard.pop(resident_id, "")
        else:
            self._last_heard[resident_id] = meant.utterance_id

    def of(self, resident_id: UUID) -> "ResidentDiscretion":
        """Return what the robot keeps to itself about one resident."""
        return ResidentDiscretion(self, resident_id)

    def pause(self, resident_id: UUID, until: datetime, asked: Asked) -> None:
        """Close the ears.

        Raises:
            StoreUnavailable: They stay open.
        """
        pause = _Pause(resident_id=resident_id, until=until)
        body = ListeningPaused(until=until, utterance_id=asked.utterance_id, grade=asked.grade)
        with self._store.transaction() as writing:
            writing.keep_note(_NAME, pause.model_dump_json())
            writing.record(body, resident_id=resident_id, at=self._now())
        self._pause = pause
        self.show()

    def resume(self) -> None:
        """End the time without listening because somebody asked for it.

        Raises:
            StoreUnavailable: The ears stay closed.
        """
        if self._pause is not None:
            self._resume(ResumeReason.ASKED)

    def forget_last(self, resident_id: UUID) -> bool:
        """Erase the words of the latest utterance; return False where there is none.

        Raises:
            StoreUnavailable: Nothing was erased.
        """
        utterance_id = self._to_forget.pop(resident_id, "")
        if not utterance_id:
            return False
        with self._store.transaction() as writing:
            writing.forget_words(utterance_id)
            body = WordsForgotten(utterance_id=utterance_id)
            writing.record(body, resident_id=resident_id, at=self._now())
        return True

    @asynccontextmanager
    async def open_ears(self) -> AsyncIterator[None]:
        """Listen for the answer to one question, whatever was wished."""
        self._questions += 1
        self.show()
        try:
            yield
        finally:
            self._questions -= 1
            self.show()

    def _resume(self, reason: ResumeReason) -> None:
        resident_id = self._pause.resident_id if self._pause else None
        with self._store.transaction() as writing:
            writing.keep_note(_NAME, None)
            body = ListeningResumed(reason=reason)
            writing.record(body, resident_id=resident_id, at=self._now())
        self._pause = None
        self.show()


class ResidentDiscretion:
    """Fulfils the conversations' port `Discretion` for one resident."""

    def __init__(self, privacy: Privacy, resident_id: UUID) -> None:
        """Act for one resident."""
        self._privacy = privacy
        self._resident_id = resident_id

    def stop_listening(self, until: datetime, asked: Asked) -> None:
        """See `Discretion.stop_listening`."""
        self._privacy.pause(self._resident_id, until, asked)

    def listen_again(self) -> bool:
        """See `Discretion.listen_again`."""
        self._privacy.resume()
        return self.is_listening

    @property
    def is_listening(self) -> bool:
        """See `Discretion.is_listening`."""
        return self._privacy.is_listening

    def forget_last(self) -> bool:
        """See `Discretion.forget_last`."""
        return self._privacy.forget_last(self._resident_id)


class OpenEars:
    """Fulfils the port `Ears` for questions that are heard also while nothing else is."""

    def __init__(self, ears: Ears, privacy: Privacy) -> None:
        """Ask through `ears`."""
        self._ears = ears
        self._privacy = privacy

    async def ask(self, text: str, manner: Manner, asking: Asking) -> Answer:
        """See `Ears.ask`."""
        async with self._privacy.open_ears():
            return await self._ears.ask(text, manner, asking)
