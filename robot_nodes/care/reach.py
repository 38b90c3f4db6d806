"""What a rung asks for besides speaking: to come closer, and to let it be read."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from robot_nodes.ports import Captions, Navigator
from schedules.task import Announced, Approach, CaptionShown


class Reach:
    """Carries out what it can, and tells what came of it; never claims the rest."""

    def __init__(
        self, navigator: Navigator | None = None, captions: Captions | None = None
    ) -> None:
        """Reach out through what the robot has; None for what it lacks."""
        self._navigator = navigator
        self._captions = captions
        self._shown_for: UUID | None = None

    async def carried_out(
        self, way: Announced, occurrence_id: UUID, resident_id: UUID, text: str
    ) -> Announced:
        """Return how a task is announced, once the robot has come closer and shown its caption.

        Args:
            way: What the rung asks for.
            occurrence_id: Whose rung it is.
            resident_id: Whom to come to.
            text: What is to be read.
        """
        if way.approach is not Approach.NOT_ASKED and self._navigator is not None:
            way = replace(way, approach=await self._navigator.approach(resident_id))
        if way.caption is not CaptionShown.NOT_ASKED and self._captions is not None:
            way = replace(way, caption=self._captions.show(text))
            self._shown_for = occurrence_id
        return way

    def tidy(self, is_open: Callable[[UUID], bool]) -> None:
        """Take the caption away once its task needs no answer any more."""
        if self._shown_for is None or self._captions is None or is_open(self._shown_for):
            return
        self._captions.clear()
        self._shown_for = None
