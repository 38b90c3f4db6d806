"""A navigator and a screen that do what a test says, and remember it."""

from uuid import UUID

from schedules.task import Approach, CaptionShown


class FakeNavigator:
    """Fulfils `robot_nodes.ports.Navigator`."""

    def __init__(self, outcome: Approach) -> None:
        self._outcome = outcome
        self.went_to: list[UUID] = []

    async def approach(self, resident_id: UUID) -> Approach:
        """See `Navigator.approach`."""
        self.went_to.append(resident_id)
        return self._outcome


class FakeCaptions:
    """Fulfils `robot_nodes.ports.Captions`."""

    def __init__(self, outcome: CaptionShown) -> None:
        self._outcome = outcome
        self.lines: list[str] = []
        """What stood there, one after the other; empty for nothing."""

    def show(self, text: str) -> CaptionShown:
        """See `Captions.show`."""
        self.lines.append(text)
        return self._outcome

    def clear(self) -> None:
        """See `Captions.clear`."""
        self.lines.append("")
