"""How robot and server found each other again."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from codebook.model import Instant, Model


class SyncLost(Model):
    """The robot could not reach the server; noted once per outage."""

    kind: Literal["sync.lost"] = "sync.lost"
    version: Literal[1] = 1
    reason: str
    """What the network said, without addresses."""


class SyncCaughtUp(Model):
    """Everything recorded during an outage is acknowledged by the server."""

    kind: Literal["sync.caught-up"] = "sync.caught-up"
    version: Literal[1] = 1
    offline_s: float = Field(ge=0)
    """Seconds since the last exchange that succeeded."""
    uploaded: int = Field(ge=0)
    """Events sent since the outage ended."""


class PlanReceived(Model):
    """A new version of a resident's plan is on board."""

    kind: Literal["sync.plan-received"] = "sync.plan-received"
    version: Literal[1] = 1
    plan_id: UUID
    """The care plan."""
    plan_version: int = Field(ge=1)
    """Its version, from 1."""


class PlanLeaseExpired(Model):
    """The server has not confirmed the plans for too long; the robot goes on with them."""

    kind: Literal["plan.lease-expired"] = "plan.lease-expired"
    version: Literal[1] = 1
    confirmed_at: Instant
    """When the server last said that they hold."""
    lease_s: float = Field(gt=0)
    """For how long a confirmation is good, seconds."""


class PlanLeaseRenewed(Model):
    """The server has confirmed the plans again."""

    kind: Literal["plan.lease-renewed"] = "plan.lease-renewed"
    version: Literal[1] = 1
    expired_at: Instant
    """When the lease had run out."""
