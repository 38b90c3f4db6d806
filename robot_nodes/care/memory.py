"""What the robot remembers beside plans and tasks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from robot_nodes.care.bookmarks import Bookmarks
from robot_nodes.care.check_in_notes import CheckInNotes
from robot_nodes.care.manners import Manners
from robot_nodes.care.privacy import Privacy
from robot_nodes.ports import TaskStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the robot remembers beside plans and tasks."""

    manners: Manners
    privacy: Privacy
    bookmarks: Bookmarks
    check_ins: CheckInNotes

    @classmethod
    def of(
        cls, store: TaskStore, now: Callable[[], datetime], listen: Callable[[bool], None]
    ) -> Self:
        """Return what `store` holds.

        Args:
            store: The robot's.
            now: The robot's clock, aware UTC.
            listen: Opens and closes the ears.

        Raises:
            StoreUnavailable: It cannot be read.
        """
        return cls(
            manners=Manners(store, now),
            privacy=Privacy(store, now, listen),
            bookmarks=Bookmarks(store, now),
            check_ins=CheckInNotes(store, now),
        )
