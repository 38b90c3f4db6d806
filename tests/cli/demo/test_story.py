from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from cli.demo.evidence import AlertSeen, Evidence
from cli.demo.observations import Alerted, CaptionShown, Measured, Recorded, StateChanged
from cli.demo.story import Kind, told
from codebook.event import Event
from codebook.task import TaskAnnounced
from schedules.task import Approach
from sim.measures import ResidentBegan
from sim.wire import Doing

MorningWithout = Callable[..., Evidence]
AT = datetime(2026, 3, 2, 7, 0, 5, tzinfo=UTC)


def lines_of(seen: Evidence) -> list[str]:
    lines = [told(Recorded(event), seen.cast) for event in seen.events]
    return [line.text for line in lines if line is not None]


def test_a_sentence_of_the_robot_names_whom_it_is_for(morning_without: MorningWithout) -> None:
    cast = morning_without().cast
    caption = CaptionShown(resident_id=str(cast.solveig), text="God morgen.", at=AT)
    line = told(caption, cast)
    assert line is not None
    assert (line.kind, line.text) == (Kind.ROBOT, "to Solveig: God morgen.")


def test_times_are_those_of_the_residents(morning_without: MorningWithout) -> None:
    caption = CaptionShown(resident_id="", text="Hei.", at=AT)
    line = told(caption, morning_without().cast)
    assert line is not None
    assert line.rendered().plain.startswith("08:00:05 ")


def test_what_was_heard_and_what_was_stored_are_told(morning_without: MorningWithout) -> None:
    lines = lines_of(morning_without())
    assert "“ja jeg har tatt den” → taken" in lines
    assert "Solveig: taken (said)" in lines
    assert "Ingrid: feel → unwell, worrying" in lines
    assert "Arne: handed to a nurse: unanswered" in lines


@pytest.mark.parametrize(
    ("approach", "text"),
    [
        (Approach.ARRIVED, "Arne: the robot has come closer, reminder 2"),
        (Approach.LOW_BATTERY, None),
        (Approach.NOT_ASKED, None),
    ],
)
def test_only_a_robot_that_has_arrived_is_said_to_have_come_closer(
    morning_without: MorningWithout, approach: Approach, text: str | None
) -> None:
    cast = morning_without().cast
    task = UUID(int=1)
    body = TaskAnnounced(occurrence_id=task, item_id=task, attempt=2, approach=approach)
    event = Event(
        id=UUID(int=2),
        robot_id=UUID(int=3),
        boot_id=UUID(int=4),
        sequence=1,
        resident_id=cast.arne,
        occurred_at=AT,
        body=body,
    )
    line = told(Recorded(event), cast)
    assert (line.text if line else None) == text


def test_an_outage_is_told(morning_without: MorningWithout) -> None:
    lines = lines_of(morning_without())
    assert "cannot reach the care API: connection refused" in lines
    assert "caught up: 14 events uploaded" in lines


def test_a_resident_is_called_by_name(morning_without: MorningWithout) -> None:
    cast = morning_without().cast
    began = ResidentBegan(resident_id=str(cast.solveig), text="ja, jeg har tatt den", began_at=AT)
    line = told(Measured(began), cast)
    assert line is not None
    assert (line.who, line.text) == ("Solveig", "ja, jeg har tatt den")


def test_an_alert_stands_out(morning_without: MorningWithout) -> None:
    cast = morning_without().cast
    alert = AlertSeen(
        id=UUID(int=1), resident_id=cast.arne, code="1.4", severity=20, raised_at=AT, seen_s=0.0
    )
    line = told(Alerted(alert), cast)
    assert line is not None
    assert line.kind is Kind.ALERT
    assert "Arne" in line.text


def test_what_is_no_news_is_not_told(morning_without: MorningWithout) -> None:
    state = StateChanged(Doing(is_busy=True, conversation="reminder", next_event_at=None))
    assert told(state, morning_without().cast) is None
