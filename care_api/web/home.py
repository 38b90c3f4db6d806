"""Where somebody begins, by what they may do."""

from care_api.staff.role import ADMINISTRATION, Permission
from care_api.staff.service import StaffIdentity

_PAGES = (
    (Permission.READ_CARE, "/"),
    (Permission.HANDLE_ALERTS, "/alerts"),
    *((right, "/administration") for right in ADMINISTRATION),
    (Permission.MANAGE_ROBOTS, "/robots"),
)


def home_of(staff: StaffIdentity) -> str:
    """Return the address of the first page that is for them; that of their account if none is."""
    return next((page for right, page in _PAGES if staff.units_where(right)), "/me")
