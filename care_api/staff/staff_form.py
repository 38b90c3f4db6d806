"""The forms about staff, read and checked."""

import re
from collections.abc import Iterable

from care_api.care_plans.form_fault import FormFault, words
from care_api.staff.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD
from care_api.staff.role import Role
from care_api.web.wording import mark

_TOO_SHORT = mark("The new password is too short: at least 12 characters, such as four words.")
_TOO_LIKE = mark("The new password must not be the old one, and not hold your user name.")
_NOT_THE_SAME = mark("The two new passwords are not the same.")
_USER_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


def user_name_of(text: str) -> str:
    """Return a user name in lower case.

    Raises:
        FormFault: It is none.
    """
    name = text.strip().lower()
    if not _USER_NAME.fullmatch(name):
        message = mark("Three letters or digits at least, such as kari.lund; no spaces.")
        raise FormFault("user_name", message)
    return name


def name_of(text: str) -> str:
    """Return what somebody is called.

    Raises:
        FormFault: Nothing, or too much, is written.
    """
    return words("name", text, 80)


def some_role(roles: Iterable[Role]) -> frozenset[Role]:
    """Return the roles that were ticked, at least one.

    Raises:
        FormFault: None was.
    """
    chosen = frozenset(roles)
    if not chosen:
        raise FormFault("roles", mark("Choose at least one role."))
    return chosen


def password_fault(user_name: str, old: str, new: str, again: str) -> str | None:
    """Return what is wrong with a new password, as a message id; `old` is empty for a first one."""
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        return _TOO_SHORT
    if new == old or user_name in new.lower():
        return _TOO_LIKE
    return None if new == again else _NOT_THE_SAME
