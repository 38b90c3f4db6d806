from schedules.outcome import EvidenceGrade, Outcome


def test_a_nurse_s_own_eyes_are_the_strongest_evidence() -> None:
    assert max(EvidenceGrade, key=lambda grade: grade.strength) is EvidenceGrade.OBSERVED


def test_saying_so_is_weaker_than_a_dispenser_that_opened() -> None:
    assert EvidenceGrade.SAID.strength < EvidenceGrade.DISPENSED.strength


def test_later_and_unclear_leave_a_task_open() -> None:
    assert not Outcome.LATER.is_final
    assert not Outcome.UNCLEAR.is_final
