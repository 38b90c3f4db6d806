"""How the robots of units stand, all that their page shows, by a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.care_plans import service as care_plans
from care_api.care_plans.service import Newest
from care_api.events import log
from care_api.events.log import Refusals
from care_api.robots import service
from care_api.robots.service import Condition, Robot
from codebook.heartbeat import BATTERY_LOW


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStanding:
    """Which version of a resident's plan a robot has, and which there is."""

    resident_id: UUID
    on_board: int | None
    """Version; None: none, or the robot does not say."""
    newest: int
    newest_at: datetime
    """Since when a robot without it is behind."""
    is_behind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One robot as its page shows it."""

    robot: Robot
    condition: Condition | None
    """None before the first heartbeat."""
    plans: tuple[PlanStanding, ...]
    """Of the residents whom it looks after and who have a plan."""
    refusals: Refusals
    """What the server did not take from it."""
    residents: frozenset[UUID]

    @property
    def is_battery_low(self) -> bool:
        """Whether it will soon fall silent."""
        found = self.condition
        if found is None or found.battery is None:
            return False
        return found.battery < BATTERY_LOW and not found.is_charging


def of_units(
    session: Session, unit_ids: Iterable[UUID], *, now: datetime, silent_after: timedelta
) -> tuple[Standing, ...]:
    """Return how the units' robots stand, by name."""
    robots = service.of_units(session, unit_ids, now=now, silent_after=silent_after)
    ids = [robot.id for robot in robots]
    conditions = service.conditions(session, ids)
    looked_after = service.residents_now(session, ids)
    newest = care_plans.newest(session, {who for found in looked_after.values() for who in found})
    refusals = log.refusals(session, ids)
    return tuple(
        Standing(
            robot=robot,
            condition=conditions.get(robot.id),
            plans=_plans(conditions.get(robot.id), sorted(looked_after[robot.id]), newest),
            refusals=refusals.get(robot.id, Refusals()),
            residents=looked_after[robot.id],
        )
        for robot in robots
    )


def _plans(
    condition: Condition | None, residents: Sequence[UUID], newest: dict[UUID, Newest]
) -> tuple[PlanStanding, ...]:
    on_board = condition.plans if condition else None
    return tuple(
        PlanStanding(
            resident_id=who,
            on_board=(on_board or {}).get(who),
            newest=newest[who].version,
            newest_at=newest[who].saved_at,
            is_behind=on_board is not None and on_board.get(who) != newest[who].version,
        )
        for who in residents
        if who in newest
    )
