"""What an event changes besides the log: tasks and alerts, in the event's own transaction.

Everything is computed from all events of a cause, in order of occurrence, so that batches that
arrive late, twice or in another order come to the same.
"""

from collections.abc import Mapping
from uuid import UUID

from care_api.alerts import raising
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause, of_help
from care_api.commands import expiry
from care_api.commands import service as commands
from care_api.db import Work
from care_api.events import leases, moves, repository, wishes
from care_api.events.items import Sender
from care_api.events.storing import Stored
from care_api.robots import news
from care_api.tasks.repository import Known
from codebook.alert import AlertStage, Severity
from codebook.as_needed import AsNeededTooSoon
from codebook.check_in import CheckInAnswered
from codebook.command import (
    CommandDone,
    CommandExpired,
    CommandReceived,
    CommandRefused,
    CommandUncertain,
)
from codebook.event import Event
from codebook.help import HelpCancelled, HelpClarified, HelpRequested
from codebook.manner import MannerChanged
from codebook.presence import PresenceChanged
from codebook.privacy import (
    ListeningPaused,
    ListeningResumed,
    ListeningStopped,
    WordsForgotten,
)
from codebook.request import CompanyRequested, ContactRequested, ErrandRequested
from codebook.robot import (
    PLANS_UNREADABLE,
    URGENT_EVENT_REJECTED,
    Component,
    HeartbeatGap,
    RobotFault,
    RobotStarted,
    RobotStopped,
)
from codebook.speech import SpeechHeard, SpeechSaid, TurnTiming
from codebook.sync import (
    PlanLeaseExpired,
    PlanLeaseRenewed,
    PlanReceived,
    SyncCaughtUp,
    SyncLost,
)
from codebook.task import (
    TaskAnnounced,
    TaskClosed,
    TaskDue,
    TaskEscalated,
    TaskHeard,
    TaskMissed,
    TaskReported,
    TaskUnanswered,
    TaskWithdrawn,
)
from schedules.check_in_policy import SEVERE

CALL_TAKEN_BACK = "resident_said_no_help_needed"
"""The note on an alert whose call was taken back: a code that the pages put into words."""
_TOLD_OF_THE_SERVER = frozenset({PLANS_UNREADABLE, URGENT_EVENT_REJECTED})
"""What a robot finds wrong with us and a nurse has to know; the rest is for a technician."""
HELP_REQUESTED = "help.requested"
HELP_CLARIFIED = "help.clarified"
HELP_CANCELLED = "help.cancelled"


def apply(
    work: Work,
    sender: Sender,
    stored: Stored,
    telling: Mapping[str, Event],
    known_tasks: Mapping[UUID, Known],
) -> None:
    """Do what newly stored events of one robot call for.

    Args:
        work: The transaction that stores them.
        sender: Whose they are.
        stored: The events.
        telling: Digest -> event, of those from which something may follow.
        known_tasks: The tasks that the events are about, of those that exist; locked.
    """
    fresh = [telling[entry.digest] for entry in stored.fresh if entry.digest in telling]
    fresh.sort(key=lambda each: (each.occurred_at, each.sequence))
    for event in fresh:
        if type(event.body) not in moves.STAGES:
            _effect(work, sender, event)
    wishes.erase_late(work, stored.fresh)
    moves.move(work, sender, fresh, stored.first_stream, known_tasks)
    told = {event.resident_id for event in fresh if type(event.body) is TaskReported}
    news.for_sharers(work.session, {whom for whom in told if whom is not None})
    late = commands.note(work, sender.robot_id, fresh)
    expiry.arrived_after_all(work, late)


def _effect(work: Work, sender: Sender, event: Event) -> None:
    match event.body:
        case CheckInAnswered():
            _worry(work, sender, event, event.body)
        case HelpRequested() | HelpClarified() | HelpCancelled():
            _help(work, sender, event, event.body)
        case (
            MannerChanged()
            | CompanyRequested()
            | ErrandRequested()
            | ContactRequested()
            | WordsForgotten()
            | AsNeededTooSoon()
        ):
            wishes.apply(work, sender, event, event.body)
        case PlanLeaseExpired() | PlanLeaseRenewed():
            leases.apply(work, sender, event, event.body)
        case RobotFault():
            _fault(work, sender, event, event.body)
        case (
            TaskDue()
            | TaskAnnounced()
            | TaskHeard()
            | TaskReported()
            | TaskUnanswered()
            | TaskEscalated()
            | TaskMissed()
            | TaskClosed()
            | TaskWithdrawn()
        ):
            pass  # each task once, when all its events are there: moves
        case (
            AlertStage()  # the server's own, whose effect came before the event
            | SpeechSaid()
            | SpeechHeard()
            | TurnTiming()
            | RobotStarted()
            | RobotStopped()
            | HeartbeatGap()
            | SyncLost()
            | SyncCaughtUp()
            | PlanReceived()
            | ListeningPaused()
            | ListeningStopped()
            | ListeningResumed()
            | PresenceChanged()
            | CommandReceived()
            | CommandDone()
            | CommandExpired()
            | CommandRefused()
            | CommandUncertain()
        ):
            pass


def _worry(work: Work, sender: Sender, event: Event, answer: CheckInAnswered) -> None:
    if not answer.is_worrying:
        return
    reason = Reason(
        dedup_key=f"checkin:{answer.occurrence_id}",
        cause=Cause.WORRYING_ANSWER,
        unit_id=sender.unit_of(event.resident_id),
        resident_id=event.resident_id,
        occurrence_id=answer.occurrence_id,
        event_id=event.id,
        severity=Severity.CRITICAL if answer.answer in SEVERE else None,
    )
    raising.raise_alert(work, reason)


def _help(
    work: Work, sender: Sender, event: Event, body: HelpRequested | HelpClarified | HelpCancelled
) -> None:
    match body:
        case HelpRequested():
            _call(work, sender, event, body)
        case HelpClarified():
            _clarify(work, event.boot_id, body.utterance_id)
        case HelpCancelled():
            _take_back(work, body.requested_event_id)


def _call(work: Work, sender: Sender, event: Event, call: HelpRequested) -> None:
    reason = Reason(
        dedup_key=_call_key(event.id),
        cause=of_help(call.cause),
        unit_id=sender.unit_of(event.resident_id),
        resident_id=event.resident_id,
        robot_id=event.robot_id,
        event_id=event.id,
    )
    raising.raise_alert(work, reason)
    if call.utterance_id:
        _clarify(work, event.boot_id, call.utterance_id)
    for each in repository.of_boot(work.session, event.boot_id, HELP_CANCELLED):
        if isinstance(each.body, HelpCancelled) and each.body.requested_event_id == event.id:
            _take_back(work, event.id)


def _clarify(work: Work, boot_id: UUID, utterance_id: str) -> None:
    """Let a call's alert name what the cry turned out to be about, whatever came in first."""
    causes = [
        each.body.cause
        for each in repository.of_boot(work.session, boot_id, HELP_CLARIFIED)
        if isinstance(each.body, HelpClarified) and each.body.utterance_id == utterance_id
    ]
    for call in repository.of_boot(work.session, boot_id, HELP_REQUESTED) if causes else ():
        if isinstance(call.body, HelpRequested) and call.body.utterance_id == utterance_id:
            raising.clarify(work, _call_key(call.id), of_help(causes[-1]))


def _take_back(work: Work, call_id: UUID) -> None:
    """Tell the nurse that the resident says no help is needed; she still has a look."""
    raising.add_note(work, _call_key(call_id), CALL_TAKEN_BACK)


def _call_key(event_id: UUID) -> str:
    return f"help:{event_id}"


def _fault(work: Work, sender: Sender, event: Event, fault: RobotFault) -> None:
    if fault.component is Component.CARE_SERVER and fault.code not in _TOLD_OF_THE_SERVER:
        return  # over by the time we read it
    if not fault.is_resolved:
        raising.raise_alert(work, _fault_reason(sender, event))
    same = [
        each
        for each in repository.of_boot(work.session, event.boot_id, fault.kind)
        if isinstance(each.body, RobotFault)
        and (each.body.component, each.body.code) == (fault.component, fault.code)
    ]
    recovered_at = max((index for index, each in enumerate(same) if _is_recovery(each)), default=0)
    for before in same[:recovered_at]:
        raising.resolve(work, _fault_key(before.id))


def _fault_reason(sender: Sender, event: Event) -> Reason:
    """Return the reason for one failure; the same failure once more is another cause."""
    return Reason(
        dedup_key=_fault_key(event.id),
        cause=Cause.ROBOT_FAULT,
        unit_id=sender.unit_of(event.resident_id),
        resident_id=event.resident_id,
        robot_id=event.robot_id,
        event_id=event.id,
    )


def _fault_key(event_id: UUID) -> str:
    return f"fault:{event_id}"


def _is_recovery(event: Event) -> bool:
    return isinstance(event.body, RobotFault) and event.body.is_resolved
