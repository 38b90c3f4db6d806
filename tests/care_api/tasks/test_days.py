"""The tasks of a day, of many residents at once, on both databases."""

from datetime import timedelta

from care_api.tasks import service as tasks
from care_api.tasks.tables import TaskRow
from tests.care_api.village import CHECK_TODAY, DOSE_TODAY, MORNING, SONG_TODAY, Village

TODAY = MORNING.date()
MINUTE = timedelta(minutes=1)


def test_of_each_resident_the_task_that_was_reported_last_is_told(village: Village) -> None:
    everybody = [village.solveig, village.arne]
    with village.work() as work:
        assert tasks.last_reported(work.session, everybody, TODAY) == {}
        for nth, task in enumerate((DOSE_TODAY, SONG_TODAY, CHECK_TODAY)):
            work.session.get_one(TaskRow, task).reported_at = MORNING + nth * MINUTE
    with village.database.reading() as session:
        told = tasks.last_reported(session, everybody, TODAY)
        assert {who: task.id for who, task in told.items()} == {village.solveig: CHECK_TODAY}
        assert tasks.last_reported(session, everybody, TODAY - timedelta(days=1)) == {}


def test_of_two_that_were_reported_together_the_one_due_first_is_told(village: Village) -> None:
    with village.work() as work:
        for task in (CHECK_TODAY, DOSE_TODAY):
            work.session.get_one(TaskRow, task).reported_at = MORNING
    with village.database.reading() as session:
        assert tasks.last_reported(session, [village.solveig], TODAY)[village.solveig].id == (
            DOSE_TODAY
        )


def test_what_comes_next_is_told_before_what_is_over(village: Village) -> None:
    with village.database.reading() as session:
        day = tasks.of_day(session, [village.solveig], TODAY)
        assert [task.id for task in day] == [DOSE_TODAY, CHECK_TODAY, SONG_TODAY]
        around = tasks.around(session, [village.solveig], TODAY, day[1].due_at, 2)
        assert [task.id for task in around] == [CHECK_TODAY, SONG_TODAY]
