from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from care_api.alerts.deadlines import DEFAULTS
from care_api.notifications.attempts import BACK_OFF, MOST_ATTEMPTS, MOST_UNCERTAIN, after
from care_api.notifications.channel import Result
from care_api.notifications.state import State
from codebook.alert import Severity

NOW = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


@given(results=st.lists(st.sampled_from(Result), min_size=1))
def test_attempts_end_and_what_may_have_arrived_is_sent_once_more_at_most(
    results: list[Result],
) -> None:
    made = uncertain = 0
    state, at = State.WAITING, NOW
    for result in results:
        if state is not State.WAITING:
            break
        made += 1
        uncertain += result is Result.UNCERTAIN
        found = after(result, made, uncertain, at)
        state, at = found.state, found.next_at or at
        assert (found.next_at is not None) is (state is State.WAITING)
    assert made <= MOST_ATTEMPTS
    assert uncertain <= MOST_UNCERTAIN
    assert state in {State.WAITING, State.SENT, State.FAILED}


def test_all_attempts_are_over_before_a_critical_alert_goes_on_by_itself() -> None:
    waits = sum(BACK_OFF[1:], BACK_OFF[0])
    assert waits < DEFAULTS[Severity.CRITICAL].acknowledge_within
