"""What stands beside an entry of the log, in the reader's words. The log itself keeps its own."""

import re
from collections.abc import Callable
from datetime import datetime

from care_api.audit.act import Act
from care_api.audit.search import Found
from care_api.audit.service import LINK_LOOK
from care_api.retention.wording import KINDS
from care_api.staff.role import Role
from care_api.staff.words import ROLES
from care_api.web.wording import PARTS, mark

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?\+00:00")
_VERDICTS = {"whole": mark("The log is whole"), "broken": mark("The log was tampered with")}
_ENTRIES = mark("Entries")
_KEPT = {
    **{kind.value: words.title for kind, words in KINDS.items()},
    "months": mark("months"),
    "older than": mark("older than"),
}
_PARTS = {part.value: words for part, words in PARTS.items()}
_IS_KEPT = re.compile(rf"\b({'|'.join(_KEPT)})\b")


def detail_words(line: Found, say: Callable[[str], str], minute: Callable[[datetime], str]) -> str:
    """Return the detail without ids, with roles by their names and instants as people say them.

    Args:
        line: What was found.
        say: Says a message in the reader's language.
        minute: Says an instant to the minute.
    """
    match line.what:
        case str(what) if what == LINK_LOOK:
            return ""
        case Act.STAFF_ADDED | Act.ROLES_CHANGED:
            return re.sub(r"\w+", lambda found: _role(found[0], say), line.detail)
        case (
            Act.ALERTS_LENT
            | Act.LOAN_ENDED
            | Act.AWAY_NOTED
            | Act.ON_CALL_BESIDES
            | Act.ON_CALL_AS_USUAL
        ):
            return _INSTANT.sub(lambda found: minute(datetime.fromisoformat(found[0])), line.detail)
        case Act.RETENTION_CHANGED | Act.RETENTION_KEPT:
            return _IS_KEPT.sub(lambda found: say(_KEPT[found[0]]), line.detail)
        case Act.HANDOVER_SIGNED:
            return say(_PARTS[line.detail]) if line.detail in _PARTS else line.detail
        case Act.AUDIT_VERIFIED:
            return say(_VERDICTS[line.detail]) if line.detail in _VERDICTS else line.detail
        case Act.AUDIT_EXPORTED:
            return f"{say(_ENTRIES)}: {line.detail.partition(':')[0]}"
        case _:
            return line.detail


def _role(word: str, say: Callable[[str], str]) -> str:
    return say(ROLES[Role(word)]) if word in set(Role) else word
