"""The table of the task machine: every stage and input, run through the function itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from schedules.occurrences import Occurrence
from schedules.outcome import EvidenceGrade, Outcome, Report
from schedules.reminder_policy import MEDICATION_LADDER
from schedules.task import (
    Announced,
    CarriedOver,
    Close,
    Effect,
    Escalate,
    Heard,
    Input,
    Reported,
    ReportedElsewhere,
    Speak,
    Stage,
    Task,
    Tick,
    Withdrawn,
    step,
)
from tools.reference.blocks import table

_DUE = datetime(2026, 3, 2, 7, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_SPOKEN = _DUE + _MINUTE
_HEARD_OF = _SPOKEN + _MINUTE
_ID = UUID(int=1)
_OCCURRENCE = Occurrence(
    id=_ID,
    item_id=_ID,
    resident_id=_ID,
    local_on=date(2026, 3, 2),
    slot="08:00",
    due_at=_DUE,
    window_opens_at=_DUE,
    window_closes_at=_DUE + 60 * _MINUTE,
)
_TAKEN = Report(outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID, reported_at=_SPOKEN)
_UNCLEAR = replace(_TAKEN, outcome=Outcome.UNCLEAR)


def _states() -> dict[Stage, Task]:
    """Return a task that has come to each stage, with the usual ladder of a medicine."""
    due = Task(occurrence=_OCCURRENCE, ladder=MEDICATION_LADDER)
    spoken = replace(due, stage=Stage.ANNOUNCED, attempts=1, spoken_at=_SPOKEN)
    return {
        Stage.DUE: due,
        Stage.ANNOUNCED: spoken,
        Stage.HEARD: replace(spoken, stage=Stage.HEARD),
        Stage.REPORTED: replace(spoken, stage=Stage.REPORTED, report=_UNCLEAR),
        Stage.ESCALATED: replace(spoken, stage=Stage.ESCALATED, is_escalated=True),
        Stage.CLOSED: replace(spoken, stage=Stage.CLOSED, report=_TAKEN),
        Stage.MISSED: replace(spoken, stage=Stage.MISSED, is_escalated=True),
        Stage.WITHDRAWN: replace(due, stage=Stage.WITHDRAWN),
    }


def _inputs() -> dict[str, tuple[Input, datetime]]:
    ticks: dict[str, tuple[Input, datetime]] = {
        "tick, between two rungs": (Tick(), _DUE + 5 * _MINUTE),
        "tick, at a rung that speaks": (Tick(), _DUE + 10 * _MINUTE),
        "tick, at the rung that escalates": (Tick(), _DUE + 30 * _MINUTE),
        "tick, when the window closes": (Tick(), _DUE + 60 * _MINUTE),
        "announced": (Announced(), _SPOKEN),
        "heard": (Heard(), _SPOKEN),
    }
    reports = {
        f"reported {outcome}": (Reported(outcome=outcome, grade=EvidenceGrade.SAID), _SPOKEN)
        for outcome in Outcome
        if outcome not in {Outcome.UNANSWERED, Outcome.MISSED}
    }
    told: dict[str, tuple[Input, datetime]] = {
        f"reported {outcome} to another robot": (
            ReportedElsewhere(report=replace(_TAKEN, outcome=outcome, reported_at=_HEARD_OF)),
            _HEARD_OF,
        )
        for outcome in (Outcome.TAKEN, Outcome.NOT_TAKEN)
    }
    plan_changes: dict[str, tuple[Input, datetime]] = {
        "withdrawn from the plan": (Withdrawn(), _SPOKEN),
        "carried over from another time": (
            CarriedOver(report=_TAKEN, carried_from=UUID(int=2)),
            _SPOKEN,
        ),
    }
    return {**ticks, **reports, **told, **plan_changes}


def task_machine() -> str:
    """Return one row for each input and one column for each stage it may come in."""
    states = _states()
    rows = [
        (name, *(_cell(state, happened, now) for state in states.values()))
        for name, (happened, now) in _inputs().items()
    ]
    return table(("input", *(f"`{stage}`" for stage in states)), rows)


def _cell(state: Task, happened: Input, now: datetime) -> str:
    after, effects = step(state, happened, now)
    said = [_words(effect) for effect in effects]
    if after.stage is not state.stage:
        said.insert(0, f"→ `{after.stage}`")
    if after.snoozed_until != state.snoozed_until:
        said.append("put off")
    elif after.stage is state.stage and after.report != state.report:
        said.insert(0, "noted")
    return ", ".join(said) or "–"


def _words(effect: Effect) -> str:
    match effect:
        case Speak(rung=rung):
            return f"speak (rung {rung})"
        case Escalate(reason=reason):
            return f"nurse: {reason}"
        case Close(outcome=outcome):
            return f"close ({outcome or 'no outcome'})"
