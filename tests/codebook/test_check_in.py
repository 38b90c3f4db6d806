from uuid import UUID

from codebook.check_in import CheckInAnswered

FIRST_VERSION = {
    "kind": "checkin.answered",
    "version": 1,
    "occurrence_id": str(UUID(int=1)),
    "item_id": str(UUID(int=2)),
    "question_id": "sleep",
    "answer": "feel_good",
    "transcript": "bra",
    "is_worrying": False,
    "grade": "said",
}


def test_an_answer_of_the_first_version_is_still_read_and_stays_of_that_version() -> None:
    answer = CheckInAnswered.model_validate(FIRST_VERSION)
    assert (answer.version, answer.question_kind, answer.score) == (1, None, None)
