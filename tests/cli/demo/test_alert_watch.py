from collections.abc import Iterable
from datetime import UTC, datetime
from queue import SimpleQueue
from uuid import UUID

import httpx
import pytest

from cli.demo.alert_watch import AlertWatch
from cli.demo.evidence import AlertSeen
from cli.demo.observations import Alerted, Observation

ALERT = AlertSeen(
    id=UUID(int=1),
    resident_id=None,
    code="1.4",
    severity=20,
    raised_at=datetime(2026, 3, 2, tzinfo=UTC),
    seen_s=0.0,
)


class List:
    """A nurse's list that is out of reach at first."""

    def __init__(self, answers: int) -> None:
        self.answers = answers

    def __call__(self) -> Iterable[AlertSeen]:
        self.answers -= 1
        if self.answers < 0:
            message = "connection refused"
            raise httpx.ConnectError(message)
        return [ALERT]


def test_an_alert_is_told_once(seen: SimpleQueue[Observation]) -> None:
    watch = AlertWatch(List(answers=100), seen)
    watch.expect()
    watch.start()
    assert seen.get(timeout=5.0) == Alerted(ALERT)
    watch.close()
    assert seen.empty()


def test_a_server_out_of_reach_ends_nothing(seen: SimpleQueue[Observation]) -> None:
    watch = AlertWatch(List(answers=0), seen)
    watch.start()
    watch.close()
    assert seen.empty()


@pytest.fixture
def seen() -> SimpleQueue[Observation]:
    return SimpleQueue()
