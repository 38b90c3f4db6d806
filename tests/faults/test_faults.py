"""Robot, network and server break; the care does not.

After each: every occurrence has exactly one outcome, no reminder was spoken after its answer was
stored, no event is lost or doubled, and each unanswered occurrence has exactly one alert.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from care_api.events.tables import DeadLetterRow
from schedules.care_plan import Window
from schedules.recurrence import DailyTimes, MealTimes
from tests.faults.figures import FIGURES
from tests.faults.proxy import every
from tests.faults.reckoning import reckon
from tests.faults.world import World, back_up, pair_another, restore, the_plan, world

pytestmark = pytest.mark.timeout(1800)

MONDAY = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""Six o'clock in Norway."""
A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)

Record = Callable[[str, object], None]


def edit(built: World) -> None:
    """Move a dose and breakfast, give a dose a wider window, and leave the check-in out."""
    night, eight, twenty_past, *rest = (each for each in the_plan() if each.kind != "check_in")
    at_nine = replace(eight, recurrence=DailyTimes(times=(time(9),)))
    wide = replace(twenty_past, window=Window(after=3 * AN_HOUR))
    with built.village.work() as work:
        late = MealTimes(breakfast=time(10, 40))
        built.village.plan(work, night, at_nine, wide, *rest, meals=late)


def settle(built: World, record: Record, since: datetime = MONDAY) -> None:
    """Let everything arrive, and assert that it is as it should be."""
    built.network.mend()
    built.catch_up()
    built.work()
    figures = reckon(built, since)
    record(FIGURES, figures.told())
    assert not figures.complaints
    assert figures.occurrences
    assert figures.events > figures.occurrences
    assert figures.spoken > figures.occurrences


def test_a_quiet_day_has_no_complaints(tmp_path: Path, record_property: Record) -> None:
    with world(tmp_path, start=MONDAY, seed=1) as built:
        built.run(A_DAY)
        settle(built, record_property)


@pytest.mark.parametrize("seed", range(1, 4))
def test_robot_server_and_network_break_at_any_instant(
    tmp_path: Path, record_property: Record, seed: int, *, is_full: bool
) -> None:
    if seed > 1 and not is_full:
        pytest.skip("one world is enough in short form: make faults runs them all")

    def strike(built: World) -> None:
        number = built.chance.random()
        if number < 0.3:
            built.injected["robot killed"] += 1
            built.robot.boot(dies_at_statement=built.chance.randrange(1, 120))
        elif number < 0.4:
            built.injected["robot killed"] += 1
            built.look(kill_after_s=built.chance.uniform(0.0, 0.2))
        elif number < 0.45:
            built.injected["server killed"] += 1
            built.server.kill()
            built.look()
            built.start_server()

    length = 7 * A_DAY if is_full else A_DAY
    with world(tmp_path, start=MONDAY, seed=seed, next_fault=every(3)) as built:
        built.before_look = strike
        built.run(length)
        built.before_look = lambda _: None
        settle(built, record_property)


def test_three_days_without_network_lose_nothing(tmp_path: Path, record_property: Record) -> None:
    with world(tmp_path, start=MONDAY, seed=2) as built:
        built.run(AN_HOUR)
        built.network.cut()
        built.injected["hours offline"] += 72
        built.run(3 * A_DAY)
        settle(built, record_property)


@pytest.mark.parametrize("jump", [AN_HOUR, -AN_HOUR, A_DAY, -A_DAY])
def test_a_robot_whose_clock_jumps_and_is_set_right_again_loses_nothing(
    tmp_path: Path, record_property: Record, jump: timedelta, *, is_full: bool
) -> None:
    if jump < timedelta(0) and not is_full:
        pytest.skip("forward is enough in short form: make faults jumps back as well")
    with world(tmp_path, start=MONDAY, seed=3) as built:
        built.run(4 * AN_HOUR)
        built.robot_is_ahead = jump
        built.injected["clock jumps"] += 2
        built.set_clocks(built.clock.now())
        built.run(8 * AN_HOUR)
        built.robot_is_ahead = timedelta(0)
        built.set_clocks(built.clock.now())
        built.run(A_DAY)
        settle(built, record_property)


@pytest.mark.parametrize(
    "start", [datetime(2026, 3, 28, 5, tzinfo=UTC), datetime(2026, 10, 24, 5, tzinfo=UTC)]
)
def test_on_the_night_of_a_clock_change_each_dose_has_its_one_outcome(
    tmp_path: Path, record_property: Record, start: datetime
) -> None:
    with world(tmp_path, start=start, seed=4, next_fault=every(5)) as built:
        built.injected["clock changes"] += 1
        built.run(A_DAY + 4 * AN_HOUR)
        settle(built, record_property, since=start)


def test_a_plan_that_is_edited_while_the_robot_is_offline_is_carried_out_later(
    tmp_path: Path, record_property: Record
) -> None:
    with world(tmp_path, start=MONDAY, seed=5) as built:
        built.run(AN_HOUR)
        built.network.cut()
        built.injected["plans edited offline"] += 1
        built.run(AN_HOUR / 2)
        edit(built)
        before = built.look().etag
        built.run(7 * AN_HOUR)
        built.network.mend()
        built.run(A_DAY)
        assert built.look().etag != before
        settle(built, record_property)


def test_a_server_on_postgresql_loses_nothing_either(
    tmp_path: Path, record_property: Record, postgresql_url: str
) -> None:
    with world(
        tmp_path, start=MONDAY, seed=9, next_fault=every(5), database_url=postgresql_url
    ) as built:
        built.run(5 * AN_HOUR)
        built.injected["server killed"] += 1
        built.server.kill()
        built.look()
        built.start_server()
        built.run(5 * AN_HOUR)
        settle(built, record_property)


def test_two_robots_with_one_resident_come_to_one_outcome(
    tmp_path: Path, record_property: Record
) -> None:
    with world(tmp_path, start=MONDAY, seed=6, next_fault=every(5)) as built:
        built.injected["second robots"] += 1
        built.add_robot(pair_another(built))
        built.give_plan()
        built.run(A_DAY)
        settle(built, record_property)


def test_a_robot_with_a_full_disk_goes_on_and_loses_nothing_that_it_stored(
    tmp_path: Path, record_property: Record
) -> None:
    with world(tmp_path, start=MONDAY, seed=8) as built:
        built.run(2 * AN_HOUR)
        built.injected["disk full"] += 1
        built.robot.boot(largest_file_bytes=1)
        built.run(3 * AN_HOUR)
        built.robot.boot()
        built.run(A_DAY)
        settle(built, record_property)


def test_an_event_at_which_the_server_fails_is_kept_and_holds_up_no_other(tmp_path: Path) -> None:
    with world(tmp_path, start=MONDAY, seed=9) as built:
        built.run(AN_HOUR)
        built.injected["events the server fails at"] += 1
        change(built, FAILS_AT_REPORTS)
        built.run(4 * AN_HOUR)
        change(built, "DROP TRIGGER fails_at_reports")
        built.run(AN_HOUR)
        built.catch_up()
        with built.village.database.reading() as session:
            letters = session.exec(select(DeadLetterRow)).all()
        figures = reckon(built, MONDAY)
    assert letters
    assert all("IntegrityError" in letter.reason for letter in letters)
    assert set(figures.lost) == {f"{letter.boot_id} {letter.sequence}" for letter in letters}
    assert figures.events > 2 * len(letters)


FAILS_AT_REPORTS = """
CREATE TRIGGER fails_at_reports BEFORE INSERT ON event WHEN NEW.kind = 'task.reported'
BEGIN SELECT RAISE(ABORT, 'a fault of this release'); END
"""


def change(built: World, statement: str) -> None:
    """Change the server's database from outside."""
    with built.village.work() as work:
        work.session.execute(text(statement))


def test_a_server_restored_from_yesterdays_backup_gets_back_what_it_lost(
    tmp_path: Path, record_property: Record
) -> None:
    with world(tmp_path, start=MONDAY, seed=7) as built:
        built.run(10 * AN_HOUR)
        back_up(built, tmp_path / "backup.sqlite")
        built.run(A_DAY)
        built.injected["restored from backup"] += 1
        restore(built, tmp_path / "backup.sqlite")
        built.run(4 * AN_HOUR)
        settle(built, record_property)
