from datetime import datetime, time, timedelta
from uuid import UUID

import pytest

from robot_nodes.care import rounds
from schedules.task import Task
from tests.robot_nodes.care.morning import activity, medicine, plans_with
from tests.schedules.plans import MORNING, task_of

A_DAY = timedelta(days=1)


def free(_: Task) -> datetime | None:
    return None


def test_what_has_come_and_has_no_task_yet_falls_due() -> None:
    plans = plans_with(medicine(time(8), time(20)))

    (due,) = rounds.fallen_due(plans, lambda _: False, MORNING, MORNING - A_DAY / 4)
    _, occurrence = due

    assert occurrence.due_at == MORNING
    assert list(rounds.fallen_due(plans, lambda _: True, MORNING, MORNING - A_DAY)) == []


def test_what_came_before_the_plan_took_effect_never_falls_due() -> None:
    plans = plans_with(medicine(time(18)))

    assert list(rounds.fallen_due(plans, lambda _: False, MORNING, MORNING - 7 * A_DAY)) == []


def test_an_activity_has_no_ladder() -> None:
    (resident,) = plans_with(activity()).residents
    occurrence = task_of(activity()).occurrence

    assert rounds.new_task(resident.plan, occurrence).ladder is None


def test_a_rung_is_as_loud_as_it_says_in_proportion_to_the_resident_s_usual_loudness() -> None:
    (usual,) = plans_with(medicine()).residents
    soft = usual.model_copy(update={"speech_volume": usual.speech_volume / 2})
    loud = usual.model_copy(update={"speech_volume": 1.0})
    third = MORNING + timedelta(minutes=20)

    assert rounds.way_of(task_of(medicine()), usual, MORNING).volume == pytest.approx(0.7)
    assert rounds.way_of(task_of(medicine()), soft, MORNING).volume == pytest.approx(0.35)
    assert rounds.way_of(task_of(medicine()), loud, third).volume == 1.0


def test_the_next_event_is_the_earliest_of_plan_and_open_tasks() -> None:
    plans = plans_with(medicine(time(8), time(20)))
    task = task_of(medicine(time(8), time(20)))

    assert rounds.next_event_at(plans, [], free, MORNING) == MORNING + timedelta(hours=12)
    assert rounds.next_event_at(plans, [task], free, MORNING) == MORNING


def test_a_task_that_is_held_still_escalates_in_time() -> None:
    plans = plans_with(medicine())
    task = task_of(medicine())
    held_until = MORNING + timedelta(hours=3)

    at = rounds.next_event_at(plans, [task], lambda _: held_until, MORNING)

    assert at == MORNING + timedelta(minutes=30)


def test_an_empty_plan_has_no_next_event() -> None:
    assert rounds.next_event_at(plans_with(), [], free, MORNING) is None


def test_a_task_whose_item_was_dropped_wakes_nobody() -> None:
    assert rounds.next_event_at(plans_with(), [task_of(medicine())], free, MORNING) is None


def test_before_anybody_was_visited_the_slowest_speaker_s_silence_ends_a_turn() -> None:
    plans = plans_with(medicine())
    solveig = plans.residents[0].model_copy(update={"end_silence_s": 1.0})
    arne = solveig.model_copy(update={"resident_id": UUID(int=2), "end_silence_s": 2.0})
    both = plans.model_copy(update={"residents": (solveig, arne)})

    assert rounds.end_silence_s(both, None) == 2.0
    assert rounds.end_silence_s(both, solveig.resident_id) == 1.0
    assert rounds.end_silence_s(both, UUID(int=3)) == 0.0
