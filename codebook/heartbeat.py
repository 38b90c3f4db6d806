"""A robot's sign of life: how it is now, and what of its log it still keeps.

It is no event: only the latest one counts.
"""

from uuid import UUID

from pydantic import Field

from codebook.model import Instant, Model
from codebook.robot import Component

MOST_RESIDENTS = 200
"""Whom one robot looks after at most."""
MOST_FAULTS = 20
"""Told of at once; the newest where there are more."""

MOST_SEQUENCES = 2**63 - 1
"""What a database keeps as a count."""
MOST_WAITING = 2**31 - 1


BATTERY_LOW = 0.2
"""Ratio of a full one: with less a robot belongs on its dock, and begins no drive."""


class Reach(Model):
    """What the robot keeps of one boot's log."""

    boot_id: UUID
    first: int = Field(ge=1, le=MOST_SEQUENCES)
    """The lowest sequence that is still on the robot: what was before is held by the server or
    gone."""
    last: int = Field(ge=1, le=MOST_SEQUENCES)
    """The highest sequence that the server has acknowledged."""


class PlanOnBoard(Model):
    """A care plan that the robot carries out."""

    resident_id: UUID
    plan_version: int = Field(ge=1)
    """From 1; the server knows the newest one."""


class PresentFault(Model):
    """Something on the robot that has failed in this run and is not over. Holds no words."""

    component: Component
    """The part that failed."""
    code: str = Field(max_length=100)
    """As in `robot.fault`."""
    since: Instant
    """By the robot's clock."""


class Heartbeat(Model):
    """How a robot is."""

    sent_at: Instant
    """By the robot's clock; the server sees by it how far that is off."""
    software_version: str
    plans_etag: str
    """Of the plans on board; empty before the first."""
    waiting_events: int = Field(ge=0, le=MOST_WAITING)
    """Recorded and without an answer."""
    refused_events: int = Field(ge=0, le=MOST_WAITING)
    """Dead letters that the robot keeps."""
    battery: float | None = Field(default=None, ge=0, le=1)
    """Ratio of a full one; None where it is unknown."""
    is_charging: bool | None = None
    """None where it is unknown."""
    plans: tuple[PlanOnBoard, ...] | None = Field(default=None, max_length=MOST_RESIDENTS)
    """None from a robot of a release that does not tell."""
    faults: tuple[PresentFault, ...] | None = Field(default=None, max_length=MOST_FAULTS)
    """Oldest first; None from a robot of a release that does not tell."""
    boots: tuple[Reach, ...] = ()
    """The boots of whose events the server has acknowledged some."""


class Missing(Model):
    """Events that the robot calls acknowledged and the server does not have: send them again."""

    boot_id: UUID
    first: int
    last: int
    """Both sequences inclusive."""


class HeartbeatAnswer(Model):
    """What the server thinks of it."""

    received_at: Instant
    """The server's clock."""
    missing: tuple[Missing, ...] = ()
