import pytest

from schedules.care_plan import Question, QuestionKind
from schedules.check_in_policy import SEVERE, WORRYING, is_worrying


def asked(kind: QuestionKind, worrying_scores: tuple[int, ...] | None = None) -> Question:
    return Question(id="q", text="?", kind=kind, worrying_scores=worrying_scores)


def test_every_kind_of_question_says_what_worries() -> None:
    assert set(WORRYING) == set(QuestionKind)


@pytest.mark.parametrize("kind", QuestionKind)
@pytest.mark.parametrize("intent", sorted(SEVERE))
def test_a_fall_pain_or_a_cry_worries_whatever_was_asked(kind: QuestionKind, intent: str) -> None:
    assert is_worrying(asked(kind), intent)


def test_a_bad_night_alone_does_not_worry_but_a_bad_day_does() -> None:
    assert not is_worrying(asked(QuestionKind.SLEEP), "feel_bad")
    assert is_worrying(asked(QuestionKind.FEELING), "feel_bad")


def test_a_yes_worries_where_a_no_was_expected() -> None:
    assert is_worrying(asked(QuestionKind.NO_EXPECTED), "affirm")
    assert not is_worrying(asked(QuestionKind.YES_EXPECTED), "affirm")


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_neither_yes_nor_no_worries_where_the_nurse_only_wants_to_know(intent: str) -> None:
    assert not is_worrying(asked(QuestionKind.YES_NO), intent)


def test_the_two_lowest_scores_worry_unless_the_nurse_names_others() -> None:
    scores = range(1, 6)
    plain = asked(QuestionKind.SCALE)
    pain = asked(QuestionKind.SCALE, worrying_scores=(4, 5))
    never = asked(QuestionKind.SCALE, worrying_scores=())
    assert [is_worrying(plain, "unknown", score) for score in scores] == [1, 1, 0, 0, 0]
    assert [is_worrying(pain, "unknown", score) for score in scores] == [0, 0, 0, 1, 1]
    assert not any(is_worrying(never, "unknown", score) for score in scores)
