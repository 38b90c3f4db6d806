"""What a role in a unit allows."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """The part an employee plays in a unit."""

    NURSE = "nurse"
    """Plans the care and answers for it."""
    CARER = "carer"
    """Carries it out."""
    MANAGER = "manager"
    """Leads the unit and its equipment."""


class Permission(StrEnum):
    """Something done to a unit or its residents."""

    READ_CARE = "read_care"
    """See residents, their plans, their day; the duty of care."""
    HANDLE_ALERTS = "handle_alerts"
    EDIT_PLANS = "edit_plans"
    SEND_COMMANDS = "send_commands"
    """Have a resident's robot say or ask something."""
    MANAGE_ROBOTS = "manage_robots"


ALLOWED: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.NURSE: frozenset(Permission),
        Role.CARER: frozenset(
            {Permission.READ_CARE, Permission.HANDLE_ALERTS, Permission.SEND_COMMANDS}
        ),
        Role.MANAGER: frozenset({Permission.MANAGE_ROBOTS}),
    }
)
"""A manager as such has no duty of care, and sees no resident."""
