"""Lets the conversation run that has the floor, and stops the one that has lost it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from robot_nodes.dialogue.floor import Claim, Floor
from robot_nodes.told import told

Talk = Callable[[], Awaitable[None]]
"""Holds one conversation from its beginning; called again where it was interrupted."""

_LOG = logging.getLogger(__name__)


class FloorKeeper:
    """Used on the conversation loop only."""

    def __init__(
        self, changed: Callable[[], None], failed: Callable[[Claim, Exception], None]
    ) -> None:
        """Begin with nobody speaking.

        Args:
            changed: Called after each change of who speaks.
            failed: Called with a conversation that a mistake of ours ended; must not raise.
        """
        self._changed = changed
        self._failed = failed
        self._floor = Floor()
        self._talks: dict[str, Talk] = {}
        self._ended: dict[str, asyncio.Event] = {}
        self._running: asyncio.Task[None] | None = None

    @property
    def holder(self) -> Claim | None:
        """Whose conversation is under way."""
        return self._floor.holder

    @property
    def claim_ids(self) -> frozenset[str]:
        """Of the conversation under way and of those that wait."""
        return frozenset(self._talks)

    def request(self, claim: Claim, talk: Talk) -> None:
        """Hold a conversation as soon as nothing more important goes on.

        A claim that speaks or waits already changes nothing.
        """
        if claim.id in self._talks:
            return
        self._talks[claim.id] = talk
        before = self._floor.holder
        self._floor, change = self._floor.request(claim)
        if change.stops is not None and self._running is not None:
            self._running.cancel()
            if not change.stops.comes_back:
                self._forget(change.stops.id)
        if change.starts is not None:
            self._start(change.starts)
        if self._floor.holder is not before:
            self._changed()

    def ended(self, claim_id: str) -> asyncio.Event:
        """Return what is set once the conversation has ended; set already where there is none."""
        event = self._ended.setdefault(claim_id, asyncio.Event())
        if claim_id not in self._talks:
            del self._ended[claim_id]
            event.set()
        return event

    def withdraw(self, claim_id: str) -> None:
        """End a conversation, or no longer wait for it."""
        if claim_id not in self._talks:
            return
        is_under_way = self._floor.holder is not None and self._floor.holder.id == claim_id
        if is_under_way and self._running is not None:
            self._running.cancel()
        self._release(claim_id)

    def _start(self, claim: Claim) -> None:
        self._running = asyncio.get_running_loop().create_task(self._hold(claim))

    async def _hold(self, claim: Claim) -> None:
        try:
            await self._talks[claim.id]()
        except asyncio.CancelledError:
            raise  # whoever stopped it has passed the floor on
        except Exception as fault:  # noqa: BLE001 - the one place that keeps the robot going
            _LOG.error("%s failed: %s", claim.kind, told(fault))
            self._failed(claim, fault)
        self._release(claim.id)

    def _release(self, claim_id: str) -> None:
        if claim_id not in self._talks:
            return  # a cry for help that came of the talk has ended it already
        self._forget(claim_id)
        self._floor, change = self._floor.release(claim_id)
        if change.starts is not None:
            self._start(change.starts)
        self._changed()

    def _forget(self, claim_id: str) -> None:
        del self._talks[claim_id]
        if claim_id in self._ended:
            self._ended.pop(claim_id).set()
