from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from care_api.commands.state import CommandState, later

ENDS = (CommandState.DONE, CommandState.REFUSED, CommandState.EXPIRED, CommandState.UNCERTAIN)


def test_a_late_receipt_does_not_undo_the_end() -> None:
    assert later(CommandState.DONE, CommandState.RECEIVED) is CommandState.DONE


def test_the_robots_word_counts_before_the_servers_guess() -> None:
    for told in (CommandState.RECEIVED, *ENDS):
        assert later(CommandState.UNDELIVERED, told) is told


@given(st.lists(st.sampled_from(CommandState), max_size=6))
def test_nothing_goes_back_to_sent(told: list[CommandState]) -> None:
    state = CommandState.SENT
    for each in told:
        after = later(state, each)
        assert after is state or after is not CommandState.SENT
        state = after


def test_one_commands_events_come_to_the_same_in_any_order() -> None:
    told = (CommandState.RECEIVED, CommandState.UNDELIVERED, CommandState.DONE)
    for order in permutations(told):
        state = CommandState.SENT
        for each in order:
            state = later(state, each)
        assert state is CommandState.DONE
