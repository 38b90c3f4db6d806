from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.dialogue.floor import Change, Claim, Floor
from robot_nodes.ports import Priority

REMINDER = Claim(id="r", kind="reminder", priority=Priority.REMINDER)
CHECK_IN = Claim(id="c", kind="check_in", priority=Priority.REMINDER)
HELP = Claim(id="h", kind="help", priority=Priority.CRITICAL)
QUESTION = Claim(id="q", kind="question", priority=Priority.SMALL_TALK, comes_back=False)


def test_the_first_to_ask_gets_the_floor() -> None:
    floor, change = Floor().request(REMINDER)
    assert (floor.holder, change) == (REMINDER, Change(starts=REMINDER))


def test_an_equal_waits_for_its_turn() -> None:
    floor, _ = Floor().request(REMINDER)
    floor, change = floor.request(CHECK_IN)
    assert change == Change()
    floor, change = floor.release("r")
    assert (floor.holder, change.starts) == (CHECK_IN, CHECK_IN)


def test_a_cry_for_help_interrupts_and_the_reminder_comes_back() -> None:
    floor, _ = Floor().request(REMINDER)
    floor, change = floor.request(HELP)
    assert change == Change(starts=HELP, stops=REMINDER)
    floor, change = floor.release("h")
    assert (floor.holder, change.starts) == (REMINDER, REMINDER)


def test_a_question_that_was_interrupted_does_not_come_back() -> None:
    floor, _ = Floor().request(QUESTION)
    floor, _ = floor.request(REMINDER)
    assert floor.waiting == ()


def test_an_interrupted_conversation_goes_on_before_those_that_waited() -> None:
    floor, _ = Floor().request(REMINDER)
    floor, _ = floor.request(CHECK_IN)
    floor, _ = floor.request(HELP)
    assert floor.waiting == (REMINDER, CHECK_IN)


def test_the_same_claim_twice_changes_nothing() -> None:
    floor, _ = Floor().request(REMINDER)
    assert floor.request(REMINDER) == (floor, Change())


def test_what_waits_can_be_taken_back() -> None:
    floor, _ = Floor().request(REMINDER)
    floor, _ = floor.request(CHECK_IN)
    floor, change = floor.release("c")
    assert (floor, change) == (Floor(REMINDER), Change())


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from(Priority), st.booleans()), max_size=20
    )
)
def test_nobody_who_waits_matters_more_than_the_speaker(
    steps: list[tuple[str, Priority, bool]],
) -> None:
    floor = Floor()
    for claim_id, priority, is_request in steps:
        claim = Claim(id=claim_id, kind="reminder", priority=priority)
        floor, _ = floor.request(claim) if is_request else floor.release(claim_id)
        assert floor.holder is not None or not floor.waiting
        assert all(c.priority <= floor.holder.priority for c in floor.waiting if floor.holder)
