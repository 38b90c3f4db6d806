import pytest

from sim.measures import TurnTaken, from_json, to_json


def test_a_measure_comes_back_as_it_was_sent() -> None:
    turn = TurnTaken(line="yes", is_closed=True, reply_s=0.75)
    assert from_json(to_json(turn)) == turn


@pytest.mark.parametrize("text", ["", "{}", '{"kind": "something_else"}'])
def test_what_is_no_measure_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="measure|kind|tag|JSON"):
        from_json(text)
