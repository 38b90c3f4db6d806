"""What is done in the administration, as the log names it."""

from enum import StrEnum


class Act(StrEnum):
    """One kind of act."""

    STAFF_ADDED = "staff_added"
    STAFF_CHANGED = "staff_changed"
    STAFF_ENDED = "staff_ended"
    ROLES_CHANGED = "roles_changed"
    LINK_MADE = "password_link_made"
    PASSWORD_SET = "password_set"  # noqa: S105 - the name of an act
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an act
    CODES_SWITCHED_ON = "codes_switched_on"
    CODES_SWITCHED_OFF = "codes_switched_off"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    UNIT_ADDED = "unit_added"
    UNIT_RENAMED = "unit_renamed"
    DEADLINES_CHANGED = "deadlines_changed"
    TEMPLATE_CHANGED = "template_changed"
    ALERTS_LENT = "alerts_lent"
    LOAN_ENDED = "loan_ended"
    TRANSITION_PLANNED = "transition_planned"
    """A move, or an end of the service, is to come."""
    TRANSITION_WITHDRAWN = "transition_withdrawn"
    RESIDENT_MOVED = "resident_moved"
    SERVICE_ENDED = "service_ended"
    SERVICE_RESUMED = "service_resumed"
    RESIDENT_CHANGED = "resident_changed"
    RETENTION_CHANGED = "retention_changed"
    RETENTION_KEPT = "retention_kept"
    """The server deleted what was older than the rule says."""
    AUDIT_READ = "audit_read"
    AUDIT_EXPORTED = "audit_exported"
    AUDIT_VERIFIED = "audit_verified"
