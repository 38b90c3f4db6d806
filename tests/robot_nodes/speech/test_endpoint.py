import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.speech.endpoint import Endpointer, EndpointEvent, EndpointSettings

FRAME_S = 0.032


def fed(
    endpointer: Endpointer, frames: list[bool], *, is_answer_complete: bool = False
) -> list[tuple[float, EndpointEvent]]:
    """Return the events and the seconds at the end of the frame that brought each."""
    events = []
    for number, is_speech in enumerate(frames, start=1):
        event = endpointer.feed(
            is_speech=is_speech, frame_s=FRAME_S, is_answer_complete=is_answer_complete
        )
        if event is not None:
            events.append((round(number * FRAME_S, 3), event))
    return events


def seconds(duration_s: float, *, is_speech: bool) -> list[bool]:
    return [is_speech] * round(duration_s / FRAME_S)


def test_an_utterance_ends_after_the_residents_own_silence() -> None:
    frames = seconds(0.96, is_speech=True) + seconds(3.0, is_speech=False)

    patient = fed(Endpointer(EndpointSettings(end_silence_s=2.5)), frames)
    default = fed(Endpointer(EndpointSettings()), frames)

    assert [event for _, event in default] == list(EndpointEvent)
    assert default[1][0] == pytest.approx(0.96 + 1.25, abs=FRAME_S)
    assert patient[1][0] == pytest.approx(0.96 + 2.5, abs=FRAME_S)


def test_a_complete_answer_ends_the_turn_early() -> None:
    frames = seconds(0.96, is_speech=True) + seconds(2.0, is_speech=False)
    events = fed(Endpointer(EndpointSettings()), frames, is_answer_complete=True)
    assert events[1][0] == pytest.approx(0.96 + 0.45, abs=FRAME_S)


def test_a_pause_for_thought_does_not_end_the_turn() -> None:
    thinking = seconds(0.5, is_speech=True) + seconds(1.1, is_speech=False)
    events = fed(Endpointer(EndpointSettings()), thinking * 3)
    assert [event for _, event in events] == [EndpointEvent.SPEECH_STARTED]


def test_a_click_does_not_begin_a_turn() -> None:
    click = [True, True, False, False]
    assert fed(Endpointer(EndpointSettings()), click * 50) == []


def test_endless_talk_is_cut() -> None:
    events = fed(Endpointer(EndpointSettings()), seconds(31, is_speech=True))
    cut_s, event = events[1]
    assert event is EndpointEvent.SPEECH_ENDED
    assert cut_s == pytest.approx(30.0, abs=FRAME_S)


def test_patience_can_change_inside_an_utterance() -> None:
    endpointer = Endpointer(EndpointSettings(end_silence_s=2.5))
    fed(endpointer, seconds(0.5, is_speech=True) + seconds(1.0, is_speech=False))
    endpointer.settings = EndpointSettings(end_silence_s=1.0)

    assert fed(endpointer, [False])[0][1] is EndpointEvent.SPEECH_ENDED


@pytest.mark.parametrize(
    "settings",
    [
        {"end_silence_s": 0.0},
        {"end_silence_s": 0.4},
        {"complete_answer_silence_s": 0.0},
        {"min_speech_s": 0.0},
        {"min_speech_s": 31.0},
    ],
)
def test_settings_that_could_never_end_a_turn_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        EndpointSettings(**settings)


@given(st.lists(st.booleans(), max_size=400))
def test_starts_and_ends_take_turns_whatever_is_heard(frames: list[bool]) -> None:
    events = [event for _, event in fed(Endpointer(EndpointSettings()), frames)]
    assert events == (list(EndpointEvent) * len(events))[: len(events)]


@given(st.lists(st.booleans(), max_size=400))
def test_every_turn_ends_in_silence(frames: list[bool]) -> None:
    endpointer = Endpointer(EndpointSettings())
    fed(endpointer, frames + seconds(1.3, is_speech=False))
    assert not endpointer.is_in_speech


@given(st.lists(st.booleans(), max_size=200))
def test_more_patience_never_hears_more_turns(frames: list[bool]) -> None:
    def turns(end_silence_s: float) -> int:
        settings = EndpointSettings(end_silence_s=end_silence_s)
        return len(fed(Endpointer(settings), frames))

    assert turns(2.5) <= turns(0.5)
