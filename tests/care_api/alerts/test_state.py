from hypothesis import given
from hypothesis import strategies as st

from care_api.alerts.state import AlertAction, AlertState, allowed, state_after

ORDER = list(AlertState)
states = st.sampled_from(AlertState)
actions = st.sampled_from(AlertAction)


@given(state=states, action=actions)
def test_only_the_end_of_a_shift_leads_back(state: AlertState, action: AlertAction) -> None:
    after = state_after(state, action)
    is_back = after is not None and ORDER.index(after) < ORDER.index(state)
    is_handed_back = action is AlertAction.HAND_BACK and after is not None
    assert is_back is is_handed_back


@given(state=states)
def test_only_what_is_owned_and_not_yet_handled_is_handed_back(state: AlertState) -> None:
    after = state_after(state, AlertAction.HAND_BACK)
    owned = {AlertState.IN_PROGRESS, AlertState.ACKNOWLEDGED}
    assert after is (AlertState.REPORTED if state in owned else None)


@given(steps=st.lists(actions, max_size=30))
def test_nothing_leads_out_of_closed(steps: list[AlertAction]) -> None:
    assert all(state_after(AlertState.CLOSED, step) is None for step in steps)


@given(steps=st.lists(actions, max_size=30))
def test_nobody_handles_what_nobody_has_taken(steps: list[AlertAction]) -> None:
    state, has_owner = AlertState.REPORTED, False
    for step in steps:
        after = state_after(state, step)
        if after is None:
            continue
        has_owner = has_owner or step in {AlertAction.OWN, AlertAction.ACKNOWLEDGE}
        has_owner = has_owner and step is not AlertAction.HAND_BACK
        state = after
        assert state is not AlertState.HANDLED or has_owner


@given(state=states)
def test_a_nurse_can_always_go_on_until_it_is_closed(state: AlertState) -> None:
    assert bool(allowed(state)) is state.is_open


@given(state=states)
def test_what_a_nurse_has_handled_only_a_nurse_closes(state: AlertState) -> None:
    is_resolvable = state_after(state, AlertAction.RESOLVE) is AlertState.CLOSED
    assert is_resolvable is (state not in {AlertState.HANDLED, AlertState.CLOSED})
