import pytest

from schedules.care_plan import QuestionKind
from schedules.check_in_policy import SEVERE, WORRYING, is_worrying


def test_every_kind_of_question_says_what_worries() -> None:
    assert set(WORRYING) == set(QuestionKind)


@pytest.mark.parametrize("kind", QuestionKind)
@pytest.mark.parametrize("intent", sorted(SEVERE))
def test_a_fall_pain_or_a_cry_worries_whatever_was_asked(kind: str, intent: str) -> None:
    assert is_worrying(kind, intent)


def test_a_bad_night_alone_does_not_worry_but_a_bad_day_does() -> None:
    assert not is_worrying("sleep", "feel_bad")
    assert is_worrying("feeling", "feel_bad")


def test_a_yes_worries_where_a_no_was_expected() -> None:
    assert is_worrying("no_expected", "affirm")
    assert not is_worrying("yes_expected", "affirm")
