"""Whom a rung of a ladder is for, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from care_api.alerts.ladder import Target
from care_api.web.wording import mark

TARGETS: Mapping[Target, str] = MappingProxyType(
    {
        Target.FIRST_ON_CALL: mark("the first on call"),
        Target.SECOND_ON_CALL: mark("the second on call"),
        Target.ON_CALL: mark("everybody on call"),
        Target.UNIT_CONTACTS: mark("all contacts of the unit, on call or not"),
        Target.RESIDENT_CONTACTS: mark("the resident's own contacts"),
        Target.PAGES: mark("nobody besides those who look at the pages"),
        Target.CONTACT: mark("one contact, if on call"),
    }
)
