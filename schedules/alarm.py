"""Wake me at an instant: APScheduler keeps real time, the rules decide what is due."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from apscheduler.schedulers.background import BackgroundScheduler


class Alarm(Protocol):
    """One alarm, that the latest call has set."""

    def set(self, at: datetime) -> None:
        """Ring at `at` (aware; at once where it is past), and not at any earlier setting."""
        ...

    def clear(self) -> None:
        """Do not ring."""
        ...

    def close(self) -> None:
        """Never ring again."""
        ...


class SystemAlarm:
    """An alarm in the machine's own time; rings in a thread of its own."""

    def __init__(self, ring: Callable[[], None]) -> None:
        """Call `ring` whenever the alarm goes off."""
        self._ring = ring
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._scheduler.start()

    def set(self, at: datetime) -> None:
        """Ring at `at` (aware; at once where it is past), and not at any earlier setting."""
        self._scheduler.add_job(
            self._ring,
            "date",
            run_date=at,
            id="next",
            replace_existing=True,
            misfire_grace_time=None,  # late is late, never dropped
        )

    def clear(self) -> None:
        """Do not ring."""
        self._scheduler.remove_all_jobs()

    def close(self) -> None:
        """Never ring again."""
        self.clear()  # waits for a ring that is just being handed out, which a shutdown would trip
        self._scheduler.shutdown(wait=False)
