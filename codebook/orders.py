"""All that the server has for one robot at this moment: its plans, and what is to be done now.

A robot asks with `If-None-Match` and with `Prefer: wait=25` (RFC 7240): the server then answers at
once where anything changes, and with 304 when the time is up.
"""

from codebook.command import Command
from codebook.model import Model
from codebook.plan import RobotPlans

LONGEST_WAIT_S = 25
"""How long the server holds a request at most; many proxies cut one that is silent for 30 s."""


class Orders(Model):
    """What the server hands out; the ETag of the answer changes with any of it."""

    plans_etag: str
    """Version of the plans alone, quoted as an ETag is."""
    plans: RobotPlans
    commands: tuple[Command, ...]
    """Those without a receipt, oldest first."""
