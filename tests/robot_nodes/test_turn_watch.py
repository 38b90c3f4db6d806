from datetime import UTC, datetime, timedelta

import pytest

from robot_nodes.signals import Live
from robot_nodes.turn_watch import TurnWatch
from schedules.locale import Locale

ENDED_AT = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


def final(after_s: float = 0.5, decode_s: float = 0.1) -> Live:
    return Live(
        at=ENDED_AT + timedelta(seconds=after_s),
        utterance_id="u1",
        locale=Locale.NB_NO,
        text="ja",
        speech_ended_at=ENDED_AT,
        decode_s=decode_s,
    )


def test_a_reply_is_counted_from_the_end_of_speech() -> None:
    watch = TurnWatch()
    watch.heard(final(), understand_s=0.01, is_closed_question=True)

    timing = watch.robot_spoke(ENDED_AT + timedelta(seconds=0.8), synthesise_s=0.06)

    assert timing is not None
    assert timing.reply_s == pytest.approx(0.8)
    assert timing.endpoint_s == pytest.approx(0.4)
    assert timing.synthesise_s == 0.06
    assert timing.is_closed_question


def test_only_the_first_sentence_after_an_utterance_is_its_reply() -> None:
    watch = TurnWatch()
    watch.heard(final(), understand_s=0.01, is_closed_question=True)
    watch.robot_spoke(ENDED_AT + timedelta(seconds=1), synthesise_s=0.06)

    assert watch.robot_spoke(ENDED_AT + timedelta(seconds=2), synthesise_s=0.06) is None


def test_what_is_said_much_later_is_no_reply() -> None:
    watch = TurnWatch()
    watch.heard(final(), understand_s=0.01, is_closed_question=False)

    assert watch.robot_spoke(ENDED_AT + timedelta(minutes=5), synthesise_s=0.06) is None


def test_a_clock_that_went_back_measures_nothing() -> None:
    watch = TurnWatch()
    watch.heard(final(), understand_s=0.01, is_closed_question=False)

    assert watch.robot_spoke(ENDED_AT - timedelta(seconds=5), synthesise_s=0.06) is None
