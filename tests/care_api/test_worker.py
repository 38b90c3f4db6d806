import signal
import subprocess
import sys
from datetime import timedelta
from threading import Event
from uuid import uuid4

import pytest
from sqlmodel import func, select
from sqlmodel.sql.expression import SelectOfScalar

from care_api.alerts import service as alerts
from care_api.alerts.cause import Cause
from care_api.db import Database, Lock, Work, lock, make_engine
from care_api.events.tables import EventRow
from care_api.residents import transitions
from care_api.robots import access
from care_api.settings import Settings
from care_api.tasks import service as tasks
from care_api.tasks.tables import TaskRow
from care_api.worker import SWEEP_EVERY, Job, Worker
from schedules.task import Stage
from tests.care_api.residents.placing import end
from tests.care_api.village import CHECK_TODAY, DOSE_TODAY, SONG_TODAY, Village


@pytest.fixture
def worker(village: Village, settings: Settings) -> Worker:
    return Worker(village.database, village.clock, village.boot_id, settings)


def causes(village: Village) -> list[Cause]:
    with village.database.reading() as session:
        return [alert.cause for alert in alerts.open_alerts(session, [village.solbakken])]


def stages(village: Village) -> dict[object, Stage]:
    ids = (DOSE_TODAY, CHECK_TODAY, SONG_TODAY)
    with village.database.reading() as session:
        return {key: task.stage for key, task in tasks.by_ids(session, ids).items()}


def test_a_closed_window_without_a_report_is_seen_within_a_minute(
    village: Village, worker: Worker
) -> None:
    assert timedelta(minutes=1) > SWEEP_EVERY
    village.clock.pass_by(timedelta(minutes=89, seconds=59))
    worker.sweep()
    assert causes(village) == []
    village.clock.pass_by(timedelta(seconds=1))
    worker.sweep()
    worker.sweep()
    assert causes(village) == [Cause.MEDICATION_UNANSWERED]
    assert stages(village)[DOSE_TODAY] is Stage.MISSED


def test_what_was_planned_for_a_resident_comes_about_on_its_day(
    village: Village, worker: Worker
) -> None:
    tomorrow = village.clock.now().date() + timedelta(days=1)
    end(village, village.solveig, from_on=tomorrow)
    worker.run(worker.place)
    assert is_planned(village)
    village.clock.pass_by(timedelta(days=1))
    worker.run(worker.place)
    assert not is_planned(village)
    assert causes(village) == []


def is_planned(village: Village) -> bool:
    with village.database.reading() as session:
        return transitions.ahead(session, village.solveig) is not None


def test_an_activity_that_nobody_attended_alarms_nobody(village: Village, worker: Worker) -> None:
    village.clock.pass_by(timedelta(hours=5))
    worker.sweep()
    assert stages(village)[SONG_TODAY] is Stage.MISSED
    assert Cause.CHECK_IN_UNANSWERED in causes(village)
    assert len([c for c in causes(village) if c is not Cause.ROBOT_SILENT]) == 2


def test_tasks_stand_ready_a_day_ahead_and_a_pause_of_the_server_loses_none(
    village: Village, worker: Worker
) -> None:
    with village.work() as work:
        for row in work.session.exec(_all_tasks()):
            work.session.delete(row)
    village.clock.pass_by(timedelta(hours=12))
    worker.run(worker.make_tasks_ahead)
    worker.run(worker.make_tasks_ahead)
    with village.database.reading() as session:
        due = [row.due_at for row in session.exec(_all_tasks())]
    assert len(due) == 6
    assert min(due) < village.clock.now() < max(due)


def _all_tasks() -> SelectOfScalar[TaskRow]:
    return select(TaskRow)


def test_a_robot_without_a_sign_of_life_is_missed_until_it_is_back(
    village: Village, settings: Settings, worker: Worker
) -> None:
    village.clock.pass_by(settings.robot_silent_after)
    worker.sweep()
    assert Cause.ROBOT_SILENT not in causes(village)
    village.clock.pass_by(timedelta(seconds=1))
    worker.sweep()
    worker.sweep()
    assert causes(village).count(Cause.ROBOT_SILENT) == 1
    with village.work() as work:
        access.note_alive(work, village.robot.identity)
    assert Cause.ROBOT_SILENT not in causes(village)
    village.clock.pass_by(settings.robot_silent_after + timedelta(seconds=1))
    worker.sweep()
    assert causes(village).count(Cause.ROBOT_SILENT) == 1


def test_a_server_that_was_away_itself_waits_before_it_calls_a_robot_silent(
    village: Village, settings: Settings
) -> None:
    village.clock.pass_by(timedelta(hours=20))
    fresh = Worker(village.database, village.clock, village.boot_id, settings)
    fresh.sweep()
    assert Cause.ROBOT_SILENT not in causes(village)


def test_a_job_that_fails_is_on_every_units_page_and_stops_nothing(
    village: Village, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    def fall_over(work: Work) -> None:
        work.session.get_one(TaskRow, DOSE_TODAY).title = "half done"
        work.session.flush()
        raise InterruptedError

    worker.run(fall_over)
    assert causes(village) == [Cause.SERVER_FAULT]
    assert "fall_over failed" in caplog.text
    with village.database.reading() as session:
        assert session.get_one(TaskRow, DOSE_TODAY).title != "half done"


class OneFails(Worker):
    """A worker that never gets through with one part of its sweep."""

    fails: str

    def run(self, job: Job) -> bool:
        """Do a job, and at the end of the one that fails, fall over."""

        def fall_over(work: Work) -> None:
            job(work)
            raise InterruptedError

        return super().run(fall_over if job.__name__ == self.fails else job)


@pytest.mark.parametrize("fails", ["close_windows", "miss_silent", "expire", "hand_back"])
def test_a_part_of_the_sweep_that_fails_undoes_no_other(
    village: Village, settings: Settings, fails: str
) -> None:
    worker = OneFails(village.database, village.clock, village.boot_id, settings)
    worker.fails = fails
    silent_after = settings.robot_silent_after + timedelta(seconds=1)
    village.clock.pass_by(max(timedelta(minutes=90), silent_after))
    worker.sweep()
    seen = causes(village)
    assert Cause.SERVER_FAULT in seen
    assert (Cause.MEDICATION_UNANSWERED in seen) == (fails != "close_windows")
    assert (stages(village)[DOSE_TODAY] is Stage.MISSED) == (fails != "close_windows")
    assert (Cause.ROBOT_SILENT in seen) == (fails != "miss_silent")


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_of_many_workers_one_acts(village: Village, worker: Worker) -> None:
    village.clock.pass_by(timedelta(hours=2))
    with village.database.writing() as busy:
        assert lock(busy, Lock.WORKER, wait=False)
        worker.sweep()
        assert causes(village) == []
    worker.sweep()
    assert causes(village) != []


def test_two_workers_on_one_database_raise_each_alert_once(
    village: Village, settings: Settings
) -> None:
    village.clock.pass_by(timedelta(minutes=90))
    engines = [make_engine(settings.database_url) for _ in range(2)]
    workers = [Worker(Database(engine), village.clock, uuid4(), settings) for engine in engines]
    for each in workers:
        each.start()
    wait_until_missed(village)
    for each in workers:
        each.stop()
    for engine in engines:
        engine.dispose()
    assert causes(village) == [Cause.MEDICATION_UNANSWERED]
    with village.database.reading() as session:
        query = select(func.count()).where(EventRow.kind == "alert.raised")
        assert session.exec(query).one() == 1


def test_where_the_worker_that_acts_is_killed_another_one_acts(
    village: Village, settings: Settings, worker: Worker
) -> None:
    village.clock.pass_by(timedelta(minutes=90))
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS_THE_LOCK, settings.database_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "holds it\n"
        other.kill()
    for _ in range(50):  # PostgreSQL takes a moment to see that the other end is gone
        worker.sweep()
        if stages(village)[DOSE_TODAY] is Stage.MISSED:
            break
        Event().wait(timeout=0.1)
    assert causes(village) == [Cause.MEDICATION_UNANSWERED]


HOLDS_THE_LOCK = """
import sys
from sqlmodel import text
from care_api.db import Database, Lock, lock, make_engine
with Database(make_engine(sys.argv[1])).writing() as session:
    assert lock(session, Lock.WORKER, wait=False)
    session.exec(text("UPDATE task SET title = 'half done'"))
    print("holds it", flush=True)
    sys.stdin.read()
"""


def test_a_server_killed_in_the_middle_of_a_sweep_has_done_none_of_that_part_or_all_of_it(
    village: Village, settings: Settings, worker: Worker
) -> None:
    village.clock.pass_by(timedelta(minutes=90))
    now = village.clock.now().isoformat()
    killed = subprocess.run(
        [sys.executable, "-c", DIES_WITHIN_THE_SWEEP, settings.database_url, now],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert stages(village)[DOSE_TODAY] is not Stage.MISSED
    assert causes(village) == []
    for _ in range(50):  # PostgreSQL takes a moment to see that the other end is gone
        worker.sweep()
        if stages(village)[DOSE_TODAY] is Stage.MISSED:
            break
        Event().wait(timeout=0.1)
    assert causes(village) == [Cause.MEDICATION_UNANSWERED]


DIES_WITHIN_THE_SWEEP = """
import os, signal, sys
from datetime import datetime
from uuid import uuid4
from sqlalchemy import event
from care_api.db import Database, make_engine
from care_api.settings import Settings
from care_api.worker import Worker

class Still:
    def now(self):
        return datetime.fromisoformat(sys.argv[2])

def die_at_the_alert(connection, cursor, statement, *_):
    if statement.startswith("INSERT INTO alert_action"):
        os.kill(os.getpid(), signal.SIGKILL)

engine = make_engine(sys.argv[1])
event.listen(engine, "after_cursor_execute", die_at_the_alert)
settings = Settings(database_url=sys.argv[1], secret_key="71d0c5e2a94b3f68" * 4, demo=True)
Worker(Database(engine), Still(), uuid4(), settings).sweep()
"""


def test_a_started_worker_does_its_jobs_at_once(village: Village, worker: Worker) -> None:
    village.clock.pass_by(timedelta(minutes=90))
    worker.start()
    wait_until_missed(village)
    worker.stop()
    assert stages(village)[DOSE_TODAY] is Stage.MISSED


def wait_until_missed(village: Village) -> None:
    tries = iter(range(200))
    while stages(village)[DOSE_TODAY] is not Stage.MISSED and next(tries, None) is not None:
        Event().wait(timeout=0.05)
