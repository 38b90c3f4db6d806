from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.outcome import EvidenceGrade, Outcome, Report
from schedules.speaking_time import LAST_CALL
from schedules.task import (
    Announced,
    CarriedOver,
    Close,
    Effect,
    Escalate,
    EscalationReason,
    Heard,
    Input,
    Intention,
    Reported,
    ReportedElsewhere,
    Speak,
    Stage,
    Task,
    Tick,
    Withdrawn,
    step,
)
from tests.schedules.plans import MORNING, activity, medicine, task_of

MINUTE = timedelta(minutes=1)
TAKEN = Reported(outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID)
LATER = Reported(outcome=Outcome.LATER, grade=EvidenceGrade.SAID)


def run(task: Task, *happened: tuple[int, Input]) -> tuple[Task, list[tuple[int, Effect]]]:
    """Feed inputs at minutes after eight; return the task and what was done when."""
    done: list[tuple[int, Effect]] = []
    for minute, what in happened:
        task, effects = step(task, what, MORNING + minute * MINUTE)
        done += [(minute, effect) for effect in effects]
    return task, done


def test_a_due_task_is_spoken() -> None:
    _, done = run(task_of(medicine()), (0, Tick()))
    assert done == [(0, Speak(attempt=1, rung=1))]


def test_a_taken_dose_is_closed_and_never_spoken_again() -> None:
    task, done = run(task_of(medicine()), (0, Announced()), (1, TAKEN), (10, Tick()), (70, Tick()))
    assert task.stage is Stage.CLOSED
    assert done == [(1, Close(outcome=Outcome.TAKEN))]


def test_silence_is_repeated_twice_and_then_goes_to_a_nurse_once() -> None:
    task = task_of(medicine())
    done: list[tuple[int, Effect]] = []
    for minute in range(75):
        task, effects = step(task, Tick(), MORNING + minute * MINUTE)
        for effect in effects:
            done.append((minute, effect))
            if isinstance(effect, Speak):
                task, _ = step(task, Announced(), MORNING + minute * MINUTE)
    assert done == [
        (0, Speak(attempt=1, rung=1)),
        (10, Speak(attempt=2, rung=2)),
        (20, Speak(attempt=3, rung=3)),
        (30, Escalate(reason=EscalationReason.UNANSWERED)),
        (60, Close(outcome=Outcome.MISSED)),
    ]
    assert task.stage is Stage.MISSED


def test_later_waits_the_ladder_s_snooze_and_then_speaks_again() -> None:
    task, done = run(task_of(medicine()), (0, Announced()), (1, LATER), (10, Tick()), (11, Tick()))
    assert task.snoozed_until == MORNING + 11 * MINUTE
    assert done == [(11, Speak(attempt=2, rung=1))]


def test_later_waits_as_long_as_the_resident_said() -> None:
    wait = Reported(outcome=Outcome.LATER, grade=EvidenceGrade.SAID, wait=timedelta(minutes=25))
    task, _ = run(task_of(medicine()), (0, Announced()), (1, wait))
    assert task.speaks_at == MORNING + 26 * MINUTE


def test_a_snooze_never_leaves_the_window() -> None:
    wait = Reported(outcome=Outcome.LATER, grade=EvidenceGrade.SAID, wait=timedelta(hours=5))
    task, _ = run(task_of(medicine()), (0, Announced()), (1, wait))
    assert task.snoozed_until == task.occurrence.window_closes_at - LAST_CALL


def test_a_refusal_closes_the_task_and_tells_a_nurse() -> None:
    refused = Reported(outcome=Outcome.REFUSED, grade=EvidenceGrade.SAID)
    _, done = run(task_of(medicine()), (0, Announced()), (1, refused))
    assert done == [
        (1, Escalate(reason=EscalationReason.REFUSED)),
        (1, Close(outcome=Outcome.REFUSED)),
    ]


@pytest.mark.parametrize("outcome", [Outcome.UNCLEAR, Outcome.NOT_TAKEN])
def test_an_answer_that_settles_nothing_keeps_the_ladder_going(outcome: Outcome) -> None:
    said = Reported(outcome=outcome, grade=EvidenceGrade.SAID)
    task, done = run(task_of(medicine()), (0, Announced()), (1, said), (10, Tick()))
    assert task.stage is Stage.REPORTED
    assert done == [(10, Speak(attempt=2, rung=2))]


def test_a_late_report_still_closes_an_escalated_task() -> None:
    task, done = run(task_of(medicine()), (0, Announced()), (30, Tick()), (40, TAKEN))
    assert task.stage is Stage.CLOSED
    assert done[-1] == (40, Close(outcome=Outcome.TAKEN))


def test_a_report_that_contradicts_an_earlier_one_goes_to_a_nurse() -> None:
    took_back = Reported(outcome=Outcome.NOT_TAKEN, grade=EvidenceGrade.SAID)
    task, done = run(task_of(medicine()), (0, Announced()), (1, TAKEN), (5, took_back))
    assert (5, Escalate(reason=EscalationReason.CONTRADICTED)) in done
    assert task.report is not None
    assert task.report.outcome is Outcome.NOT_TAKEN


def test_the_same_report_twice_changes_nothing() -> None:
    once, _ = run(task_of(medicine()), (0, Announced()), (1, TAKEN))
    twice, done = run(once, (2, TAKEN))
    assert twice == once
    assert done == []


def test_a_robot_that_comes_back_late_speaks_once_and_tells_a_nurse() -> None:
    task, done = run(task_of(medicine()), (40, Tick()), (40, Announced()), (50, Tick()))
    assert done == [
        (40, Speak(attempt=1, rung=3)),
        (40, Escalate(reason=EscalationReason.UNANSWERED)),
    ]
    assert task.stage is Stage.ESCALATED


def test_a_robot_that_comes_back_after_the_window_does_not_speak() -> None:
    task, done = run(task_of(medicine()), (90, Tick()))
    assert task.stage is Stage.MISSED
    assert done == [
        (90, Escalate(reason=EscalationReason.MISSED)),
        (90, Close(outcome=Outcome.MISSED)),
    ]


def test_an_announcement_needs_no_answer_and_no_nurse() -> None:
    task, done = run(task_of(activity()), (0, Tick()), (0, Announced()), (30, Tick()), (90, Tick()))
    assert done == [(0, Speak(attempt=1, rung=1)), (0, Close(outcome=None))]
    assert task.wakes_at is None


def test_a_sound_in_answer_is_kept_as_heard() -> None:
    task, _ = run(task_of(medicine()), (0, Announced()), (1, Heard()))
    assert task.stage is Stage.HEARD


inputs = st.one_of(
    st.just(Tick()),
    st.just(Announced()),
    st.just(Heard()),
    st.builds(
        Reported,
        outcome=st.sampled_from(Outcome),
        grade=st.just(EvidenceGrade.SAID),
        wait=st.none() | st.integers(1, 300).map(lambda n: n * MINUTE),
    ),
)
histories = st.lists(st.tuples(st.integers(0, 30), inputs), max_size=25)


def _replay(history: list[tuple[int, Input]]) -> list[tuple[Task, Effect | None, datetime]]:
    task, now = task_of(medicine()), MORNING
    log: list[tuple[Task, Effect | None, datetime]] = []
    for wait, what in history:
        now += wait * MINUTE
        task, effects = step(task, what, now)
        log += [(task, effect, now) for effect in effects] or [(task, None, now)]
    return log


@given(histories)
def test_nothing_is_spoken_after_a_final_report(history: list[tuple[int, Input]]) -> None:
    is_settled = False
    for task, effect, _ in _replay(history):
        assert not (is_settled and isinstance(effect, Speak))
        is_settled = is_settled or task.stage.is_over


@given(histories)
def test_nothing_is_spoken_outside_the_window(history: list[tuple[int, Input]]) -> None:
    for task, effect, now in _replay(history):
        if isinstance(effect, Speak):
            assert task.occurrence.due_at <= now < task.occurrence.window_closes_at


@given(histories)
def test_an_open_task_always_has_a_time_at_which_it_wakes(history: list[tuple[int, Input]]) -> None:
    for task, _, _ in _replay(history):
        assert (task.wakes_at is None) == task.stage.is_over


SILENT: list[tuple[int, Input]] = [(20, Announced()), (10, Tick())]
"""Nobody has answered, and a nurse knows."""
few = st.lists(st.tuples(st.integers(0, 4), inputs), max_size=5)


@given(st.sampled_from([[], SILENT]), few)
def test_later_is_kept_to_whatever_came_before_and_once(
    before: list[tuple[int, Input]], history: list[tuple[int, Input]]
) -> None:
    """As long as its window leaves time, and also once a nurse knows of the silence."""
    log = _replay(before + history)
    task, now = (log[-1][0], log[-1][2]) if log else (task_of(medicine()), MORNING)
    task, _ = step(task, LATER, now)
    latest = task.occurrence.window_closes_at - LAST_CALL
    if task.stage.is_over or now >= latest:
        return
    assert task.snoozed_until is not None
    assert now < task.snoozed_until <= latest
    assert task.speaks_at == task.snoozed_until
    task, effects = step(task, Tick(), task.snoozed_until)
    assert [type(effect) for effect in effects] == [Speak]
    task, _ = step(task, Announced(), task.counted_from)
    assert not task.is_escalated or task.speaks_at is None


def test_later_from_who_a_nurse_already_knows_of_is_reminded_once_more() -> None:
    task, done = run(task_of(medicine()), (20, Announced()), (30, Tick()), (31, LATER))
    assert task.is_escalated
    task, done = run(task, (40, Tick()), (41, Tick()), (41, Announced()), (55, Tick()))
    assert done == [(41, Speak(attempt=2, rung=1))]


def test_too_late_for_later_the_robot_does_not_ask_again_at_once() -> None:
    task, done = run(
        task_of(medicine()), (56, Announced()), (57, LATER), (57, Tick()), (59, Tick())
    )
    assert (task.stage, task.snoozed_until) == (Stage.ESCALATED, None)
    assert done == [(57, Escalate(reason=EscalationReason.UNANSWERED))]


@given(histories)
def test_a_nurse_hears_of_one_silence_once(history: list[tuple[int, Input]]) -> None:
    silences = {EscalationReason.UNANSWERED, EscalationReason.MISSED}
    told = [e for _, e, _ in _replay(history) if isinstance(e, Escalate) and e.reason in silences]
    assert len(told) <= 1


@given(histories)
def test_ticking_until_it_is_over_always_ends_with_an_outcome_or_a_nurse(
    history: list[tuple[int, Input]],
) -> None:
    log = _replay(history)
    task, now = (log[-1][0], log[-1][2]) if log else (task_of(medicine()), MORNING)
    was_told = task.is_escalated
    for _ in range(20):
        if task.wakes_at is None:
            break
        now = max(now, task.wakes_at)
        task, effects = step(task, Tick(), now)
        was_told = was_told or any(isinstance(e, Escalate) for e in effects)
        if any(isinstance(e, Speak) for e in effects):
            task, _ = step(task, Announced(), now)
    assert task.stage.is_over
    reported = task.report is not None and task.report.outcome.is_final
    assert reported or was_told


def test_a_task_is_a_value() -> None:
    task = task_of(medicine())
    assert replace(task) == task


def test_what_is_about_to_be_said_is_part_of_the_state_until_it_has_sounded() -> None:
    task, _ = run(task_of(medicine()), (0, Tick()))
    assert task.intends == Intention(rung=1, since=MORNING)
    again, done = run(task, (3, Tick()))
    assert again == task, "the same intention once more is no news"
    assert done == [(3, Speak(attempt=1, rung=1))], "a crash may have cut it short"
    spoken, _ = run(task, (1, Announced()))
    assert spoken.intends is None


def test_an_item_may_be_missed_without_a_nurse() -> None:
    task = replace(task_of(medicine()), tells_when_missed=False)
    _, done = run(task, (90, Tick()))
    assert done == [(90, Close(outcome=Outcome.MISSED))]


def test_what_the_plan_has_dropped_is_neither_spoken_nor_missed() -> None:
    task, done = run(task_of(medicine()), (0, Announced()), (1, Withdrawn()), (10, Tick()))
    assert task.stage is Stage.WITHDRAWN
    assert done == [(1, Close(outcome=None))]


def test_an_answer_is_not_withdrawn() -> None:
    task, _ = run(task_of(medicine()), (0, Announced()), (1, TAKEN), (2, Withdrawn()))
    assert task.stage is Stage.CLOSED


def test_an_answer_carried_over_ends_the_task_before_it_is_spoken() -> None:
    answered, _ = run(task_of(medicine()), (0, Announced()), (1, TAKEN))
    assert answered.report is not None
    carried = CarriedOver(report=answered.report, carried_from=answered.occurrence.id)
    task, done = run(task_of(medicine()), (0, carried), (0, Tick()), (10, Tick()))
    assert task.report == answered.report
    assert done == [(0, Close(outcome=Outcome.TAKEN))]


def elsewhere(outcome: Outcome, minute: int) -> ReportedElsewhere:
    at = MORNING + minute * MINUTE
    return ReportedElsewhere(
        report=Report(outcome=outcome, grade=EvidenceGrade.SAID, reported_at=at)
    )


@pytest.mark.parametrize("outcome", [Outcome.TAKEN, Outcome.REFUSED, Outcome.ANSWERED])
@given(history=histories)
def test_what_another_robot_was_told_is_not_asked_about_and_told_to_nobody_twice(
    outcome: Outcome, history: list[tuple[int, Input]]
) -> None:
    log = _replay(history)
    task, now = (log[-1][0], log[-1][2]) if log else (task_of(medicine()), MORNING)
    told = ReportedElsewhere(
        report=Report(outcome=outcome, grade=EvidenceGrade.SAID, reported_at=now + MINUTE)
    )
    after, effects = step(task, told, now + MINUTE)
    assert effects == ()
    assert after.stage.is_over
    assert after.report is not None
    assert after.report.outcome is outcome


def test_a_dose_taken_back_at_another_robot_is_known_as_not_taken() -> None:
    task, done = run(
        task_of(medicine()), (0, Announced()), (1, TAKEN), (3, elsewhere(Outcome.NOT_TAKEN, 2))
    )
    assert task.report is not None
    assert (task.stage, task.report.outcome) == (Stage.CLOSED, Outcome.NOT_TAKEN)
    assert done == [(1, Close(outcome=Outcome.TAKEN))]


def test_not_taken_at_another_robot_leaves_the_dose_open() -> None:
    task, done = run(
        task_of(medicine()), (0, Announced()), (3, elsewhere(Outcome.NOT_TAKEN, 2)), (10, Tick())
    )
    assert task.stage is Stage.REPORTED
    assert done == [(10, Speak(attempt=2, rung=2))]


@pytest.mark.parametrize(
    "late",
    [
        elsewhere(Outcome.NOT_TAKEN, 0),
        elsewhere(Outcome.TAKEN, 5),
        elsewhere(Outcome.LATER, 5),
        elsewhere(Outcome.UNCLEAR, 5),
    ],
    ids=["older", "the same", "later", "unclear"],
)
def test_what_is_no_news_changes_nothing(late: ReportedElsewhere) -> None:
    known, _ = run(task_of(medicine()), (0, Announced()), (1, TAKEN))
    assert run(known, (6, late)) == (known, [])
