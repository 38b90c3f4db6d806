"""Which alerts a task's progress calls for, and what settles them: pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.tasks.progress import Progress
from codebook.alert import Severity
from schedules.task import EscalationReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The task that an alert would be about."""

    occurrence_id: UUID
    kind: str
    """The plan item's kind; `medication` where it is not known."""
    resident_id: UUID
    unit_id: UUID


def silence(subject: Subject, *, is_missed: bool, event_id: UUID | None = None) -> Reason:
    """Return the reason that nothing was answered, the same cause before and after the window."""
    is_check_in = subject.kind == "check_in"
    return Reason(
        dedup_key=silence_key(subject.occurrence_id),
        cause=Cause.CHECK_IN_UNANSWERED if is_check_in else Cause.MEDICATION_UNANSWERED,
        unit_id=subject.unit_id,
        resident_id=subject.resident_id,
        occurrence_id=subject.occurrence_id,
        event_id=event_id,
        severity=Severity.SERIOUS if is_missed else None,
    )


def silence_key(occurrence_id: UUID) -> str:
    """Return the dedup key of a task without an answer."""
    return f"task:{occurrence_id}:silence"


def is_silence(reason: Reason) -> bool:
    """Return whether it is that nothing was answered, and not what somebody said."""
    return reason.cause in {Cause.MEDICATION_UNANSWERED, Cause.CHECK_IN_UNANSWERED}


def of(subject: Subject, progress: Progress) -> Iterator[Reason]:
    """Yield the reasons for alerts in a task's progress."""
    for why, event_id in progress.escalations:
        match why:
            case EscalationReason.UNANSWERED | EscalationReason.MISSED:
                is_missed = why is EscalationReason.MISSED
                yield silence(subject, is_missed=is_missed, event_id=event_id)
            case EscalationReason.REFUSED:
                yield _answer(subject, Cause.REFUSED, event_id)
            case EscalationReason.CONTRADICTED:
                yield _answer(subject, Cause.CONTRADICTED, event_id)


def _answer(subject: Subject, cause: Cause, event_id: UUID) -> Reason:
    """Return the reason for one answer; another such answer is another cause."""
    return Reason(
        dedup_key=f"task:{subject.occurrence_id}:{cause.value}:{event_id}",
        cause=cause,
        unit_id=subject.unit_id,
        resident_id=subject.resident_id,
        occurrence_id=subject.occurrence_id,
        event_id=event_id,
    )
