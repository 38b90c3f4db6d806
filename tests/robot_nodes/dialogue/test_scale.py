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


@pytest.mark.parametrize(
    ("text", "locale", "meant"),
    [
        ("vi får si en firer da", Locale.NB_NO, "score_4"),
        ("det vert ein femmar", Locale.NN_NO, "score_5"),
        ("fire av fem vil jeg si", Locale.NB_NO, "score_4"),
        ("five out of five", Locale.EN_GB, "score_5"),
        ("bare en da", Locale.NB_NO, "score_1"),
    ],
)
def test_an_article_and_the_end_of_the_scale_are_no_numbers_of_their_own(
    text: str, locale: Locale, meant: str
) -> None:
    assert scored(UNKNOWN, text, locale, SCORES).intent == meant


@pytest.mark.parametrize(
    ("text", "locale"),
    [("det er en fin dag", Locale.NB_NO), ("one of those days", Locale.EN_GB)],
)
def test_a_one_before_a_noun_is_no_number(text: str, locale: Locale) -> None:
    assert scored(UNKNOWN, text, locale, SCORES) == UNKNOWN


@pytest.mark.parametrize("intent", ["help", "pain", "call_nurse"])
def test_what_is_graver_than_a_number_stays(intent: str) -> None:
    graver = Understanding(intent=intent, confidence=1.0)
    assert scored(graver, "fire", Locale.NB_NO, SCORES) == graver


def test_two_numbers_are_none() -> None:
    assert scored(UNKNOWN, "fire eller fem", Locale.NB_NO, SCORES) == UNKNOWN
