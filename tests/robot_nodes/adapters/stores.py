"""Stores and events for the tests of the robot's store and sync."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from codebook.event import Event, RobotBody
from codebook.help import HelpCause, HelpRequested
from codebook.plan import ResidentPlan, RobotPlans
from codebook.robot import Component, RobotFault
from codebook.upload import ItemResult, ItemStatus
from robot_nodes.adapters.store_sqlite import SqliteStore
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade
from tests.schedules.plans import medicine, plan_of

ROBOT = UUID(int=7)
SOLVEIG = UUID(int=200)
MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


def open_store(path: Path, at: datetime = MORNING) -> SqliteStore:
    return SqliteStore.open(path, robot_id=ROBOT, software_version="0.1.0", at=at)


@contextmanager
def store_in(folder: Path) -> Iterator[SqliteStore]:
    store = open_store(folder / "robot.sqlite")
    try:
        yield store
    finally:
        store.close()


def fault(nth: int = 0) -> RobotFault:
    """Return a body that concerns nobody, told from others by its code."""
    return RobotFault(component=Component.CLOCK, code=f"fault_{nth}", detail="Check the clock.")


def cry() -> HelpRequested:
    return HelpRequested(
        cause=HelpCause.FALLEN,
        utterance_id="u1",
        transcript="hjelp jeg har falt",
        grade=EvidenceGrade.SAID,
    )


def recorded(store: SqliteStore, body: RobotBody, after_s: float = 0) -> Event:
    return store.record(body, resident_id=None, at=MORNING + timedelta(seconds=after_s))


def stored(*events: Event) -> list[ItemResult]:
    return [ItemResult(id=event.id, status=ItemStatus.STORED) for event in events]


def rejected(event: Event, reason: str = "unknown resident") -> ItemResult:
    return ItemResult(id=event.id, status=ItemStatus.REJECTED, reason=reason)


def plans(version: int = 1) -> RobotPlans:
    plan = plan_of(medicine())
    solveig = ResidentPlan(
        resident_id=SOLVEIG,
        spoken_name="Solveig",
        locale=Locale.NB_NO,
        number_to_call="fem fem fem null én",
        plan=type(plan)(
            id=plan.id,
            resident_id=SOLVEIG,
            version=version,
            zone=plan.zone,
            effective_at=plan.effective_at,
            items=plan.items,
        ),
    )
    return RobotPlans(robot_id=ROBOT, residents=(solveig,))


@contextmanager
def no_file_grows() -> Iterator[None]:
    """Let every write to a file fail, as on a disk that takes nothing any more."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))
