import numpy as np
import pytest

from robot_nodes.ears.intake import Intake
from robot_nodes.signals import Chunk
from robot_nodes.speech.audio import HEARING_RATE_HZ
from tests.schedules.plans import MORNING


def chunk(rate_hz: int) -> Chunk:
    tone = 8000 * np.sin(np.arange(rate_hz // 10) * 0.1)
    return Chunk(samples=tone.astype(np.int16), sample_rate_hz=rate_hz, at=MORNING, sequence=0)


@pytest.mark.parametrize("rate_hz", [16_000, 44_100, 48_000])
def test_sound_arrives_at_the_rate_of_hearing(rate_hz: int) -> None:
    intake = Intake()
    taken = [intake.take(chunk(rate_hz)) for _ in range(10)]
    samples = sum(len(piece.samples) for piece in taken if piece)
    assert samples == pytest.approx(HEARING_RATE_HZ, abs=30)
    assert {piece.sample_rate_hz for piece in taken if piece} == {HEARING_RATE_HZ}


@pytest.mark.parametrize("rate_hz", [8_000, 20])
def test_sound_of_no_use_is_dropped(rate_hz: int) -> None:
    assert Intake().take(chunk(rate_hz)) is None


def test_a_source_may_change_its_rate() -> None:
    intake = Intake()
    for rate_hz in (48_000, 8_000, 44_100, 16_000):
        taken = intake.take(chunk(rate_hz))
        assert (taken is None) == (rate_hz < HEARING_RATE_HZ)
