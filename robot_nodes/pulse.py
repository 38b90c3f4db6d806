"""One beat for what all nodes do regularly.

The executor looks through everything that the nodes have each time one timer is due, which takes
milliseconds: a timer of their own each would cost a listening robot more than its ears do.
"""

from collections.abc import Callable
from datetime import timedelta

BEAT = timedelta(seconds=1)


class Pulse:
    """Calls each act once in so many beats, in the thread that beats."""

    def __init__(self) -> None:
        """Do nothing yet."""
        self._acts: list[tuple[int, Callable[[], None]]] = []
        self._beats = 0

    def every(self, period: timedelta, act: Callable[[], None]) -> None:
        """Call `act` once in `period`.

        Raises:
            ValueError: The period is not made of whole beats.
        """
        beats, rest = divmod(period, BEAT)
        if rest or beats < 1:
            raise ValueError(f"a period is made of whole beats of {BEAT}: {period} is not")
        self._acts.append((beats, act))

    def beat(self) -> None:
        """Call what is due; to be called once in `BEAT`."""
        self._beats += 1
        for beats, act in tuple(self._acts):
            if self._beats % beats == 0:
                act()
