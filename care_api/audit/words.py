"""What acts are called on the pages."""

from collections.abc import Mapping
from types import MappingProxyType

from care_api.audit.act import Act
from care_api.audit.chain import Break
from care_api.web.access_words import access_words
from care_api.web.wording import mark

ACTS: Mapping[Act, str] = MappingProxyType(
    {
        Act.STAFF_ADDED: mark("Employed somebody"),
        Act.STAFF_CHANGED: mark("Changed a name or language"),
        Act.STAFF_ENDED: mark("Ended an employment"),
        Act.ROLES_CHANGED: mark("Changed roles"),
        Act.LINK_MADE: mark("Made a link to a new password"),
        Act.PASSWORD_SET: mark("Chose a password by a link"),
        Act.PASSWORD_CHANGED: mark("Changed their own password"),
        Act.PROVIDER_CONNECTED: mark("Connected their account with the login provider"),
        Act.CODES_SWITCHED_ON: mark("Switched on one-time codes"),
        Act.CODES_SWITCHED_OFF: mark("Switched off one-time codes"),
        Act.RECOVERY_CODES_RENEWED: mark("Made new recovery codes"),
        Act.UNIT_ADDED: mark("Added a unit"),
        Act.UNIT_RENAMED: mark("Renamed a unit"),
        Act.DEADLINES_CHANGED: mark("Changed the deadlines of alerts"),
        Act.TEMPLATE_CHANGED: mark("Changed a plan template"),
        Act.ALERTS_LENT: mark("Let another unit answer alerts"),
        Act.LOAN_ENDED: mark("Ended another unit's answering of alerts"),
        Act.TRANSITION_PLANNED: mark("Planned a resident's move, or the end of the service"),
        Act.TRANSITION_WITHDRAWN: mark("Withdrew what was planned for a resident"),
        Act.RESIDENT_MOVED: mark("A resident moved to another unit"),
        Act.SERVICE_ENDED: mark("The service ended for a resident"),
        Act.SERVICE_RESUMED: mark("Took the service up again for a resident"),
        Act.RESIDENT_CHANGED: mark("Changed what is known of a resident"),
        Act.CONTACT_ADDED: mark("Added somebody who is told of alerts"),
        Act.CONTACT_CHANGED: mark("Changed how or when somebody is told of alerts"),
        Act.CONTACT_ENDED: mark("Ended that somebody is told of alerts"),
        Act.AWAY_NOTED: mark("Noted that somebody is away"),
        Act.ON_CALL_BESIDES: mark("Noted that somebody is on call besides"),
        Act.ON_CALL_AS_USUAL: mark("Let somebody's weekly times on call hold again"),
        Act.ROBOT_ADDED: mark("Added a robot"),
        Act.ROBOT_CODE_MADE: mark("Made a code that pairs a robot"),
        Act.ROBOT_PAIRED: mark("A robot was paired with its code"),
        Act.ROBOT_GIVEN: mark("Gave a robot to the resident"),
        Act.ROBOT_TAKEN: mark("Took a robot from the resident"),
        Act.ROBOT_MOVED: mark("Changed where a robot stands"),
        Act.ROBOT_RESTARTED: mark("Had a robot start again"),
        Act.ROBOT_REVOKED: mark("Shut a robot out"),
        Act.HANDOVER_BEGUN: mark("Began a handover"),
        Act.HANDOVER_SIGNED: mark("Signed a part of a handover"),
        Act.HANDOVER_ADDED_TO: mark("Added to a handover"),
        Act.RETENTION_CHANGED: mark("Changed how long things are kept"),
        Act.RETENTION_KEPT: mark("Deleted what was older than the rule says"),
        Act.AUDIT_READ: mark("Read the audit log"),
        Act.AUDIT_EXPORTED: mark("Exported the audit log"),
        Act.AUDIT_VERIFIED: mark("Verified the audit log"),
    }
)

BREAKS: Mapping[Break, str] = MappingProxyType(
    {
        Break.MISSING: mark("a seal is missing"),
        Break.FORGED: mark("the seal, or one before it, was changed"),
        Break.ENTRIES: mark("an entry under it was changed, added or removed"),
    }
)


def what_words(what: str) -> str:
    """Return an operation or act in words, as a message id."""
    return ACTS[Act(what)] if what in set(Act) else access_words(what)
