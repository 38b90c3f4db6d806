"""What the server does by itself: look for what is overdue and who is silent.

Every server may run a worker; a lock in the database lets one of them act at a time.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event, Thread
from uuid import UUID

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from care_api.alerts import climbing, raising, shift_end
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.audit import sealing
from care_api.care_plans import service as care_plans
from care_api.commands import expiry
from care_api.db import Database, Lock, Work, lock
from care_api.notifications.delivery import OUTSIDE, Deliverer, Post
from care_api.notifications.ways import channels
from care_api.residents import transitions
from care_api.retention import service as retention
from care_api.robots import access, silence
from care_api.settings import Settings
from care_api.tasks import service as tasks
from care_api.tenants import repository as tenants
from care_api.web.catalogues import translator
from codebook.alert import ChannelKind
from schedules.clock import Clock

SWEEP_EVERY = timedelta(seconds=15)
"""So that a closed window is seen well within a minute."""
AHEAD_EVERY = timedelta(minutes=1)
PLACE_EVERY = timedelta(minutes=1)
"""How much later than midnight a resident's move or the end of the service comes about."""
FORGET_EVERY = timedelta(minutes=10)
SEAL_EVERY = timedelta(minutes=1)
"""So long can an entry of the audit log be changed unseen."""
DELETE_EVERY = timedelta(minutes=1)
MOST_PARTS = 40
"""Of what has grown too old, before a sweep may come in between: some two seconds."""
BREATH = timedelta(milliseconds=20)
"""Between two parts: whoever waits to write has a turn."""
MOST_SLICES = 10
"""Of residents whose tasks are made, before a sweep may come in between."""
CLIMB_EVERY = timedelta(seconds=5)
"""How much later than its deadline the next contact is told."""
DELIVER_EVERY = timedelta(seconds=2)

_log = logging.getLogger(__name__)

Job = Callable[[Work], bool | None]
"""Returns whether there is more to do at once."""


class Worker:
    """Interval jobs in a thread of their own."""

    def __init__(self, database: Database, clock: Clock, boot_id: UUID, settings: Settings) -> None:
        """Get ready; `start` begins."""
        self._database = database
        self._clock = clock
        self._boot_id = boot_id
        self._settings = settings
        self._listening_since: datetime = clock.now()
        post = Post(
            channels=channels(settings, clock), say=translator(), public_url=settings.public_url
        )
        self._deliverer = Deliverer(database, clock, boot_id, post)
        # One thread: two jobs of one server would take the lock from each other. Each channel has
        # its own, so that a mail server which hangs delays neither a sweep nor a text message.
        self._scheduler = BackgroundScheduler(
            timezone=UTC, executors={"default": ThreadPoolExecutor(max_workers=1)}
        )
        self._is_over = Event()
        self._senders: tuple[Thread, ...] = ()

    def start(self) -> None:
        """Run each job now and at its interval, until `stop`."""
        self._listening_since = self._clock.now()
        self._scheduler.start()
        self._add(self.sweep, "sweep", SWEEP_EVERY)
        for job, every in (
            (self.climb, CLIMB_EVERY),
            (self.forget, FORGET_EVERY),
            (self.seal, SEAL_EVERY),
        ):
            self._add(partial(self.run, job), job.__name__, every)
        self._add(partial(self.run, self.place), "place", PLACE_EVERY)
        self._add(self.look_ahead, "look_ahead", AHEAD_EVERY)
        self._add(self.delete_old, "delete_old", DELETE_EVERY)
        self._is_over.clear()
        self._senders = tuple(
            Thread(target=self._deliver_until_the_end, args=(channel,), name=channel.value)
            for channel in OUTSIDE
        )
        for sender in self._senders:
            sender.start()

    def _deliver_until_the_end(self, channel: ChannelKind) -> None:
        """Send again and again: however long that takes, the next pause counts from its end."""
        while True:
            self.deliver(channel)
            if self._is_over.wait(timeout=DELIVER_EVERY.total_seconds()):
                return

    def _add(self, call: Callable[[], object], name: str, every: timedelta) -> None:
        for trigger in (IntervalTrigger(seconds=int(every.total_seconds())), None):
            self._scheduler.add_job(
                call,
                trigger,
                name=name,
                coalesce=True,  # after a pause once, not once for every missed time
                misfire_grace_time=None,  # late is late, never dropped
            )

    def stop(self) -> None:
        """Finish the job at hand and start no other."""
        self._is_over.set()
        self._scheduler.shutdown(wait=True)
        for sender in self._senders:
            sender.join()

    def sweep(self) -> None:
        """Look for what is overdue, each part by itself: a fault in one undoes no other."""
        for part in (self.close_windows, self.miss_silent, self.expire, self.hand_back):
            self.run(part)

    def close_windows(self, work: Work) -> None:
        """Alert about tasks whose window closed without a report."""
        tasks.sweep(work)

    def miss_silent(self, work: Work) -> None:
        """Alert about silent robots."""
        silence.alert_about_silent(
            work,
            listening_since=self._listening_since,
            silent_after=self._settings.robot_silent_after,
        )

    def expire(self, work: Work) -> None:
        """Alert about commands that did not arrive in time."""
        expiry.alert_about_undelivered(work)

    def hand_back(self, work: Work) -> None:
        """Give alerts back whose owner's shift has ended."""
        shift_end.hand_back(work)

    def climb(self, work: Work) -> None:
        """Take alerts on their ladders to the next contact."""
        climbing.tick(work)

    def deliver(self, channel: ChannelKind) -> None:
        """Send what stands in the outbox; where that fails, say so as for any other job."""
        try:
            self._deliverer.run_channel(channel)
        except Exception:  # noqa: BLE001 - a thread of its own: it says so, and goes on
            _log.exception("sending notifications failed and will be tried again")
            self._alert_about("deliver")

    def place(self, work: Work) -> None:
        """Let residents move, and the service end for them, as it was planned."""
        transitions.carry_out_due(work)

    def look_ahead(self) -> None:
        """Let the next 24 hours' tasks exist, a slice of the residents at a time."""
        for _ in range(MOST_SLICES):
            if not self.run(self.make_tasks_ahead):
                return

    def make_tasks_ahead(self, work: Work) -> bool:
        """Let the next 24 hours' tasks of some residents exist; return whether there are more."""
        return care_plans.make_tasks_ahead(work)

    def delete_old(self) -> None:
        """Let go what is older than the municipalities' rules say, a part at a time."""
        for _ in range(MOST_PARTS):
            if not self.run(self.delete_part) or self._is_over.wait(BREATH.total_seconds()):
                return

    def delete_part(self, work: Work) -> bool:
        """Let some of it go; return whether there may be more."""
        return retention.clear_part(work)

    def seal(self, work: Work) -> bool:
        """Seal what is new in the audit log."""
        return sealing.seal_new(work)

    def forget(self, work: Work) -> None:
        """Delete what has served its purpose."""
        access.forget_assertions(work)

    def run(self, job: Job) -> bool:
        """Do one job; where it fails, say so to the log and on every unit's page.

        Returns:
            Whether there is more to do at once.
        """
        try:
            if job == self.climb and not self._is_any_rung_due():
                return False
            with self._database.writing() as session:
                if lock(session, Lock.WORKER, wait=False):
                    return bool(job(self._work(session)))
        except Exception:  # noqa: BLE001 - the worker's one place: it says so, and goes on
            _log.exception("the job %s failed and will be tried again", job.__name__)
            self._alert_about(job.__name__)
        return False

    def _is_any_rung_due(self) -> bool:
        """Look without writing: it is looked often, and there is rarely anything."""
        with self._database.reading() as session:
            return climbing.is_any_due(session, self._clock.now())

    def _alert_about(self, job_name: str) -> None:
        try:
            with self._database.writing() as session:
                work = self._work(session)
                for unit_id in tenants.all_units(session):
                    key = f"worker:{job_name}:{unit_id}:{work.now.date()}"
                    reason = Reason(dedup_key=key, cause=Cause.SERVER_FAULT, unit_id=unit_id)
                    raising.raise_alert(work, reason)
        except SQLAlchemyError:
            _log.exception("the failure could not be stored either; check the database")

    def _work(self, session: Session) -> Work:
        return Work(session=session, now=self._clock.now(), boot_id=self._boot_id)
