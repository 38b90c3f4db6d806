"""How the robot learns that it is to end."""

import threading

_LOOK_S = 0.1


class Stopping:
    """Wanted by a signal, or demanded by a thread.

    A signal's handler runs in the midst of the main thread, so it takes no lock; and Python does
    not promise to end a wait for a signal that came just before it, so the wait looks up.
    """

    def __init__(self) -> None:
        self._is_signalled = False
        self._demanded = threading.Event()
        self._starts_again = False

    def signalled(self, *_: object) -> None:
        """Take note of a signal."""
        self._is_signalled = True

    def demand(self) -> None:
        """End the robot; from any thread."""
        self._demanded.set()

    def restart(self) -> None:
        """End the robot so that it starts again; from any thread."""
        self._starts_again = True
        self.demand()

    @property
    def starts_again(self) -> bool:
        """Whether it ends only to start again; a signal means that it is to stay away."""
        return self._starts_again and not self._is_signalled

    def is_wanted(self) -> bool:
        """Return whether the robot is to end."""
        return self._is_signalled or self._demanded.is_set()

    def wait(self) -> None:
        """Return once the robot is to end; from the main thread."""
        while not self._is_signalled and not self._demanded.wait(_LOOK_S):
            pass
