"""Which role may do what: the one place that says it. docs/roles.md is drawn from here."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType


class Role(StrEnum):
    """The part an employee plays in a unit; somebody may play several."""

    NURSE = "nurse"
    """Plans the care and answers for it."""
    CARER = "carer"
    """Carries it out."""
    LEADER = "leader"
    """Leads the unit: its people, rules and equipment. As such without a duty of care."""
    TECHNICIAN = "technician"
    """Looks after the robots."""
    RESEARCHER = "researcher"
    """Learns from what happened, without learning whose life it was."""
    AUDITOR = "auditor"
    """Checks who looked at what."""
    ADMINISTRATOR = "administrator"
    """Sets up the municipality, whichever unit she has the role in."""


class Permission(StrEnum):
    """Something done to a unit or its residents."""

    READ_CARE = "read_care"
    """See residents, their plans, their day; the duty of care."""
    HANDLE_ALERTS = "handle_alerts"
    """See alerts and answer for them; the one right that a unit can lend to another."""
    EDIT_PLANS = "edit_plans"
    PLACE_RESIDENTS = "place_residents"
    """Let a resident move to another unit of the municipality, or the service end for them."""
    SEND_COMMANDS = "send_commands"
    """Have a resident's robot say or ask something."""
    MANAGE_ROBOTS = "manage_robots"
    """See robots and their faults; pair, restart and revoke them."""
    ASSIGN_ROBOTS = "assign_robots"
    """Say whom a robot looks after."""
    SET_UP_UNIT = "set_up_unit"
    """Contacts, rota, alert rules, deadlines and plan templates."""
    ADMINISTER_UNIT = "administer_unit"
    """Staff and their roles, the unit's name, and who may answer its alerts for a while."""
    ADMINISTER_TENANT = "administer_tenant"
    """Units, those who lead and audit them, and how long things are kept."""
    READ_PSEUDONYMS = "read_pseudonyms"
    """What is left when nobody can be recognised in it."""
    READ_AUDIT = "read_audit"
    """Who looked at whom and changed what, and whether the log is whole."""


ALLOWED: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.NURSE: frozenset(
            {
                Permission.READ_CARE,
                Permission.HANDLE_ALERTS,
                Permission.EDIT_PLANS,
                Permission.PLACE_RESIDENTS,
                Permission.SEND_COMMANDS,
                Permission.MANAGE_ROBOTS,
                Permission.ASSIGN_ROBOTS,
                Permission.SET_UP_UNIT,
            }
        ),
        Role.CARER: frozenset(
            {Permission.READ_CARE, Permission.HANDLE_ALERTS, Permission.SEND_COMMANDS}
        ),
        Role.LEADER: frozenset(
            {Permission.SET_UP_UNIT, Permission.ADMINISTER_UNIT, Permission.MANAGE_ROBOTS}
        ),
        Role.TECHNICIAN: frozenset({Permission.MANAGE_ROBOTS}),
        Role.RESEARCHER: frozenset({Permission.READ_PSEUDONYMS}),
        Role.AUDITOR: frozenset({Permission.READ_AUDIT}),
        Role.ADMINISTRATOR: frozenset(
            {Permission.ADMINISTER_TENANT, Permission.ADMINISTER_UNIT, Permission.SET_UP_UNIT}
        ),
    }
)
"""What is not named is not allowed."""

ADMINISTRATION = (
    Permission.ADMINISTER_TENANT,
    Permission.ADMINISTER_UNIT,
    Permission.SET_UP_UNIT,
    Permission.READ_AUDIT,
)
"""What leads to the pages of administration."""

TENANT_WIDE = frozenset({Role.ADMINISTRATOR})
"""Roles that count in every unit of the municipality, whichever unit somebody has them in."""

MAY_GIVE: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        Role.LEADER: frozenset({Role.NURSE, Role.CARER, Role.TECHNICIAN}),
        Role.ADMINISTRATOR: frozenset(Role),
    }
)
"""Which roles somebody may give and take: a leader in her unit, an administrator in any. Nobody
changes her own."""


@cache
def allowed(roles: frozenset[Role]) -> frozenset[Permission]:
    """Return what somebody with these roles may do."""
    return frozenset[Permission]().union(*(ALLOWED[role] for role in roles))


def grantable(roles: Iterable[Role]) -> frozenset[Role]:
    """Return the roles that somebody with these roles may give to others."""
    return frozenset[Role]().union(*(MAY_GIVE.get(role, frozenset()) for role in roles))
