"""What one robot was told reaches the others, and no robot is kept asking by its own reports."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from care_api.robots import news, orders
from care_api.robots import service as robots
from codebook.orders import KnownReport
from codebook.task import TaskReported
from schedules.outcome import EvidenceGrade, Outcome
from tests.care_api.events.sending import send
from tests.care_api.village import DOSE, TestRobot, Village

HOUR = timedelta(hours=1)
OCCURRENCE = UUID(int=71)


@pytest.fixture
def second(village: Village) -> TestRobot:
    """Return another robot that looks after Solveig."""
    robot = village.add_robot()
    assign(village, robot, village.solveig)
    return robot


def assign(village: Village, robot: TestRobot, *residents: UUID) -> None:
    with village.work() as work:
        robots.assign(work, robot.id, residents, [village.solbakken])


def report(
    village: Village, robot: TestRobot, outcome: Outcome, at: datetime | None = None
) -> UUID:
    body = TaskReported(
        occurrence_id=OCCURRENCE, item_id=DOSE.id, outcome=outcome, grade=EvidenceGrade.SAID
    )
    event = robot.event(body, village.solveig, at or village.clock.now())
    send(village, event, sender=robot)
    return event.id


def handed_out(village: Village, robot: TestRobot) -> tuple[KnownReport, ...]:
    with village.database.reading() as session:
        return orders.orders(session, robot.id, village.clock.now())[1].reports


def tag(village: Village, robot: TestRobot) -> str:
    with village.database.reading() as session:
        return orders.tags(session, robot.id, village.clock.now()).orders


def number(village: Village, robot: TestRobot) -> int:
    with village.database.reading() as session:
        return news.numbers(session, [robot.id])[robot.id]


def test_what_one_robot_was_told_the_other_knows(village: Village, second: TestRobot) -> None:
    told = report(village, village.robot, Outcome.TAKEN)
    (known,) = handed_out(village, second)
    assert known == KnownReport(
        occurrence_id=OCCURRENCE,
        item_id=DOSE.id,
        resident_id=village.solveig,
        report_id=told,
        robot_id=village.robot.id,
        outcome=Outcome.TAKEN,
        grade=EvidenceGrade.SAID,
        at=village.clock.now(),
    )


def test_a_report_is_news_to_the_other_robot_and_none_to_its_own(
    village: Village, second: TestRobot
) -> None:
    own, other = tag(village, village.robot), tag(village, second)
    before = number(village, second)
    report(village, village.robot, Outcome.TAKEN)
    assert tag(village, village.robot) == own, "it would ask for ever"
    assert tag(village, second) != other
    assert number(village, second) > before, "one that waits is answered at once"


def test_a_robot_that_has_lost_its_store_gets_its_own_reports_back(village: Village) -> None:
    told = report(village, village.robot, Outcome.TAKEN)
    assert [known.report_id for known in handed_out(village, village.robot)] == [told]


def test_a_robot_in_place_of_another_knows_what_that_was_told(village: Village) -> None:
    told = report(village, village.robot, Outcome.TAKEN)
    assign(village, village.robot)
    replacement = village.add_robot()
    assign(village, replacement, village.solveig)
    assert [known.report_id for known in handed_out(village, replacement)] == [told]

    before = tag(village, replacement)
    report(village, village.robot, Outcome.REFUSED, village.clock.now() + HOUR)
    assert tag(village, replacement) != before, "what it still had to tell counts too"


def test_the_latest_report_holds_and_what_settles_nothing_stays_out(
    village: Village, second: TestRobot
) -> None:
    report(village, village.robot, Outcome.LATER)
    assert handed_out(village, second) == ()
    report(village, village.robot, Outcome.TAKEN, village.clock.now() + HOUR)
    last = report(village, second, Outcome.NOT_TAKEN, village.clock.now() + 2 * HOUR)
    report(village, second, Outcome.UNCLEAR, village.clock.now() + 3 * HOUR)
    assert [known.report_id for known in handed_out(village, village.robot)] == [last]


def test_a_day_later_it_is_news_no_more(village: Village, second: TestRobot) -> None:
    before = tag(village, second)
    report(village, village.robot, Outcome.TAKEN)
    village.clock.pass_by(25 * HOUR)
    assert handed_out(village, second) == ()
    assert tag(village, second) == before


def test_nobody_elses_robot_hears_of_it(village: Village) -> None:
    stranger = village.add_robot()
    assign(village, stranger, village.arne)
    before = tag(village, stranger)
    report(village, village.robot, Outcome.TAKEN)
    assert handed_out(village, stranger) == ()
    assert tag(village, stranger) == before
