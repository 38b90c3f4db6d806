"""What came of the demonstration: findings, figures and sentences. Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter

from cli.demo.evidence import Evidence
from cli.demo.steps import alert_after_cry_s, findings
from codebook.speech import SpeechHeard, TurnTiming
from codebook.task import TaskDue
from schedules.locale import Locale
from sim.measures import BargedIn, ResidentSpoke, RobotSpoke, TurnTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSummary:
    """One of the six steps."""

    number: int
    title: str
    happened: bool
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A small set of durations, in seconds."""

    count: int
    p50_s: float | None
    p95_s: float | None
    worst_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Everything measured. From outside: by the resident's ears; from inside: by the robot."""

    closed_turn_outside: Spread
    """From the last sample of an answer to a closed question to the first of the reply."""
    any_turn_outside: Spread
    closed_turn_inside: Spread
    due_to_first_sample: Spread
    """From when something was due to the first sample about it."""
    cry_lasts_s: float | None
    cry_to_silence_s: float | None
    """These three from the cry's first sample."""
    cry_to_answer_s: float | None
    cry_to_alert_s: float | None
    """Until the alert was seen on the server; looking for it adds up to 0.05 s."""
    cry_end_to_silence_s: float | None
    """Negative where the robot fell silent before the cry was over."""
    cry_end_to_alert_s: float | None
    """Negative where the alert was stored before the cry was over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What a resident said and what the robot made of it."""

    resident: str
    said: str
    heard: str
    """Empty where nothing was recognised."""
    intent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The whole demonstration."""

    locale: Locale
    passed: bool
    duration_s: float
    """Real seconds from the command to the last step."""
    first_sentence_after_s: float | None
    """Real seconds from the command to the robot's first sample."""
    events_recorded: int
    steps: tuple[StepSummary, ...]
    timings: Timings
    sentences: tuple[Sentence, ...]


def summarise(
    seen: Evidence, locale: Locale, duration_s: float, first_sentence_after_s: float | None
) -> Summary:
    """Return what came of it all."""
    steps = tuple(
        StepSummary(
            number=step.number,
            title=step.title,
            happened=finding.happened,
            evidence=finding.evidence,
        )
        for step, finding in findings(seen)
    )
    return Summary(
        locale=locale,
        passed=all(step.happened for step in steps),
        duration_s=round(duration_s, 1),
        first_sentence_after_s=first_sentence_after_s,
        events_recorded=len(seen.events),
        steps=steps,
        timings=timings(seen),
        sentences=tuple(sentences(seen)),
    )


def timings(seen: Evidence) -> Timings:
    """Return every figure that can be taken so far."""
    turns = list(seen.measured(TurnTaken))
    inside = [body for _, body in seen.of(TurnTiming) if body.is_closed_question]
    barged = next(seen.measured(BargedIn), None)
    cry_s = barged.cry_s if barged else None
    silent_s = barged.silent_s if barged else None
    alert_s = alert_after_cry_s(seen)
    return Timings(
        closed_turn_outside=spread(turn.reply_s for turn in turns if turn.is_closed),
        any_turn_outside=spread(turn.reply_s for turn in turns),
        closed_turn_inside=spread(body.reply_s for body in inside),
        due_to_first_sample=spread(_due_to_first_sample(seen)),
        cry_lasts_s=_rounded(cry_s),
        cry_to_silence_s=_rounded(silent_s),
        cry_to_answer_s=_rounded(barged.reply_s if barged else None),
        cry_to_alert_s=_rounded(alert_s),
        cry_end_to_silence_s=_difference(silent_s, cry_s),
        cry_end_to_alert_s=_difference(alert_s, cry_s),
    )


def spread(durations_s: Iterable[float]) -> Spread:
    """Return median, 95th percentile (nearest rank) and maximum, to the millisecond."""
    ordered = sorted(round(duration, 3) for duration in durations_s)
    if not ordered:
        return Spread(count=0, p50_s=None, p95_s=None, worst_s=None)

    def rank(share: float) -> float:
        return ordered[math.ceil(share * len(ordered)) - 1]

    return Spread(count=len(ordered), p50_s=rank(0.5), p95_s=rank(0.95), worst_s=ordered[-1])


def sentences(seen: Evidence) -> Iterable[Sentence]:
    """Yield what residents said beside what was heard of it."""
    spoken = list(seen.measured(ResidentSpoke))
    for index, words in enumerate(spoken):
        until = spoken[index + 1].began_at if index + 1 < len(spoken) else None
        heard = next(
            (
                body
                for event, body in seen.of(SpeechHeard)
                if event.occurred_at >= words.began_at
                and (until is None or event.occurred_at < until)
            ),
            None,
        )
        yield Sentence(
            resident=seen.cast.name(words.resident_id),
            said=words.text,
            heard=heard.transcript if heard else "",
            intent=heard.intent if heard else "",
        )


def to_json(summary: Summary) -> str:
    """Return the summary as indented JSON."""
    return TypeAdapter(Summary).dump_json(summary, indent=2).decode() + "\n"


def _due_to_first_sample(seen: Evidence) -> Iterable[float]:
    spoken = list(seen.measured(RobotSpoke))
    for event, body in seen.of(TaskDue):
        waits = (
            (words.began_at - body.due_at).total_seconds()
            for words in spoken
            if words.resident_id == str(event.resident_id) and words.began_at >= body.due_at
        )
        first = next(waits, None)
        if first is not None:
            yield first


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _difference(later_s: float | None, earlier_s: float | None) -> float | None:
    return None if later_s is None or earlier_s is None else _rounded(later_s - earlier_s)
