from hypothesis import given
from hypothesis import strategies as st

from care_api.events.sequences import advanced, gaps

SEQUENCES = st.lists(st.integers(1, 40)).map(sorted)


@given(SEQUENCES)
def test_all_up_to_the_acknowledged_sequence_has_arrived_and_the_next_has_not(
    present: list[int],
) -> None:
    reached = advanced(0, present)
    assert set(range(1, reached + 1)) <= set(present)
    assert reached + 1 not in present


@given(SEQUENCES, SEQUENCES)
def test_what_arrives_in_parts_comes_to_the_same(first: list[int], then: list[int]) -> None:
    at_once = advanced(0, sorted([*first, *then]))
    assert advanced(advanced(0, first), sorted([*first, *then])) == at_once


@given(st.integers(1, 40), st.integers(0, 40), SEQUENCES)
def test_gaps_and_what_is_there_make_up_the_whole(
    first: int, length: int, present: list[int]
) -> None:
    last = first + length
    missing = [n for start, end in gaps(first, last, present) for n in range(start, end + 1)]
    assert sorted({*missing, *present} & set(range(first, last + 1))) == [*range(first, last + 1)]
    assert not set(missing) & set(present)
    assert len(missing) == len(set(missing))
