"""Why an alert is raised, its VKP code and how serious it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from codebook.alert import Severity
from codebook.help import HelpCause
from codebook.request import ContactReason


class Cause(StrEnum):
    """What happened, as the pages word it."""

    HELP = "help"
    FALLEN = "fallen"
    PAIN = "pain"
    UNWELL = "unwell"
    NURSE_WANTED = "nurse_wanted"
    MEDICATION_UNANSWERED = "medication_unanswered"
    CHECK_IN_UNANSWERED = "check_in_unanswered"
    REFUSED = "refused"
    CONTRADICTED = "contradicted"
    WORRYING_ANSWER = "worrying_answer"
    COMPANY_WANTED = "company_wanted"
    ERRAND_WANTED = "errand_wanted"
    FAMILY_WANTED = "family_wanted"
    ACTIVITY_WANTED = "activity_wanted"
    MEDICINE_QUESTION = "medicine_question"
    NOT_UNDERSTOOD = "not_understood"
    AS_NEEDED_TOO_SOON = "as_needed_too_soon"
    """Asked for a medicine taken as needed beyond what the plan allows."""
    ROBOT_SILENT = "robot_silent"
    ROBOT_FAULT = "robot_fault"
    ROBOT_CLOCK_OFF = "robot_clock_off"
    PLAN_UNCONFIRMED = "plan_unconfirmed"
    """A robot goes on with a plan that nobody has confirmed within its lease."""
    COMMAND_UNDELIVERED = "command_undelivered"
    SERVER_FAULT = "server_fault"
    CHANNEL_FAULT = "channel_fault"
    """A way to staff outside of the pages failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """How the national lists file a cause."""

    code: str
    """VKP alert code; `alerts/vkp/alert-code.tsv`."""
    severity: Severity
    """At least; what happens later may raise it."""


_CALL = Classification(code="3", severity=Severity.CRITICAL)
_WISH = Classification(code="5.2.3", severity=Severity.NORMAL)

CLASSIFICATIONS: Mapping[Cause, Classification] = MappingProxyType(
    {
        # A call by voice is a safety alarm (3) to whoever receives it. 4.22, "failed user call",
        # would say that the call did not get through, which is untrue once it stands here.
        Cause.HELP: _CALL,
        Cause.PAIN: _CALL,
        Cause.UNWELL: _CALL,
        Cause.NURSE_WANTED: _CALL,
        Cause.FALLEN: Classification(code="4.1", severity=Severity.CRITICAL),
        Cause.MEDICATION_UNANSWERED: Classification(code="1.4", severity=Severity.MODERATE),
        Cause.CHECK_IN_UNANSWERED: Classification(code="5.3.1", severity=Severity.SERIOUS),
        # The robot dispenses nothing: the confirmation is missing (1.3), not the dose (1.1).
        Cause.REFUSED: Classification(code="1.3", severity=Severity.MODERATE),
        Cause.CONTRADICTED: Classification(code="1.3", severity=Severity.SERIOUS),
        Cause.WORRYING_ANSWER: Classification(code="5.2.2", severity=Severity.SERIOUS),
        # A wish that can wait is no alarm: "another action was carried out".
        Cause.COMPANY_WANTED: _WISH,
        Cause.ERRAND_WANTED: _WISH,
        Cause.FAMILY_WANTED: _WISH,
        Cause.ACTIVITY_WANTED: _WISH,
        Cause.MEDICINE_QUESTION: Classification(code="5.2.3", severity=Severity.MODERATE),
        # The robot and the resident did not get through to each other: "failed user call".
        Cause.NOT_UNDERSTOOD: Classification(code="4.22", severity=Severity.MODERATE),
        # For information: the robot has told what the plan says; whether it hurts is for a nurse.
        Cause.AS_NEEDED_TOO_SOON: Classification(code="5.2.3", severity=Severity.NORMAL),
        Cause.ROBOT_SILENT: Classification(code="1.20", severity=Severity.SERIOUS),
        Cause.ROBOT_FAULT: Classification(code="1.5", severity=Severity.MODERATE),
        Cause.ROBOT_CLOCK_OFF: Classification(code="1.5", severity=Severity.MODERATE),
        # "Change control of the medicine plan": nobody knows whether it has the newest.
        Cause.PLAN_UNCONFIRMED: Classification(code="1.15", severity=Severity.MODERATE),
        Cause.COMMAND_UNDELIVERED: Classification(code="1.5", severity=Severity.MODERATE),
        Cause.SERVER_FAULT: Classification(code="1.5", severity=Severity.SERIOUS),
        Cause.CHANNEL_FAULT: Classification(code="1.5", severity=Severity.SERIOUS),
    }
)


def of_help(cause: HelpCause) -> Cause:
    """Return the cause that a call for help is filed under."""
    match cause:
        case HelpCause.HELP:
            return Cause.HELP
        case HelpCause.FALLEN:
            return Cause.FALLEN
        case HelpCause.PAIN:
            return Cause.PAIN
        case HelpCause.UNWELL:
            return Cause.UNWELL
        case HelpCause.CALL_NURSE:
            return Cause.NURSE_WANTED


def of_contact(reason: ContactReason) -> Cause:
    """Return the cause that a wish for contact is filed under."""
    match reason:
        case ContactReason.FAMILY:
            return Cause.FAMILY_WANTED
        case ContactReason.ACTIVITY:
            return Cause.ACTIVITY_WANTED
        case ContactReason.MEDICINE_QUESTION:
            return Cause.MEDICINE_QUESTION
        case ContactReason.NOT_UNDERSTOOD:
            return Cause.NOT_UNDERSTOOD
