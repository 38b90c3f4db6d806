"""The forms about staff, read and checked."""

import re
from collections.abc import Iterable

from care_api.care_plans.form_fault import FormFault, words
from care_api.staff.role import Role
from care_api.web.wording import mark

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
