"""What roles are called on the pages, and what each is for."""

from collections.abc import Mapping
from types import MappingProxyType

from care_api.staff.role import Role
from care_api.web.wording import mark

ROLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.NURSE: mark("Nurse"),
        Role.CARER: mark("Care worker"),
        Role.LEADER: mark("Unit leader"),
        Role.TECHNICIAN: mark("Technician"),
        Role.RESEARCHER: mark("Researcher"),
        Role.AUDITOR: mark("Auditor"),
        Role.ADMINISTRATOR: mark("Administrator"),
    }
)

PURPOSES: Mapping[Role, str] = MappingProxyType(
    {
        Role.NURSE: mark("Plans the care and answers for it"),
        Role.CARER: mark("Carries the care out, and answers alerts"),
        Role.LEADER: mark("Staff, rules and robots of the unit; sees no residents"),
        Role.TECHNICIAN: mark("Robots and their faults; sees no residents"),
        Role.RESEARCHER: mark("Only what nobody can be recognised in"),
        Role.AUDITOR: mark("Who looked at what, and whether the log is whole"),
        Role.ADMINISTRATOR: mark(
            "The municipality's units, leaders and auditors; sees no residents"
        ),
    }
)
