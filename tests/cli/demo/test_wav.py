import wave
from pathlib import Path

import numpy as np
import pytest

from cli.demo.wav import PAUSE_S, Recording, is_worth_hearing
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from sim import wire

LOUD = 8000


def sound(duration_s: float, level: int = LOUD) -> Samples:
    return np.full(round(duration_s * HEARING_RATE_HZ), level, np.int16)


def test_long_silences_are_cut_to_a_pause() -> None:
    left = np.concatenate((sound(1), sound(60, 0), sound(1)))
    right = sound(62, 0)
    kept_s = is_worth_hearing(left, right).sum() / HEARING_RATE_HZ
    assert kept_s == pytest.approx(2 + PAUSE_S, abs=0.01)


def test_short_pauses_stay_as_they_were() -> None:
    left = np.concatenate((sound(1), sound(PAUSE_S / 2, 0), sound(1)))
    assert is_worth_hearing(left, np.zeros_like(left)).all()


def test_silence_alone_is_not_worth_hearing() -> None:
    assert not is_worth_hearing(sound(5, 0), sound(5, 3)).any()


def test_both_sides_have_a_channel_of_their_own(tmp_path: Path) -> None:
    recording = Recording()
    for side, level in ((recording.hear_robot, 5000), (recording.hear_resident, 9000)):
        message = wire.AudioChunk(sample_rate_hz=HEARING_RATE_HZ)
        message.samples = sound(0.5, level).tolist()
        side(message)
    recording.write(tmp_path / "talk.wav")
    with wave.open(str(tmp_path / "talk.wav"), "rb") as file:
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
        assert file.getnchannels() == 2
    assert set(frames[frames[:, 0] > 0, 0]) == {5000}
    assert set(frames[frames[:, 1] > 0, 1]) == {9000}
