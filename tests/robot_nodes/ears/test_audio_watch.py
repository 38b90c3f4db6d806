import pytest

from robot_nodes.ears.audio_watch import AudioWatch, is_usable_rate
from robot_nodes.speech.audio import HEARING_RATE_HZ


def test_a_quiet_stream_is_no_lost_microphone() -> None:
    watch = AudioWatch(no_audio_after_s=5.0)
    for _ in range(60):
        watch.passed(1.0)
        watch.heard(HEARING_RATE_HZ)
    assert not watch.is_silent


def test_no_stream_is_a_lost_microphone_until_sound_comes() -> None:
    watch = AudioWatch(no_audio_after_s=5.0)
    watch.passed(4.9)
    assert not watch.is_silent
    watch.passed(0.2)
    assert watch.is_silent
    watch.heard(HEARING_RATE_HZ)
    assert not watch.is_silent


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 44_100, 48_000, 96_000])
def test_a_higher_rate_holds_all_that_is_needed(rate_hz: int) -> None:
    assert is_usable_rate(rate_hz)


@pytest.mark.parametrize("rate_hz", [0, 1, 8_000, 11_025, 1_000_000])
def test_a_rate_without_the_consonants_is_of_no_use(rate_hz: int) -> None:
    assert not is_usable_rate(rate_hz)
