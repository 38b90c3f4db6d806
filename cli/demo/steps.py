"""The six steps of the morning, each judged by what was seen. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from cli.demo.evidence import Evidence
from codebook.alert import Severity
from codebook.check_in import CheckInAnswered
from codebook.help import HelpRequested
from codebook.speech import SpeechHeard, SpeechSaid, StoppedBy
from codebook.sync import SyncCaughtUp, SyncLost
from codebook.task import TaskAnnounced, TaskEscalated, TaskReported, TaskUnanswered
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import EscalationReason
from sim.measures import BargedIn, ResidentSpoke

SILENT_WITHIN_S = 0.3
"""From the end of a cry to the robot's silence."""
ALERT_WITHIN_S = 1.0
"""From the end of a cry to an alert on the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Whether a step happened, and by what it is known."""

    happened: bool
    evidence: str
    """One line; where it did not happen, what was missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of the six."""

    number: int
    title: str
    judge: Callable[[Evidence], Finding]


def _missing(what: str) -> Finding:
    return Finding(happened=False, evidence=f"missing: {what}")


def _reports(seen: Evidence, resident_id: UUID, outcome: Outcome) -> list[tuple[UUID, UUID]]:
    """Return (event id, occurrence id) of a resident's reports by voice."""
    return [
        (event.id, body.occurrence_id)
        for event, body in seen.of(TaskReported, resident_id)
        if body.outcome is outcome and body.grade is EvidenceGrade.SAID
    ]


def taken_is_reported(seen: Evidence) -> Finding:
    """Judge step 1."""
    reports = _reports(seen, seen.cast.solveig, Outcome.TAKEN)
    heard = [body.transcript for _, body in seen.of(SpeechHeard, seen.cast.solveig)]
    if not reports or not heard:
        return _missing("a report `taken`, grade `said`, from Solveig")
    if reports[0][0] not in seen.stored:
        return _missing("Solveig's report on the server")
    return Finding(happened=True, evidence=f"“{heard[0]}” → taken, grade said, stored")


def later_is_snoozed_then_taken(seen: Evidence) -> Finding:
    """Judge step 2."""
    arne = seen.cast.arne
    snoozed = {occurrence for _, occurrence in _reports(seen, arne, Outcome.LATER)}
    taken = {occurrence for _, occurrence in _reports(seen, arne, Outcome.TAKEN)}
    if not snoozed:
        return _missing("a report `later` from Arne")
    if not snoozed & taken:
        return _missing("a report `taken` from Arne after the snooze")
    times = _times_announced(seen, snoozed & taken)
    if times <= 1:
        return _missing("a second reminder to Arne")
    return Finding(happened=True, evidence=f"later → reminded {times} times → taken, grade said")


def worrying_answer_alerts(seen: Evidence) -> Finding:
    """Judge step 3."""
    answers = [body for _, body in seen.of(CheckInAnswered, seen.cast.ingrid)]
    worrying = [answer for answer in answers if answer.is_worrying]
    alert = seen.alert_of(seen.cast.ingrid)
    if len({answer.question_id for answer in answers}) <= 1:
        return _missing("Ingrid's answers to two questions")
    if not worrying:
        return _missing("a worrying answer from Ingrid")
    if alert is None:
        return _missing("an alert about Ingrid on the nurse's list")
    return Finding(
        happened=True,
        evidence=f"{len(answers)} answers, “{worrying[0].transcript}” → {_alert(alert.code)}",
    )


def silence_alerts(seen: Evidence) -> Finding:
    """Judge step 4."""
    arne = seen.cast.arne
    unanswered = {body.occurrence_id for _, body in seen.of(TaskUnanswered, arne)}
    escalated = {
        body.occurrence_id
        for _, body in seen.of(TaskEscalated, arne)
        if body.reason is EscalationReason.UNANSWERED
    }
    both = unanswered & escalated
    alert = seen.alert_of(arne)
    if not both:
        return _missing("a reminder to Arne that went to the nurse unanswered")
    times = _times_announced(seen, both)
    if times <= 1:
        return _missing("a repeated reminder to Arne")
    if alert is None:
        return _missing("an alert about Arne on the nurse's list")
    return Finding(
        happened=True, evidence=f"reminded {times} times → unanswered → {_alert(alert.code)}"
    )


def cry_interrupts_and_alerts(seen: Evidence) -> Finding:
    """Judge step 5."""
    solveig = seen.cast.solveig
    cut = [b for _, b in seen.of(SpeechSaid, solveig) if b.stopped_by is StoppedBy.EMERGENCY]
    barged = next(seen.measured(BargedIn), None)
    alert = seen.alert_of(solveig, Severity.CRITICAL)
    alert_s = alert_after_cry_s(seen)
    if next(seen.of(HelpRequested, solveig), None) is None:
        return _missing("a call for help from Solveig")
    if not cut or barged is None:
        return _missing("a sentence of the robot that the cry stopped, and its answer")
    spoke_on_s = barged.silent_s - barged.cry_s
    if spoke_on_s > SILENT_WITHIN_S:
        return _missing(f"silence: the robot spoke on for {spoke_on_s:.2f} s after the cry")
    if alert is None or alert_s is None:
        return _missing("a critical alert about Solveig on the nurse's list")
    if alert_s - barged.cry_s > ALERT_WITHIN_S:
        return _missing(f"the alert in time: it came {alert_s:.2f} s after the cry began")
    return Finding(happened=True, evidence=_cry_evidence(barged, alert_s))


def nothing_is_lost(seen: Evidence) -> Finding:
    """Judge step 6."""
    caught_up = next((body for _, body in seen.of(SyncCaughtUp)), None)
    if seen.outage is None or next(seen.of(SyncLost), None) is None:
        return _missing("an outage that the robot noticed")
    if caught_up is None:
        return _missing("the robot's word that it caught up")
    if seen.ledgers is None or not seen.ledgers.agree:
        return _missing(f"agreement of robot and server: {seen.ledgers}")
    return Finding(
        happened=True,
        evidence=(
            f"{seen.outage.recorded_meanwhile} events in {seen.outage.lasted_s:.0f} s without a"
            f" server, {caught_up.uploaded} sent afterwards;"
            f" all {seen.ledgers.in_outbox} stored exactly once"
        ),
    )


STEPS: tuple[Step, ...] = (
    Step(number=1, title="taken is reported", judge=taken_is_reported),
    Step(number=2, title="later, reminded again, taken", judge=later_is_snoozed_then_taken),
    Step(number=3, title="a worrying answer alerts", judge=worrying_answer_alerts),
    Step(number=4, title="silence alerts", judge=silence_alerts),
    Step(number=5, title="a cry interrupts and alerts", judge=cry_interrupts_and_alerts),
    Step(number=6, title="an outage loses nothing", judge=nothing_is_lost),
)


def findings(seen: Evidence) -> tuple[tuple[Step, Finding], ...]:
    """Judge all steps."""
    return tuple((step, step.judge(seen)) for step in STEPS)


def alert_after_cry_s(seen: Evidence) -> float | None:
    """Return seconds from the first sample of the cry until the alert was seen on the server."""
    barged = next(seen.measured(BargedIn), None)
    alert = seen.alert_of(seen.cast.solveig, Severity.CRITICAL)
    if barged is None or alert is None:
        return None
    cries = (spoken for spoken in seen.measured(ResidentSpoke) if spoken.line == barged.line)
    cry = next(cries, None)
    return None if cry is None else alert.seen_s - cry.began_s


def _times_announced(seen: Evidence, occurrences: set[UUID]) -> int:
    announced = seen.of(TaskAnnounced)
    return sum(1 for _, body in announced if body.occurrence_id in occurrences)


def _alert(code: str) -> str:
    return f"alert VKP {code}"


def _cry_evidence(barged: BargedIn, alert_s: float) -> str:
    return (
        f"silent {barged.silent_s:.2f} s, answered {barged.reply_s:.2f} s and alert stored"
        f" {alert_s:.2f} s after a cry of {barged.cry_s:.2f} s began"
    )
