from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from sim.measures import BargedIn, Measure, ResidentSpoke, RobotSpoke, TurnTaken
from sim.resident import Shown, Words
from sim.scenario import Line, Person
from sim.stopwatch import Moment, Stopwatch

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
SOLVEIG = Person(name="Solveig", resident_id="s", voice="f3")
ANSWER = Words(
    line=Line(id="yes", to="Solveig", keywords=("k",), answer="ja", is_closed=True),
    person=SOLVEIG,
)
CRY = Words(
    line=Line(id="cry", to="Solveig", keywords=("k",), answer="hjelp", interrupts_after_s=1.0),
    person=SOLVEIG,
)
CHUNK_S = 0.04

M = TypeVar("M", RobotSpoke, ResidentSpoke, TurnTaken, BargedIn)


def at(seconds: float) -> Moment:
    return Moment(s=seconds, at=START + timedelta(seconds=seconds))


def show(watch: Stopwatch, utterance_id: str) -> None:
    watch.robot_shows(Shown(utterance_id=utterance_id, resident_id="s", text="Har du tatt den?"))


def sound(watch: Stopwatch, begin_s: float, end_s: float, *, is_audible: bool = True) -> None:
    chunks = round((end_s - begin_s) / CHUNK_S)
    for index in range(chunks):
        watch.robot_sounds(-20.0, CHUNK_S, at(begin_s + index * CHUNK_S), is_audible=is_audible)


def only(measures: tuple[Measure, ...], kind: type[M]) -> M:
    (found,) = [measure for measure in measures if isinstance(measure, kind)]
    return found


def test_a_turn_lasts_from_the_last_voiced_sample_to_the_first_audible_one() -> None:
    watch = Stopwatch()
    watch.resident_begins(ANSWER, at(3.0))
    watch.resident_ends(at(4.0))
    show(watch, "reply")
    sound(watch, 4.6, 4.8, is_audible=False)
    sound(watch, 4.8, 5.8)
    measures = watch.take()
    assert only(measures, TurnTaken).reply_s == pytest.approx(0.8)
    assert only(measures, TurnTaken).is_closed
    assert only(measures, ResidentSpoke).ended_s == pytest.approx(4.0)


def test_a_measure_is_handed_out_once() -> None:
    watch = Stopwatch()
    watch.resident_begins(ANSWER, at(3.0))
    watch.resident_ends(at(4.0))
    assert watch.take()
    assert not watch.take()


def test_a_sentence_is_measured_when_it_is_over() -> None:
    watch = Stopwatch()
    show(watch, "question")
    sound(watch, 1.0, 3.0)
    watch.time_passes(3.1)
    assert not watch.take()
    watch.time_passes(4.0)
    spoken = only(watch.take(), RobotSpoke)
    assert spoken.began_at == START + timedelta(seconds=1)
    assert spoken.sounded_s == pytest.approx(2.0)


def test_a_sentence_that_nobody_could_hear_leaves_no_trace() -> None:
    watch = Stopwatch()
    show(watch, "question")
    sound(watch, 1.0, 3.0, is_audible=False)
    watch.time_passes(9.0)
    show(watch, "next")
    assert not watch.take()


def test_a_cry_is_measured_to_silence_and_to_the_answer() -> None:
    watch = Stopwatch()
    show(watch, "story")
    sound(watch, 0.0, 2.0)
    watch.resident_begins(CRY, at(1.0))
    watch.resident_ends(at(2.6))
    show(watch, "answer")
    sound(watch, 3.0, 4.0)
    barged = only(watch.take(), BargedIn)
    assert barged.utterance_id == "story"
    assert barged.cry_s == pytest.approx(1.6)
    assert barged.silent_s == pytest.approx(1.0)
    assert barged.reply_s == pytest.approx(2.0)


def test_an_answer_that_comes_before_the_cry_is_over_counts_too() -> None:
    watch = Stopwatch()
    show(watch, "story")
    sound(watch, 0.0, 1.2)
    watch.resident_begins(CRY, at(1.0))
    show(watch, "answer")
    sound(watch, 1.5, 1.7)
    watch.resident_ends(at(2.0))
    assert only(watch.take(), BargedIn).reply_s == pytest.approx(0.5)
