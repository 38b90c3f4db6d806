import pytest

from robot_nodes.dialogue.meaning import UNKNOWN
from robot_nodes.dialogue.scale import SCORES, scored
from robot_nodes.ports import Understanding
from schedules.locale import Locale


@pytest.mark.parametrize(("text", "meant"), [("jeg vil si tre", "score_3"), ("5", "score_5")])
def test_a_number_means_itself_where_it_was_asked_for(text: str, meant: str) -> None:
    assert scored(UNKNOWN, text, Locale.NB_NO, SCORES).intent == meant
    assert scored(UNKNOWN, text, Locale.NB_NO, ("affirm", "deny")) == UNKNOWN
    assert scored(UNKNOWN, text, Locale.NB_NO, ()) == UNKNOWN


@pytest.mark.parametrize("intent", ["help", "pain", "call_nurse"])
def test_what_is_graver_than_a_number_stays(intent: str) -> None:
    graver = Understanding(intent=intent, confidence=1.0)
    assert scored(graver, "fire", Locale.NB_NO, SCORES) == graver


def test_two_numbers_are_none() -> None:
    assert scored(UNKNOWN, "fire eller fem", Locale.NB_NO, SCORES) == UNKNOWN
