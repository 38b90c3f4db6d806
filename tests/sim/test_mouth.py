import numpy as np
import pytest

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, level_dbfs, silence
from sim.mouth import CHUNK_SAMPLES, ROOM_NOISE_DBFS, Mouth, voiced_part


def tone(duration_s: float) -> Samples:
    time_s = np.arange(round(duration_s * HEARING_RATE_HZ)) / HEARING_RATE_HZ
    return (8000 * np.sin(2 * np.pi * 220 * time_s)).astype(np.int16)


def test_a_silent_resident_is_a_quiet_room_and_not_digital_silence() -> None:
    chunk = Mouth().next_chunk()
    assert len(chunk.samples) == CHUNK_SAMPLES
    assert level_dbfs(chunk.samples) == pytest.approx(ROOM_NOISE_DBFS, abs=2.0)


def test_chunks_are_counted_without_a_gap() -> None:
    mouth = Mouth()
    assert [mouth.next_chunk().sequence for _ in range(3)] == [0, 1, 2]


def test_the_same_seed_gives_the_same_room() -> None:
    first, second = Mouth(seed=7).next_chunk(), Mouth(seed=7).next_chunk()
    assert np.array_equal(first.samples, second.samples)


def test_speech_begins_at_once_and_its_ends_are_marked() -> None:
    mouth = Mouth()
    mouth.say(np.concatenate((silence(0.3), tone(0.1), silence(0.3))))
    marks = [
        (chunk.begins_speech, chunk.ends_speech) for chunk in (mouth.next_chunk() for _ in range(5))
    ]
    assert marks == [(True, False), (False, False), (False, False), (False, True), (False, False)]
    assert not mouth.is_speaking


def test_speech_of_less_than_a_chunk_begins_and_ends_in_it() -> None:
    mouth = Mouth()
    mouth.say(tone(0.02))
    chunk = mouth.next_chunk()
    assert chunk.begins_speech
    assert chunk.ends_speech


def test_nobody_says_two_things_at_once() -> None:
    mouth = Mouth()
    mouth.say(tone(0.1))
    with pytest.raises(ValueError, match="speaking already"):
        mouth.say(tone(0.1))


def test_silence_is_cut_from_both_ends_of_speech() -> None:
    speech = voiced_part(np.concatenate((silence(0.5), tone(0.2), silence(0.1), tone(0.2))))
    assert len(speech) / HEARING_RATE_HZ == pytest.approx(0.5, abs=0.02)


def test_speech_without_sound_is_refused() -> None:
    with pytest.raises(ValueError, match="silent"):
        voiced_part(silence(0.5))
