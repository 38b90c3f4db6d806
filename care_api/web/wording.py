"""What events, outcomes, grades and states are called on the pages: every such word stands here.

The texts are English message ids; the catalogues hold them in every language. A report is never
called an administration: `said` stays said.
"""

from collections.abc import Mapping
from types import MappingProxyType

from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertAction, AlertState
from care_api.alerts.statistics import BreachReason, Verdict
from care_api.commands.state import CommandState
from care_api.handovers.handover import Part
from care_api.notifications.channel import Result
from care_api.notifications.state import State
from care_api.robots.service import RobotState
from codebook.alert import Finding, Severity
from codebook.help import HelpCause
from codebook.privacy import ResumeReason
from codebook.request import ContactReason
from codebook.robot import Component
from codebook.speech import StoppedBy
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import EscalationReason, Stage


def mark(message: str) -> str:
    """Return `message`, marked for the catalogues: it is translated where it is shown."""
    return message


OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.TAKEN: mark("Reported taken"),
        Outcome.NOT_TAKEN: mark("Not taken"),
        Outcome.REFUSED: mark("Refused"),
        Outcome.LATER: mark("Asked to wait"),
        Outcome.UNCLEAR: mark("Not understood"),
        Outcome.ANSWERED: mark("Answered"),
        Outcome.UNANSWERED: mark("No answer"),
        Outcome.MISSED: mark("Missed"),
    }
)

GRADES: Mapping[EvidenceGrade, str] = MappingProxyType(
    {
        EvidenceGrade.ANNOUNCED: mark("announced"),
        EvidenceGrade.HEARD: mark("heard"),
        EvidenceGrade.SAID: mark("said"),
        EvidenceGrade.TOUCHED: mark("pressed"),
        EvidenceGrade.DISPENSED: mark("dispenser opened"),
        EvidenceGrade.OBSERVED: mark("seen by staff"),
    }
)

GRADES_EXPLAINED: Mapping[EvidenceGrade, str] = MappingProxyType(
    {
        EvidenceGrade.ANNOUNCED: mark(
            "The robot spoke or showed it. Nothing is known of the resident."
        ),
        EvidenceGrade.HEARD: mark("Somebody made a sound in answer."),
        EvidenceGrade.SAID: mark("The resident said so. Nobody has seen it."),
        EvidenceGrade.TOUCHED: mark("The resident pressed a button on the robot."),
        EvidenceGrade.DISPENSED: mark("The dispenser reported that it opened."),
        EvidenceGrade.OBSERVED: mark("A member of staff saw it."),
    }
)

STAGES: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.DUE: mark("Due"),
        Stage.ANNOUNCED: mark("Reminded"),
        Stage.HEARD: mark("Heard a sound"),
        Stage.REPORTED: mark("Reported"),
        Stage.ESCALATED: mark("Handed to staff"),
        Stage.CLOSED: mark("Done"),
        Stage.MISSED: mark("Missed"),
        Stage.WITHDRAWN: mark("No longer planned"),
    }
)

ESCALATIONS: Mapping[EscalationReason, str] = MappingProxyType(
    {
        EscalationReason.UNANSWERED: mark("No answer to the reminders: handed to staff"),
        EscalationReason.REFUSED: mark("Refused: handed to staff"),
        EscalationReason.MISSED: mark("The time ran out without an answer: handed to staff"),
        EscalationReason.CONTRADICTED: mark("Says something else than before: handed to staff"),
    }
)

HELP_CAUSES: Mapping[HelpCause, str] = MappingProxyType(
    {
        HelpCause.HELP: mark("Called for help"),
        HelpCause.FALLEN: mark("Called for help: says they have fallen"),
        HelpCause.PAIN: mark("Called for help: says they are in pain"),
        HelpCause.UNWELL: mark("Called for help: says they are unwell"),
        HelpCause.CALL_NURSE: mark("Asked for a nurse"),
    }
)

CAUSES: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.HELP: mark("Calls for help"),
        Cause.FALLEN: mark("Says they have fallen"),
        Cause.PAIN: mark("Says they are in pain"),
        Cause.UNWELL: mark("Says they are unwell"),
        Cause.NURSE_WANTED: mark("Asks for a nurse"),
        Cause.MEDICATION_UNANSWERED: mark("Did not answer the reminder"),
        Cause.CHECK_IN_UNANSWERED: mark("Did not answer the check-in"),
        Cause.REFUSED: mark("Does not want the medicine"),
        Cause.CONTRADICTED: mark("Has said two different things"),
        Cause.WORRYING_ANSWER: mark("Gave a worrying answer"),
        Cause.COMPANY_WANTED: mark("Would like a visitor"),
        Cause.ERRAND_WANTED: mark("Would like an errand done"),
        Cause.FAMILY_WANTED: mark("Wants to talk to their family"),
        Cause.ACTIVITY_WANTED: mark("Wants something to do"),
        Cause.MEDICINE_QUESTION: mark("Asked the robot for advice about medicine"),
        Cause.NOT_UNDERSTOOD: mark("The robot did not understand the resident"),
        Cause.AS_NEEDED_TOO_SOON: mark("Asked for an as-needed medicine before its time"),
        Cause.ROBOT_SILENT: mark("The robot has not been heard from"),
        Cause.ROBOT_FAULT: mark("The robot has a fault"),
        Cause.ROBOT_CLOCK_OFF: mark("The robot's clock is wrong"),
        Cause.PLAN_UNCONFIRMED: mark("The robot may follow an old plan"),
        Cause.COMMAND_UNDELIVERED: mark("The robot did not get what it was asked to do"),
        Cause.SERVER_FAULT: mark("The server has a fault"),
        Cause.CHANNEL_FAULT: mark("Staff could not be notified outside of these pages"),
    }
)

CONTACT_REASONS: Mapping[ContactReason, str] = MappingProxyType(
    {
        ContactReason.FAMILY: mark("Wants to talk to their family"),
        ContactReason.ACTIVITY: mark("Wants something to do"),
        ContactReason.MEDICINE_QUESTION: mark("Asked the robot for advice about medicine"),
        ContactReason.NOT_UNDERSTOOD: mark("The robot did not understand the resident"),
    }
)

RESUMED: Mapping[ResumeReason, str] = MappingProxyType(
    {
        ResumeReason.ASKED: mark("The robot listens again, as the resident asked"),
        ResumeReason.TIME_PASSED: mark("The robot listens again: the time has passed"),
        ResumeReason.CONSENTED: mark("The robot listens again, as is agreed to now"),
    }
)

SCORES: Mapping[int, str] = MappingProxyType(
    {
        1: mark("1 of 5"),
        2: mark("2 of 5"),
        3: mark("3 of 5"),
        4: mark("4 of 5"),
        5: mark("5 of 5"),
    }
)

ALERT_STATES: Mapping[AlertState, str] = MappingProxyType(
    {
        AlertState.REPORTED: mark("Nobody has taken it"),
        AlertState.IN_PROGRESS: mark("Taken"),
        AlertState.ACKNOWLEDGED: mark("Acknowledged"),
        AlertState.HANDLED: mark("Handled"),
        AlertState.CLOSED: mark("Closed"),
    }
)

ALERT_ACTIONS: Mapping[AlertAction, str] = MappingProxyType(
    {
        AlertAction.RAISE: mark("Alert raised"),
        AlertAction.WORSEN: mark("Turned out more serious"),
        AlertAction.CLARIFY: mark("What it is about became clearer"),
        AlertAction.OWN: mark("Took the alert"),
        AlertAction.ACKNOWLEDGE: mark("Acknowledged the alert"),
        AlertAction.HANDLE: mark("Handled the alert"),
        AlertAction.CLOSE: mark("Closed the alert"),
        AlertAction.RESOLVE: mark("Closed: a later report made it unnecessary"),
        AlertAction.HAND_BACK: mark("The shift ended: the alert is the unit's again"),
        AlertAction.HAND_OVER: mark("Handed the alert over"),
        AlertAction.NOTE: mark("Note"),
    }
)

FINDINGS: Mapping[Finding, str] = MappingProxyType(
    {
        Finding.REAL_NEED: mark("There was a need for help"),
        Finding.NO_NEED: mark("All was well"),
        Finding.MISUNDERSTOOD: mark("The robot misunderstood"),
        Finding.BY_MISTAKE: mark("Set off by mistake"),
        Finding.EQUIPMENT: mark("Fault of the equipment"),
    }
)

NOTIFICATION_STATES: Mapping[State, str] = MappingProxyType(
    {
        State.WAITING: mark("waits to be sent"),
        State.SENDING: mark("is being sent"),
        State.SENT: mark("sent"),
        State.FAILED: mark("could not be sent"),
        State.WITHDRAWN: mark("not needed any more"),
    }
)

RESULTS: Mapping[Result, str] = MappingProxyType(
    {
        Result.ACCEPTED: mark("handed over"),
        Result.NOT_NOW: mark("not reached, tried again"),
        Result.REFUSED: mark("turned away"),
        Result.UNCERTAIN: mark("uncertain whether it arrived"),
    }
)

NOTES: Mapping[str, str] = MappingProxyType(
    {
        "resident_said_no_help_needed": mark("The resident says that no help is needed."),
        "came_with_resident": mark("The resident belongs to this unit now, and the alert as well."),
        "service_ended": mark("The service has ended for the resident."),
    }
)
"""Notes that the server itself writes, by their code."""

VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.WITHIN: mark("Owned in time"),
        Verdict.OVER: mark("Over by itself before the deadline"),
        Verdict.WAITING: mark("The deadline is still to come"),
        Verdict.LATE: mark("Owned too late"),
        Verdict.NOBODY: mark("Owned by nobody in time"),
    }
)

BREACH_REASONS: Mapping[BreachReason, str] = MappingProxyType(
    {
        BreachReason.NOBODY_TO_TELL: mark("There was no contact to tell: it stood here alone."),
        BreachReason.NOT_REACHED: mark("No way reached any contact."),
        BreachReason.TOLD_IN_VAIN: mark("Contacts were told, and nobody took it in time."),
        BreachReason.NOT_KEPT: mark("Who was told is no longer kept."),
        BreachReason.OWNER_LATE: mark("Its owner did not handle it in time."),
    }
)

PARTS: Mapping[Part, str] = MappingProxyType(
    {Part.GIVES: mark("Hands over"), Part.TAKES: mark("Takes over")}
)
"""What a signature of a handover is for."""

COMPONENTS: Mapping[Component, str] = MappingProxyType(
    {
        Component.MICROPHONE: mark("the microphone"),
        Component.RECOGNISER: mark("the understanding of speech"),
        Component.SYNTHESISER: mark("the voice"),
        Component.LOUDSPEAKER: mark("the loudspeaker"),
        Component.STORE: mark("the robot's memory"),
        Component.CLOCK: mark("the robot's clock"),
        Component.CARE_SERVER: mark("the way to the server"),
        Component.CONVERSATION: mark("the conversation"),
        Component.SCREEN: mark("the screen"),
        Component.MESSAGES: mark("messages from other programs"),
    }
)

SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {
        Severity.NOT_REPORTED: mark("Severity not given"),
        Severity.NORMAL: mark("Normal"),
        Severity.MODERATE: mark("Moderate"),
        Severity.SERIOUS: mark("Serious"),
        Severity.CRITICAL: mark("Critical"),
    }
)

STOPPED_BY: Mapping[StoppedBy, str | None] = MappingProxyType(
    {
        StoppedBy.COMPLETED: None,
        StoppedBy.RESIDENT: mark("Stopped: the resident began to speak"),
        StoppedBy.EMERGENCY: mark("Fell silent: heard a call for help"),
        StoppedBy.PRIORITY: mark("Stopped for something more important"),
        StoppedBy.CANCELLED: mark("Cancelled"),
        StoppedBy.FAULT: mark("Stopped by a fault"),
    }
)

ROBOT_STATES: Mapping[RobotState, str] = MappingProxyType(
    {
        RobotState.ONLINE: mark("Connected"),
        RobotState.SILENT: mark("Not heard from"),
        RobotState.UNPAIRED: mark("Not paired"),
        RobotState.REVOKED: mark("Revoked"),
    }
)

ROBOT_REMEDIES: Mapping[RobotState, str] = MappingProxyType(
    {
        RobotState.ONLINE: mark("It carries out its plans and tells what it hears."),
        RobotState.SILENT: mark(
            "It may go on by itself, but nobody hears of it. Look whether it has power and network."
        ),
        RobotState.UNPAIRED: mark("Show a pairing code and type it on the robot."),
        RobotState.REVOKED: mark("It is let in no more. Pair it as a new robot to use it again."),
    }
)

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "say": mark("Say"),
        "check_in": mark("Check in"),
        "call_back": mark("Tell that a nurse will ring"),
        "alert_seen": mark("Tell that the alert has been seen"),
        "restart": mark("Start again"),
    }
)
"""Kind of command -> what it asks."""

COMMAND_STATES: Mapping[CommandState, str] = MappingProxyType(
    {
        CommandState.SENT: mark("Waits for the robot"),
        CommandState.UNDELIVERED: mark("Did not reach the robot in time"),
        CommandState.RECEIVED: mark("The robot has it"),
        CommandState.DONE: mark("Done"),
        CommandState.REFUSED: mark("The robot could not do it"),
        CommandState.EXPIRED: mark("The robot had no time for it"),
        CommandState.UNCERTAIN: mark("Interrupted; maybe done"),
    }
)

COMMAND_TONES: Mapping[CommandState, str] = MappingProxyType(
    {
        CommandState.SENT: "calm",
        CommandState.UNDELIVERED: "attention",
        CommandState.RECEIVED: "calm",
        CommandState.DONE: "good",
        CommandState.REFUSED: "attention",
        CommandState.EXPIRED: "attention",
        CommandState.UNCERTAIN: "attention",
    }
)
