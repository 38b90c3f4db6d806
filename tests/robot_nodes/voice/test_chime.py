import numpy as np
import pytest

from robot_nodes.speech.audio import FULL_SCALE, level_dbfs
from robot_nodes.speech.synthesiser import Speech, SpokenWord
from robot_nodes.voice.chime import PRE_ROLL_S, prelude


@pytest.mark.parametrize("rate_hz", [16_000, 22_050])
def test_a_pause_wakes_the_loudspeaker_before_two_soft_tones(rate_hz: int) -> None:
    sound = prelude(rate_hz)
    pause = round(PRE_ROLL_S * rate_hz)

    assert not sound[:pause].any()
    assert level_dbfs(sound[pause : pause + rate_hz // 5]) > -30
    assert np.abs(sound).max() < 0.5 * FULL_SCALE
    assert 0.8 < len(sound) / rate_hz < 1.2


def test_the_words_begin_after_it() -> None:
    speech = Speech(np.ones(16_000, np.int16), 16_000, (SpokenWord("Hei", 0.1),))
    shifted = speech.after(prelude(16_000))
    assert shifted.words[0].starts_at_s == pytest.approx(0.1 + len(prelude(16_000)) / 16_000)
    assert shifted.duration_s == pytest.approx(1 + len(prelude(16_000)) / 16_000)
