"""All that the server has for one robot at this moment: its plans, and what is to be done now.

A robot asks with `If-None-Match` and with `Prefer: wait=25` (RFC 7240): the server then answers at
once where anything changes, and with 304 when the time is up.
"""

from uuid import UUID

from codebook.command import Command
from codebook.model import Instant, Model
from codebook.plan import RobotPlans
from schedules.outcome import EvidenceGrade, Outcome

LONGEST_WAIT_S = 25
"""How long the server holds a request at most; many proxies cut one that is silent for 30 s."""


class KnownReport(Model):
    """What was reported last about one occurrence, to whichever robot, in the last 24 hours."""

    occurrence_id: UUID
    item_id: UUID
    resident_id: UUID
    report_id: UUID
    """The report's event."""
    robot_id: UUID | None
    """Which robot it was told; None where it was none."""
    outcome: Outcome
    grade: EvidenceGrade
    at: Instant
    """When it was reported."""


class Orders(Model):
    """What the server hands out; the ETag changes with any of it but the robot's own reports."""

    plans_etag: str
    """Version of the plans alone, quoted as an ETag is."""
    plans: RobotPlans
    commands: tuple[Command, ...]
    """Those without a receipt, oldest first."""
    reports: tuple[KnownReport, ...] = ()
    """Answers that settle something, oldest first: for a robot that was not there, or whose store
    was lost. The ETag changes with those that another robot was told."""
