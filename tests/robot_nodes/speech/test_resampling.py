import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, resample, to_samples
from robot_nodes.speech.resampling import StreamResampler

RATES = [8_000, 22_050, 32_000, 44_100, 48_000]


def tone(rate_hz: int, duration_s: float = 0.3, frequency_hz: float = 700) -> Samples:
    turns = np.arange(round(duration_s * rate_hz)) * frequency_hz / rate_hz
    return to_samples(8000 * np.sin(2 * np.pi * turns))


def in_pieces(stream: Samples, sizes: list[int], rate_hz: int) -> Samples:
    resampler = StreamResampler(rate_hz, HEARING_RATE_HZ)
    pieces, at = [], 0
    for size in [*sizes, len(stream)]:
        pieces.append(resampler.feed(stream[at : at + size]))
        at += size
    return np.concatenate(pieces)


@pytest.mark.parametrize("rate_hz", RATES)
def test_a_stream_in_pieces_sounds_like_the_whole(rate_hz: int) -> None:
    whole = resample(tone(rate_hz), rate_hz, HEARING_RATE_HZ)
    pieces = in_pieces(tone(rate_hz), [512] * 20, rate_hz)
    compared = len(pieces) - 30
    assert len(whole) - 30 <= len(pieces) <= len(whole)
    assert np.max(np.abs(whole[:compared].astype(int) - pieces[:compared])) <= 1


@given(
    st.lists(st.integers(0, 700), max_size=8),
    st.sampled_from(RATES),
)
def test_where_it_is_cut_makes_no_difference(sizes: list[int], rate_hz: int) -> None:
    once = in_pieces(tone(rate_hz, 0.1), [], rate_hz)
    assert np.array_equal(in_pieces(tone(rate_hz, 0.1), sizes, rate_hz), once)


def test_the_right_rate_passes_untouched() -> None:
    assert np.array_equal(in_pieces(tone(HEARING_RATE_HZ), [100], HEARING_RATE_HZ), tone(16_000))


def test_a_stream_without_a_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="0 and 16000"):
        StreamResampler(0, HEARING_RATE_HZ)
