"""Robot, its pairing, its residents."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Text
from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class RobotRow(Table, table=True):
    """One robot."""

    __tablename__ = "robot"

    id: UUID = Field(primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    name: str
    place: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Where it stands, in plain words: for whoever has to go there."""
    public_key: str | None = None
    """Ed25519, base64url without padding; None until it is paired."""
    software_version: str | None = None
    paired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    orders_version: int = Field(
        default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"}
    )
    """Rises whenever there may be something new to do; see care_api.robots.news."""
    clock_offset_s: float | None = None
    """Server's clock minus the robot's at its last upload or heartbeat, seconds."""
    clock_off_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when that is more than it may be; None where it is not."""


class RobotStateRow(Table, table=True):
    """How a robot was at its latest heartbeat."""

    __tablename__ = "robot_state"

    robot_id: UUID = Field(primary_key=True, foreign_key="robot.id")
    reported_at: datetime = Field(sa_type=UtcDateTime)
    """By the server's clock."""
    plans_etag: str
    """Of the plans on board."""
    waiting_events: int
    refused_events: int
    battery: float | None
    """Ratio; None where it is unknown."""
    is_charging: bool | None
    plans: str | None = Field(default=None, sa_type=Text)
    """JSON of resident -> version on board; None where it does not say."""
    faults: str | None = Field(default=None, sa_type=Text)
    """JSON of codebook.heartbeat.PresentFault, oldest first; None where it does not say."""


class PairingCodeRow(Table, table=True):
    """A one-time code; only its hash is kept."""

    __tablename__ = "pairing_code"

    code_hash: str = Field(primary_key=True)
    robot_id: UUID = Field(foreign_key="robot.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class UsedAssertionRow(Table, table=True):
    """A signed request for a token, which counts once."""

    __tablename__ = "used_assertion"

    id: str = Field(primary_key=True)
    """SHA-256 of robot and jti."""
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class RobotResidentRow(Table, table=True):
    """A robot looks, or has looked, after a resident."""

    __tablename__ = "robot_resident"

    robot_id: UUID = Field(primary_key=True, foreign_key="robot.id")
    resident_id: UUID = Field(primary_key=True, foreign_key="resident.id", index=True)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """None while it lasts; afterwards late reports are still taken, plans no longer given."""
