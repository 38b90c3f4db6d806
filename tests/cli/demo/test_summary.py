import json
from collections.abc import Callable

import pytest

from cli.demo.evidence import Evidence
from cli.demo.summary import Summary, sentences, spread, summarise, timings, to_json
from schedules.locale import Locale

MorningWithout = Callable[..., Evidence]


def summary_of(seen: Evidence) -> Summary:
    return summarise(seen, Locale.NB_NO, duration_s=123.4, first_sentence_after_s=4.5)


def test_a_morning_passes_if_and_only_if_every_step_happened(
    morning_without: MorningWithout,
) -> None:
    assert summary_of(morning_without()).passed
    assert not summary_of(morning_without(4)).passed


def test_sentences_stand_beside_what_was_heard(morning_without: MorningWithout) -> None:
    first, cry = sentences(morning_without())
    assert (first.resident, first.said) == ("Solveig", "ja, jeg har tatt den")
    assert (first.heard, first.intent) == ("ja jeg har tatt den", "taken")
    assert cry.intent == "fallen"


def test_a_sentence_that_was_not_heard_stays_empty(morning_without: MorningWithout) -> None:
    seen = morning_without()
    seen.events.clear()
    assert {sentence.heard for sentence in sentences(seen)} == {""}


def test_every_figure_is_taken(morning_without: MorningWithout) -> None:
    taken = timings(morning_without())
    assert taken.closed_turn_outside.p50_s == pytest.approx(0.8)
    assert taken.closed_turn_inside.p50_s == pytest.approx(0.7)
    assert taken.due_to_first_sample.worst_s == pytest.approx(0.4)
    assert taken.cry_end_to_silence_s == pytest.approx(-0.5)
    assert taken.cry_to_alert_s == pytest.approx(2.2)
    assert taken.cry_end_to_alert_s == pytest.approx(0.6)


def test_figures_that_could_not_be_taken_are_none(morning_without: MorningWithout) -> None:
    taken = timings(morning_without(1, 2, 3, 4, 5, 6))
    assert taken.closed_turn_outside.p95_s is None
    assert taken.cry_end_to_alert_s is None


def test_a_percentile_is_a_duration_that_was_measured() -> None:
    durations = spread(float(number) for number in range(1, 21))
    assert (durations.p50_s, durations.p95_s, durations.worst_s) == (10.0, 19.0, 20.0)


def test_the_summary_is_readable_json(morning_without: MorningWithout) -> None:
    read = json.loads(to_json(summary_of(morning_without())))
    assert read["passed"] is True
    assert [step["number"] for step in read["steps"]] == [1, 2, 3, 4, 5, 6]
