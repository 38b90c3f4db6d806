"""How robot and server found each other again."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from codebook.model import Model


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
